import { expect } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { plainRows } from '../store/stores.ts';

/** Of each object: its records by the ledger, by the table, and what they are in all columns, whatever their order. */
export const CONTENT = `
SELECT name, any_value(objects.records) AS in_ledger, count(row_hash) AS in_table,
  CAST(sum(CAST(row_hash AS HUGEINT)) AS VARCHAR) AS checksum
FROM objects
LEFT JOIN (
  SELECT object_id, hash(*COLUMNS(* EXCLUDE (object_id, context_id))) AS row_hash
  FROM records JOIN contexts USING (context_id)
) USING (object_id)
GROUP BY name, object_id ORDER BY name`;

/** What must hold of every store: no row holds anything when all is well. */
export const FAULTS: Readonly<Record<string, string>> = {
  'objects that are there twice': 'SELECT name FROM objects GROUP BY name HAVING count(*) > 1',
  'object numbers that are there twice':
    'SELECT object_id FROM objects GROUP BY object_id HAVING count(*) > 1',
  'objects with other records than the ledger says': `
    SELECT name, objects.records, coalesce(duplicates, 0) AS left_out, count(r.object_id) AS found
    FROM objects LEFT JOIN records r USING (object_id) GROUP BY ALL HAVING found + left_out <> objects.records`,
  'objects of which others are left out than the ledger says': `
    SELECT name, duplicates, coalesce(sum(l.records), 0) AS found
    FROM objects LEFT JOIN left_out l USING (object_id) GROUP BY ALL HAVING found <> coalesce(duplicates, 0)`,
  'records that are left out of no object':
    'SELECT DISTINCT object_id FROM left_out WHERE object_id NOT IN (SELECT object_id FROM objects)',
  'records of no object':
    'SELECT DISTINCT object_id FROM records WHERE object_id NOT IN (SELECT object_id FROM objects)',
  'records of no context':
    'SELECT DISTINCT context_id FROM records WHERE context_id NOT IN (SELECT context_id FROM contexts)',
  'contexts that are there twice': 'SELECT context_id FROM contexts GROUP BY context_id HAVING count(*) > 1',
  'objects with other unparsed lines than the ledger says': `
    SELECT name, unparsed_lines, count(u.object) AS found
    FROM objects LEFT JOIN unparsed_lines u ON u.object = name GROUP BY ALL HAVING found <> unparsed_lines`,
  'unparsed lines of no object':
    'SELECT DISTINCT object FROM unparsed_lines WHERE object NOT IN (SELECT name FROM objects)',
  'a view that loses or doubles records':
    'SELECT 1 AS fault WHERE (SELECT count(*) FROM records) <> (SELECT count(*) FROM flow_logs)',
};

/** Fails where anything in the store contradicts anything else. */
export async function expectSound(store: Store): Promise<void> {
  for (const [fault, sql] of Object.entries(FAULTS)) {
    expect({ fault, rows: await plainRows(store, sql) }).toEqual({ fault, rows: [] });
  }
}
