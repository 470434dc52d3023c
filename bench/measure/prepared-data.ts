import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
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

/** A folder that is made once; one that was left half made is made again. */
export async function preparedFolder(
  name: string,
  make: (folder: string) => Promise<unknown>,
): Promise<string> {
  const folder = join(DATA_FOLDER, name);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  console.error(`Making ${folder}`);
  await make(unfinished);
  renameSync(unfinished, folder);
  return folder;
}

/** Removes a database file with what DuckDB may have left beside it. */
export function removeDatabase(file: string): void {
  for (const path of [file, `${file}.wal`]) rmSync(path, { force: true });
}
