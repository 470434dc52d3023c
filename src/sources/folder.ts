import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isLogName } from './log-name.ts';

/** Absolute paths of what is in a folder and below it, each list sorted. */
export interface FolderFiles {
  readonly logs: readonly string[];
  /** Everything else: files of other names, links to folders or to nowhere, second ways to one file. */
  readonly leftOut: readonly string[];
}

/**
 * The flow logs in a folder and below it, and what is left out. Links to files are followed, but no file is taken
 * twice; links to folders are not followed, so that no loop is endless.
 */
export async function filesIn(folder: string): Promise<FolderFiles> {
  const files: string[] = [];
  const links: string[] = [];
  const leftOut: string[] = [];
  for (const { path, entry } of await entriesIn(folder)) {
    if (!isLogName(entry.name)) leftOut.push(path);
    else if (entry.isSymbolicLink()) links.push(path);
    else if (entry.isFile()) files.push(path);
    else leftOut.push(path);
  }
  const logs = [...files];
  const taken = new Set(await Promise.all(files.map((path) => realpath(path))));
  for (const link of links.toSorted()) {
    const target = await fileBehind(link);
    if (target === null || taken.has(target)) {
      leftOut.push(link);
    } else {
      taken.add(target);
      logs.push(link);
    }
  }
  return { logs: logs.toSorted(), leftOut: leftOut.toSorted() };
}

async function entriesIn(folder: string): Promise<{ path: string; entry: Dirent }[]> {
  let found: { path: string; entry: Dirent }[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !entry.name.startsWith('.')) found = found.concat(await entriesIn(path));
    else found.push({ path, entry });
  }
  return found;
}

/** The real path of the file that a link leads to, or null when it leads to a folder or nowhere. */
async function fileBehind(link: string): Promise<string | null> {
  try {
    return (await stat(link)).isFile() ? await realpath(link) : null;
  } catch {
    return null;
  }
}
