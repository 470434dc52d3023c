import type { Store } from '../store/store.ts';
import { RowReader } from '../store/store-values.ts';
import { samplesSql } from './evidence-sql.ts';
import type { SampleConnection } from './finding.ts';

/** The first of the connections that a condition over `connection_log` selects. */
export async function loadSamples(store: Store, where: string): Promise<readonly SampleConnection[]> {
  const rows = await store.rows(samplesSql(where));
  return rows.map((row) => readSample(new RowReader(row)));
}

function readSample(row: RowReader): SampleConnection {
  const count = (column: string) => row.numberOrNull(column) ?? 0;
  return {
    startS: count('start_s'),
    endS: count('end_s'),
    client: row.text('client'),
    clientPort: row.numberOrNull('client_port'),
    server: row.text('server'),
    serverPort: row.numberOrNull('server_port'),
    protocol: row.numberOrNull('protocol'),
    packetsUp: count('packets_up'),
    bytesUp: count('bytes_up'),
    packetsDown: count('packets_down'),
    bytesDown: count('bytes_down'),
    answered: row.text('answered') === 'true',
    refused: row.text('refused') === 'true',
  };
}
