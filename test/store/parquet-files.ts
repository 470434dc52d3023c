import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Store } from '../../src/store/store.ts';

/** A folder that is removed behind the tests. */
export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'flowblame-test-'));
  return { path, remove: () => rmSync(path, { recursive: true }) };
}

/** Writes what a query gives as a Parquet file. `options`: as COPY has them. */
export async function writeParquet(path: string, query: string, options = ''): Promise<Buffer> {
  const store = await Store.open(':memory:');
  try {
    await store.run(`COPY (${query}) TO '${path.replaceAll("'", "''")}' (FORMAT parquet${options})`);
  } finally {
    store.close();
  }
  return readFileSync(path);
}
