import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, resolve, sep } from 'node:path';
import { filesIn } from './folder.ts';
import { globPaths, isGlob } from './glob.ts';
import { placeOf, placeOfName } from './key-place.ts';
import { localFile } from './local-file.ts';
import { isCommonName } from './log-name.ts';
import { Selection, type Wanted } from './selection.ts';
import type { Source } from './source.ts';

/** The files that a path or glob names. */
export interface LocalSources {
  readonly sources: readonly Source[];
  /** Files found in folders that are not named like flow logs. */
  readonly leftOut: readonly string[];
}

/**
 * The files of a path or glob, sorted by path: a file, all flow logs in a folder and below it, or whatever files a glob
 * matches. A character of globs in the name of a file that exists is only a character. Where files lie and are named as
 * AWS delivers them, those that cannot hold what is wanted are passed over.
 */
export async function localSources(pattern: string, wanted: Wanted = {}): Promise<LocalSources> {
  if (/^[a-z][a-z0-9+]*:\/\//i.test(pattern))
    fail(`Cannot read "${pattern}": only local files, folders, globs and s3:// URLs are read`);
  const path = resolve(pattern);
  const stats = await statOf(path);
  const selection = new Selection(wanted);
  if (stats?.isDirectory()) return await folderSources(pattern, selection);
  if (stats !== null) return { sources: [localFile(path, stats)], leftOut: [] };
  return isGlob(pattern)
    ? await globSources(pattern, selection)
    : fail(`Cannot read "${pattern}": no such file`);
}

async function folderSources(folder: string, selection: Selection): Promise<LocalSources> {
  const { logs, leftOut } = await filesIn(resolve(folder));
  if (logs.length === 0) {
    const others =
      leftOut.length === 0 ? 'it is empty' : `none of its ${leftOut.length} files is named like one`;
    fail(`Cannot find flow logs in folder "${folder}": ${others}`);
  }
  const paths = selected(folder, logs, selection);
  const sources = await Promise.all(
    paths.map(async (path) => found(path, await stat(path, { bigint: true }))),
  );
  return { sources, leftOut };
}

async function globSources(glob: string, selection: Selection): Promise<LocalSources> {
  const paths = await globPaths(glob);
  const files = new Map<string, BigIntStats>();
  for (const path of paths) {
    const stats = await statOf(path);
    if (stats && !stats.isDirectory()) files.set(path, stats);
  }
  if (paths.length === 0) fail(`Cannot find files for "${glob}": nothing matches`);
  if (files.size === 0) fail(`Cannot find files for "${glob}": it matches folders only, end it with /**`);
  const sources = selected(glob, [...files.keys()], selection).map((path) =>
    found(path, files.get(path) as BigIntStats),
  );
  return { sources, leftOut: [] };
}

function selected(pattern: string, paths: readonly string[], selection: Selection): readonly string[] {
  const wanted = paths.filter((path) => {
    const key = path.replaceAll(sep, '/');
    return selection.relation(placeOfName(key) ?? placeOf(key)) !== 'outside';
  });
  if (wanted.length === 0)
    fail(
      `Cannot find flow logs for "${pattern}": all of them lie outside the time, accounts and regions asked for`,
    );
  return wanted;
}

function found(path: string, stats: BigIntStats): Source {
  return { ...localFile(path, stats), mayBeForeign: isCommonName(basename(path)) };
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
