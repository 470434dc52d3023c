import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** A file that may hold describe-* output. */
export interface FoundFile {
  /** As it was given, or the given folder with the way down to it. */
  readonly path: string;
  /** Where it really is; what was given twice has one real path. */
  readonly realPath: string;
  /** Milliseconds since 1970. */
  readonly modifiedMs: number;
}

/** The files of the given paths, each once, and what stood in the way. */
export interface FoundFiles {
  readonly files: readonly FoundFile[];
  readonly problems: readonly string[];
}

/** Files as they are named, and every `*.json` file in or below named folders, sorted by path. */
export async function findFiles(paths: readonly string[]): Promise<FoundFiles> {
  const files = new Map<string, FoundFile>();
  const problems: string[] = [];
  for (const path of paths) {
    try {
      const found = await filesAt(path, true, new Set());
      if (found.length === 0) problems.push(`${path}: no *.json file in this folder`);
      for (const file of found) if (!files.has(file.realPath)) files.set(file.realPath, file);
    } catch (error) {
      problems.push(`${path}: ${reasonOf(error)}`);
    }
  }
  return { files: [...files.values()], problems };
}

/** The bytes of a file, or the reason why there are none. */
export async function readBytes(path: string): Promise<Uint8Array | { readonly reason: string }> {
  try {
    return await readFile(path);
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

/** The real path of a file, or the path itself when there is no such file. */
export async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    return path;
  }
}

/** The prefix-list id in a file's name (`pl-63a5400a.json`), or null. */
export function prefixListIdIn(path: string): string | null {
  return /(?<![0-9a-z])pl-[0-9a-f]+(?![0-9a-z])/i.exec(basename(path))?.[0].toLowerCase() ?? null;
}

async function filesAt(path: string, named: boolean, folders: Set<string>): Promise<FoundFile[]> {
  const [realPath, stats] = await Promise.all([realpath(path), stat(path)]);
  if (!stats.isDirectory()) {
    return named || /\.json$/i.test(path) ? [{ path, realPath, modifiedMs: stats.mtimeMs }] : [];
  }
  // A link may lead back to a folder above.
  if (folders.has(realPath)) return [];
  folders.add(realPath);
  const names = (await readdir(path)).toSorted();
  const found: FoundFile[] = [];
  for (const name of names) found.push(...(await filesAt(join(path, name), false, folders)));
  return found;
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'no such file or folder';
  if (code === 'EACCES' || code === 'EPERM') return 'no permission to read it';
  return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
}
