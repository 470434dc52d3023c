import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from '../../src/store/store.ts';

/** How often the side that opened a connection is called its client. */
export interface OrientationScore {
  readonly rightConnections: number;
  readonly wrongConnections: number;
  /** Records at the vantage of these connections. */
  readonly rightRecords: number;
  readonly wrongRecords: number;
  readonly connections: number;
}

/** Compares the connections of the last run with a file of true openers. */
export async function scoreOrientation(store: Store, openers: string): Promise<OrientationScore> {
  const sql = readFileSync(join(import.meta.dirname, 'orientation.sql'), 'utf8');
  const [row] = await store.rows(sql, { openers });
  const number = (name: string) => Number(row?.[name] ?? 0);
  return {
    rightConnections: number('right_connections'),
    wrongConnections: number('wrong_connections'),
    rightRecords: number('right_records'),
    wrongRecords: number('wrong_records'),
    connections: number('connections'),
  };
}
