import { DuckDBInstance } from '@duckdb/node-api';
import type { LogFacts } from '../generated/log-facts.ts';

/** Counts and sums over the `flow_logs` of a database file of that version's logs, which is opened for reading only. */
export async function storeFacts(database: string, version: number): Promise<LogFacts> {
  const instance = await DuckDBInstance.create(database, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  try {
    const reader = await connection.runAndReadAll(`
      SELECT count(*), count(*) FILTER (WHERE action = 'REJECT'), sum(packets), sum(bytes),
        sum(CAST(srcport AS BIGINT) * 7 + dstport),
        ${version >= 3 ? 'sum(tcp_flags)' : '0'},
        ${version >= 5 ? "count(*) FILTER (WHERE flow_direction = 'ingress')" : '0'}
      FROM flow_logs`);
    const [records = 0, rejected = 0, packets = 0, bytes = 0, ports = 0, tcpFlags = 0, ingress = 0] = (
      reader.getRows()[0] ?? []
    ).map(Number);
    return { records, rejected, packets, bytes, ports, tcpFlags, ingress };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Stops when the facts differ, naming the first that does. */
export function requireEqualFacts(name: string, facts: LogFacts, expected: LogFacts): void {
  for (const key of Object.keys(expected) as (keyof LogFacts)[]) {
    if (facts[key] !== expected[key]) {
      throw new Error(`Cannot accept the result of ${name}: ${key} ${facts[key]}, expected ${expected[key]}`);
    }
  }
}
