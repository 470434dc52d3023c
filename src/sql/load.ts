import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../../queries/', import.meta.url);

const LOADED = new Map<string, string>();

/** The text of one SQL file of `queries/`, named by its path there without `.sql`: `store/append-records`. */
export function loadSql(name: string): string {
  const sql = LOADED.get(name) ?? readFileSync(new URL(`${name}.sql`, FOLDER), 'utf8');
  LOADED.set(name, sql);
  return sql;
}

/** The names of the SQL files that stand in one folder of `queries/`, sorted; `''` is the folder itself. */
export function listSql(folder: string): readonly string[] {
  return readdirSync(new URL(folder === '' ? '.' : `${folder}/`, FOLDER))
    .filter((file) => file.endsWith('.sql'))
    .map((file) => (folder === '' ? '' : `${folder}/`) + file.slice(0, -'.sql'.length))
    .toSorted();
}
