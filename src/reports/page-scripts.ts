import { readFileSync } from 'node:fs';

const FOLDER = new URL('../../browser/', import.meta.url);

/** A file of `browser/`, named without `.js`. */
export type PageScript = 'sort-tables' | 'filter-tables' | 'copy-commands';

/** The text of a script, to stand in a page. */
export function pageScript(name: PageScript): string {
  return readFileSync(new URL(`${name}.js`, FOLDER), 'utf8');
}
