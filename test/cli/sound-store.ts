import { expect } from 'vitest';
import { FAULTS } from '../ingest/stored.ts';
import { rowsOf } from './run-flowblame.ts';

/** Fails where anything contradicts anything else in a store that no process has open. */
export async function expectSound(db: string): Promise<void> {
  for (const [fault, sql] of Object.entries(FAULTS)) {
    expect({ fault, rows: await rowsOf(db, sql) }).toEqual({ fault, rows: [] });
  }
}
