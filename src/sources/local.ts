import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { filesIn } from './folder.ts';
import { globPaths, isGlob } from './glob.ts';
import { localFile } from './local-file.ts';
import type { Source } from './source.ts';

/** The files that a path or glob names. */
export interface LocalSources {
  readonly sources: readonly Source[];
  /** Files found in folders that are not named like flow logs. */
  readonly leftOut: readonly string[];
}

/**
 * The files of a path or glob, sorted by path: a file, all flow logs in a folder and below it, or whatever files a glob
 * matches. A character of globs in the name of a file that exists is only a character.
 */
export async function localSources(pattern: string): Promise<LocalSources> {
  if (/^[a-z][a-z0-9+]*:\/\//i.test(pattern))
    fail(`Cannot read "${pattern}": only local files, folders and globs are read`);
  const path = resolve(pattern);
  const stats = await statOf(path);
  if (stats === null)
    return isGlob(pattern) ? globSources(pattern) : fail(`Cannot read "${pattern}": no such file`);
  return stats.isDirectory() ? folderSources(pattern) : { sources: [localFile(path, stats)], leftOut: [] };
}

async function folderSources(folder: string): Promise<LocalSources> {
  const { logs, leftOut } = await filesIn(resolve(folder));
  if (logs.length === 0) {
    const others =
      leftOut.length === 0 ? 'it is empty' : `none of its ${leftOut.length} files is named like one`;
    fail(`Cannot find flow logs in folder "${folder}": ${others}`);
  }
  const sources = await Promise.all(
    logs.map(async (path) => localFile(path, await stat(path, { bigint: true }))),
  );
  return { sources, leftOut };
}

async function globSources(glob: string): Promise<LocalSources> {
  const paths = await globPaths(glob);
  const sources: Source[] = [];
  for (const path of paths) {
    const stats = await statOf(path);
    if (stats && !stats.isDirectory()) sources.push(localFile(path, stats));
  }
  if (paths.length === 0) fail(`Cannot find files for "${glob}": nothing matches`);
  if (sources.length === 0) fail(`Cannot find files for "${glob}": it matches folders only, end it with /**`);
  return { sources, leftOut: [] };
}

async function statOf(path: string): Promise<BigIntStats | null> {
  try {
    return await stat(path, { bigint: true });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}

function fail(message: string): never {
  throw new Error(message);
}
