import type { NetworkResources } from '../network/aws/resources.ts';
import type { Store } from '../store/store.ts';
import type { RowReader } from '../store/store-values.ts';
import { amountOf } from './amount.ts';
import type { BusyHost, Talker, Traffic } from './document/traffic.ts';
import { endsOf, questionOf } from './ends.ts';
import { listedOf } from './listed.ts';
import { ask, count } from './steps.ts';
import { tierMatrix } from './tiers.ts';
import type { Columns } from './window.ts';

/** What traffic is told with besides the tables of the steps. */
export interface TrafficGrounds {
  readonly network: NetworkResources | null;
  readonly columns: Columns;
  readonly servicesLogged: boolean;
  /** Most members of each list. */
  readonly limit: number;
}

/** What was let through: totals, and who, where and what has the most bytes. */
export async function traffic(store: Store, grounds: TrafficGrounds): Promise<Traffic> {
  const limit = { limit: BigInt(grounds.limit) };
  const [totals] = await ask(store, 'traffic-totals');
  const services = await ask(store, 'aws-services', limit);
  return {
    connections: count(totals, 'connections'),
    bytesUp: count(totals, 'bytes_up'),
    bytesDown: count(totals, 'bytes_down'),
    answeredConnections: count(totals, 'answered'),
    talkers: await talkers(store, grounds.limit),
    hosts: await busyHosts(store, grounds.limit),
    tiers: await tierMatrix(store, grounds.network),
    ports: listedOf(await ask(store, 'ports', limit), (row) => ({
      protocol: row.numberOrNull('protocol'),
      port: count(row, 'port'),
      ...amountOf(row),
      clients: count(row, 'clients'),
      servers: count(row, 'servers'),
    })),
    protocols: listedOf(await ask(store, 'protocols', limit), (row) => ({
      protocol: row.numberOrNull('protocol'),
      ...amountOf(row),
    })),
    awsServices: grounds.servicesLogged
      ? listedOf(services, (row) => ({
          service: row.text('aws_service'),
          ...amountOf(row),
          clients: count(row, 'clients'),
        }))
      : null,
    bytesOverTime: await bytesOverTime(store, grounds.columns),
  };
}

async function talkers(store: Store, limit: number): Promise<Traffic['talkers']> {
  const rows = await ask(store, 'talkers', { limit: BigInt(limit) });
  const end = await endsOf(store, rows, 'client_no', 'server_no');
  return listedOf(rows, (row): Talker => {
    const [client, server] = [end(row.numberOrNull('client_no')), end(row.numberOrNull('server_no'))];
    const [protocol, port] = [row.numberOrNull('protocol'), row.numberOrNull('port')];
    return {
      client,
      server,
      ...amountOf(row),
      protocol,
      port,
      ports: count(row, 'ports'),
      question: questionOf(client.address, server.address, protocol, port),
    };
  });
}

async function busyHosts(store: Store, limit: number): Promise<Traffic['hosts']> {
  const rows = await ask(store, 'busy-hosts', { limit: BigInt(limit) });
  const end = await endsOf(store, rows, 'host_no');
  return listedOf(
    rows,
    (row: RowReader): BusyHost => ({
      host: end(row.numberOrNull('host_no')),
      connections: count(row, 'connections'),
      bytesSent: count(row, 'sent'),
      bytesReceived: count(row, 'received'),
    }),
  );
}

async function bytesOverTime(
  store: Store,
  { fromS, stepS, count: columns }: Columns,
): Promise<readonly number[]> {
  const rows = await ask(store, 'bytes-over-time', { from_s: BigInt(fromS), step_s: BigInt(stepS) });
  const bytes = Array.from({ length: columns }, () => 0);
  for (const row of rows) {
    const column = Math.min(count(row, 'column_no'), columns - 1);
    bytes[column] = (bytes[column] ?? 0) + count(row, 'bytes');
  }
  return bytes;
}
