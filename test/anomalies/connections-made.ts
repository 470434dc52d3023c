import { makeConnections } from '../../src/anomalies/connections.ts';
import { judge, type TimeWindow } from '../../src/blame/judge.ts';
import type { NetworkResources } from '../../src/network/aws/resources.ts';
import type { Store } from '../../src/store/store.ts';
import { openStore, plainRows, snapshot, takeNetworks, textSource } from '../store/stores.ts';
import { ingest } from '../../src/ingest/ingest.ts';

/** A record as a test states it; what is left out is as in an accepted TCP record of one packet. */
export interface LogRecord {
  readonly eni?: string;
  readonly src: string;
  readonly dst: string;
  readonly sport?: number | null;
  readonly dport?: number | null;
  readonly protocol?: number;
  readonly packets?: number;
  readonly bytes?: number;
  /** Unix seconds. */
  readonly start: number;
  /** Default: ten seconds later. */
  readonly end?: number;
  readonly refused?: boolean;
  readonly flags?: number | null;
  /** Null: the log does not say. */
  readonly egress?: boolean | null;
  /** Default: `src` and `dst`; null: the log does not say. */
  readonly pkt?: readonly [string, string] | null;
  readonly instance?: string | null;
  readonly status?: 'OK' | 'NODATA' | 'SKIPDATA';
  readonly service?: string | null;
}

const FIELDS =
  'interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status tcp-flags ' +
  'flow-direction pkt-srcaddr pkt-dstaddr instance-id pkt-dst-aws-service';

/** The records as a flow log with all fields that connections are made of. */
export function logText(records: readonly LogRecord[]): string {
  return [FIELDS, ...records.map(line)].join('\n');
}

function line(record: LogRecord): string {
  const { eni = 'eni-1', src, dst, start, status = 'OK' } = record;
  if (status !== 'OK')
    return `${eni} - - - - - - - ${start} ${record.end ?? start + 60} - ${status} - - - - - -`;
  const pkt = record.pkt === undefined ? [src, dst] : (record.pkt ?? ['-', '-']);
  const direction = record.egress == null ? '-' : record.egress ? 'egress' : 'ingress';
  // biome-ignore format: as the header has it
  return [
    eni, src, dst, record.sport ?? '-', record.dport ?? '-', record.protocol ?? 6, record.packets ?? 1,
    record.bytes ?? 60, start, record.end ?? start + 10, record.refused === true ? 'REJECT' : 'ACCEPT', status,
    record.flags ?? '-', direction, ...pkt, record.instance ?? '-', record.service ?? '-',
  ].join(' ');
}

export interface MadeFrom {
  /** Each is an object of its own. */
  readonly logs: readonly (readonly LogRecord[])[];
  readonly network?: NetworkResources;
  readonly window?: TimeWindow;
  /** Names of the objects, where they matter. */
  readonly names?: readonly string[];
}

/** A store in which connections are made of the records. */
export async function storeOf({ logs, network, window, names }: MadeFrom): Promise<Store> {
  const store = await openStore();
  if (network) await takeNetworks(store, [snapshot(0, network)]);
  const sources = logs.map((records, i) => textSource(names?.[i] ?? `${i}.log`, logText(records), String(i)));
  const { failures, unparsedLines } = await ingest(store, sources);
  if (failures.length > 0 || unparsedLines > 0) throw new Error(JSON.stringify({ failures, unparsedLines }));
  const span = window ?? { sinceS: null, untilS: null };
  if (logs.flat().some(({ refused }) => refused)) await judge(store, span);
  await makeConnections(store, span);
  return store;
}

/** What `connection_log` says, without what a case is not about. */
export async function connectionsOf(from: MadeFrom): Promise<readonly Record<string, unknown>[]> {
  return plainRows(await storeOf(from), CONNECTIONS);
}

const CONNECTIONS = `
  SELECT connection_id, interface_id, client, client_port, server, server_port, protocol, start_s, end_s, packets_up, packets_down,
    bytes_up, bytes_down, records, accepted_records, refused_records, flags_up, flags_down, answered, refused, backscatter, verdict,
    client_inside, server_inside, aws_service, orientation,
    (SELECT array_to_string(roles, ',') FROM hosts WHERE address = client) AS client_roles,
    (SELECT array_to_string(roles, ',') FROM hosts WHERE address = server) AS server_roles
  FROM connection_log ORDER BY connection_id`;
