import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const BENCH = join(import.meta.dirname, '..');

/** Generated data, ignored by git. */
export const DATA_FOLDER = join(BENCH, 'data');

/** The built command line. */
export const FLOWBLAME = join(BENCH, '../dist/cli/main.js');

/** A script of this folder as arguments of `node`. */
export function script(name: string, ...args: string[]): string[] {
  return ['--import', 'tsx', join(BENCH, name), ...args];
}

/** Stops with one line when the command line is not built. */
export function requireFlowblame(): void {
  if (!existsSync(FLOWBLAME)) throw new Error(`Cannot find "${FLOWBLAME}": run npm run build first`);
}

type MakeFolder = (folder: string) => Promise<unknown>;

/** A folder that is made once; one that was left half made is made again. */
export async function preparedFolder(name: string, make: MakeFolder): Promise<string> {
  const folder = join(DATA_FOLDER, name);
  if (!existsSync(folder)) await makeFolder(folder, make);
  return folder;
}

/** The same for what the command line made: made again after each build, for another store may look different. */
export async function folderOfThisBuild(name: string, make: MakeFolder): Promise<string> {
  const folder = join(DATA_FOLDER, name);
  const isCurrent = existsSync(folder) && statSync(folder).mtimeMs >= statSync(FLOWBLAME).mtimeMs;
  if (!isCurrent) await makeFolder(folder, make);
  return folder;
}

async function makeFolder(folder: string, make: MakeFolder): Promise<void> {
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  console.error(`Making ${folder}`);
  await make(unfinished);
  rmSync(folder, { recursive: true, force: true });
  renameSync(unfinished, folder);
}

/** Removes a database file with what DuckDB may have left beside it. */
export function removeDatabase(file: string): void {
  for (const path of [file, `${file}.wal`]) rmSync(path, { force: true });
}
