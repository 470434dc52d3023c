import type { Store } from '../store/store.ts';
import type { RowReader } from '../store/store-values.ts';
import type { AllowingRule, Exposure, LetInBy, StageFinding } from './document/exposure.ts';
import { endsOf, questionOf } from './ends.ts';
import { listedOf } from './listed.ts';
import { ask, count } from './steps.ts';

/** Pairs of rules of one service that are told. */
const MOST_WAYS = 5;

/** What the Internet reached, and through which rules where a network was imported. */
export async function exposure(store: Store, hasNetwork: boolean, limit: number): Promise<Exposure> {
  const rows = await ask(store, 'exposed-services', { limit: BigInt(limit) });
  const ways = hasNetwork ? await waysIn(store) : null;
  const end = await endsOf(store, rows, 'server_no');
  return {
    clients: count(rows[0], 'all_clients'),
    connections: count(rows[0], 'all_connections'),
    services: listedOf(rows, (row) => {
      const server = end(row.numberOrNull('server_no'));
      const [protocol, port] = [row.numberOrNull('protocol'), row.numberOrNull('port')];
      return {
        server,
        protocol,
        port,
        clients: count(row, 'clients'),
        connections: count(row, 'connections'),
        bytesIn: count(row, 'bytes_in'),
        bytesOut: count(row, 'bytes_out'),
        firstSeenS: count(row, 'first_s'),
        lastSeenS: count(row, 'last_s'),
        letInBy: ways && (ways.get(serviceKey(row)) ?? []).slice(0, MOST_WAYS),
        question: questionOf('internet', server.address, protocol, port),
      };
    }),
  };
}

async function waysIn(store: Store): Promise<ReadonlyMap<string, readonly LetInBy[]>> {
  const ways = new Map<string, LetInBy[]>();
  for (const row of await ask(store, 'exposing-rules')) {
    const key = serviceKey(row);
    const own = ways.get(key) ?? [];
    own.push(readWay(row));
    ways.set(key, own);
  }
  return ways;
}

function readWay(row: RowReader): LetInBy {
  return {
    clients: count(row, 'clients'),
    groupRule: readRule(row, 'group_rule_id', 'group_rule'),
    aclEntry: readRule(row, 'acl_rule_id', 'acl_rule'),
    groups: row.text('groups') as StageFinding,
    acl: row.text('acl') as StageFinding,
  };
}

function readRule(row: RowReader, idColumn: string, ruleColumn: string): AllowingRule | null {
  const rule = row.textOrNull(ruleColumn);
  return rule === null ? null : { ruleId: row.textOrNull(idColumn), rule };
}

function serviceKey(row: RowReader): string {
  return JSON.stringify([
    row.numberOrNull('server_no'),
    row.numberOrNull('protocol'),
    row.numberOrNull('port'),
  ]);
}
