import { readdir, stat } from 'node:fs/promises';
import { join, parse, resolve } from 'node:path';

/** Whether the text holds a character with a meaning in globs. */
export function isGlob(text: string): boolean {
  return /[*?[\]{}]/.test(text);
}

/**
 * Absolute paths of all files and folders that a glob names, sorted. `*` and `?` stay within one folder and, as in a
 * shell, do not match a leading dot; `**` is any number of folders, links to folders left out; also `[a-z]`, `[!a]`
 * and `{a,b}`.
 */
export async function globPaths(pattern: string): Promise<string[]> {
  const paths = new Set<string>();
  for (const plain of expandBraces(pattern)) {
    const absolute = resolve(plain);
    const { root } = parse(absolute);
    const segments = absolute.slice(root.length).split(/[/\\]/);
    for (const path of await walk(root, segments)) paths.add(path);
  }
  return [...paths].toSorted();
}

/** The patterns without braces that a pattern stands for: `a{b,c}` is `ab` and `ac`. Unpaired braces are themselves. */
export function expandBraces(pattern: string): string[] {
  const match = /^(.*?)\{([^{}]*,[^{}]*)\}(.*)$/s.exec(pattern);
  if (!match) return [pattern];
  const [, before = '', choices = '', after = ''] = match;
  return choices.split(',').flatMap((choice) => expandBraces(before + choice + after));
}

/** The expression for one segment of a path. */
export function segmentPattern(segment: string): RegExp {
  const source = segment.replaceAll(
    /\[(!?)((?:\]|[^\]])[^\]]*)\]|\*+|\?|[$()+.\\^|[\]{}]/g,
    (token, not, set) => {
      if (token.startsWith('*')) return '[^/]*';
      if (token === '?') return '[^/]';
      if (set === undefined) return `\\${token}`;
      return `[${not ? '^' : ''}${String(set).replaceAll(/[\\\]^[]/g, '\\$&')}]`;
    },
  );
  return new RegExp(`^${/^[*?[]/.test(segment) ? '(?!\\.)' : ''}${source}$`, 's');
}

async function walk(folder: string, segments: readonly string[]): Promise<string[]> {
  const [segment, ...rest] = segments;
  if (segment === undefined) return [folder];
  if (segment === '**') return walkDeep(folder, rest);
  if (!isGlob(segment)) {
    const path = join(folder, segment);
    return (await exists(path)) ? walk(path, rest) : [];
  }
  const pattern = segmentPattern(segment);
  const names = (await namesIn(folder)).map((entry) => entry.name).filter((name) => pattern.test(name));
  const found = await Promise.all(names.map((name) => walk(join(folder, name), rest)));
  return found.flat();
}

async function walkDeep(folder: string, rest: readonly string[]): Promise<string[]> {
  const here = await walk(folder, rest.length > 0 ? rest : ['*']);
  const folders = (await namesIn(folder)).filter(
    (entry) => entry.isDirectory() && !entry.name.startsWith('.'),
  );
  const below = await Promise.all(folders.map((entry) => walkDeep(join(folder, entry.name), rest)));
  return [...here, ...below.flat()];
}

async function namesIn(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/** Whether a path leads nowhere: no such entry, or a file where a folder would be. */
function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
