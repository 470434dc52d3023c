import { DuckDBInstance } from '@duckdb/node-api';

/** What must be equal in two stores of the same logs. */
export interface StoreFacts {
  readonly records: number;
  readonly rejected: number;
  readonly packets: number;
  readonly bytes: number;
  readonly ports: number;
}

/** Counts and sums over the `flow_logs` of a database file, which is opened for reading only. */
export async function storeFacts(database: string): Promise<StoreFacts> {
  const instance = await DuckDBInstance.create(database, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  try {
    const reader = await connection.runAndReadAll(`
      SELECT count(*), count(*) FILTER (WHERE action = 'REJECT'), sum(packets), sum(bytes), sum(srcport * 7 + dstport)
      FROM flow_logs`);
    const [records, rejected, packets, bytes, ports] = (reader.getRows()[0] ?? []).map(Number);
    return {
      records: records ?? 0,
      rejected: rejected ?? 0,
      packets: packets ?? 0,
      bytes: bytes ?? 0,
      ports: ports ?? 0,
    };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Stops when the facts differ, naming the first that does. */
export function requireEqualFacts(name: string, facts: StoreFacts, expected: StoreFacts): void {
  for (const key of ['records', 'rejected', 'packets', 'bytes', 'ports'] as const) {
    if (facts[key] !== expected[key]) {
      throw new Error(`Cannot accept the result of ${name}: ${key} ${facts[key]}, expected ${expected[key]}`);
    }
  }
}
