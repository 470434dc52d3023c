import type { TimeWindow } from '../blame/judge.ts';
import { loadDecisions } from '../blame/load-decisions.ts';
import type { Decision } from '../blame/verdict.ts';
import type { Direction } from '../model/direction.ts';
import { TCP, UDP } from '../model/protocol.ts';
import { loadSql } from '../sql/load.ts';
import type { Store } from '../store/store.ts';
import { RowReader } from '../store/store-values.ts';
import type { BrokenKind, BrokenPair, BrokenPairs, Reached } from './broken-pair.ts';
import { ONE_WAY_PORTS } from './one-way-ports.ts';

/** What is looked for, and how much of it. */
export interface BrokenPairOptions {
  /** That of the blame before. */
  readonly window: TimeWindow;
  /** Most pairs of one cause; the rest is counted. */
  readonly limit: number;
}

/** Each step leaves one temporary table that the next ones read. */
const STEPS = [
  'connectivity/01-contexts',
  'connectivity/02-pairs',
  'connectivity/03-accepted',
  'connectivity/04-refused-pairs',
  'connectivity/05-opened',
  'connectivity/06-answered',
  'connectivity/07-streams',
  'connectivity/08-silent-pairs',
  'connectivity/09-addresses',
  'evaluate/00-address-blocks',
  'connectivity/10-broken-pairs',
  'connectivity/11-forget-steps',
] as const;

/** Fewer packets without an answer, where no flags tell who opened, are an accident. */
const FEWEST_PACKETS = 10;

/**
 * The pairs of a client and a service that the logs show to work one way only. It rests on the verdicts of the last
 * blame, which must have judged the same window: the rule behind a refusal is the one that blame names. `onStep` is told
 * of each step and the milliseconds it took.
 *
 * - Refused request: refused at an interface, though records of the same client, server, protocol and port were let
 *   through earlier on the way. Refused reply: blame says that the refused packets are answers.
 * - Unanswered: TCP connections were opened (SYN, so tcp-flags must be logged) with three packets or more and let through,
 *   and nothing of them came back at any interface, or not at the client's own. For UDP, and TCP of logs without flags, ten
 *   packets to a port of which no packet came back at all.
 *
 * Refused pairs of which more than half of the connections were answered, and unanswered ones of which half were, are only
 * counted. Late packets are those of connections that worked.
 */
export async function findBrokenPairs(
  store: Store,
  { window, limit }: BrokenPairOptions,
  onStep: (step: string, milliseconds: number) => void = () => undefined,
): Promise<BrokenPairs> {
  const parameters = {
    since: window.sinceS === null ? null : BigInt(window.sinceS),
    until: window.untilS === null ? null : BigInt(window.untilS),
    fewest_packets: FEWEST_PACKETS,
    one_way_ports: JSON.stringify(ONE_WAY_PORTS),
  };
  for (const step of STEPS) {
    const sql = loadSql(step);
    const used = Object.entries(parameters).filter(([name]) => sql.includes(`$${name}`));
    const started = performance.now();
    await store.run(sql, Object.fromEntries(used));
    onStep(step, performance.now() - started);
  }
  return readPairs(store, limit);
}

async function readPairs(store: Store, limit: number): Promise<BrokenPairs> {
  const decisions = await loadDecisions(store);
  const inside = await store.rows(loadSql('connectivity/pairs'), { limit: BigInt(limit) });
  const outside = await store.rows(loadSql('connectivity/from-internet'));
  const [working] = await store.rows(loadSql('connectivity/mostly-working'));
  const counts = new RowReader(working ?? {});
  return {
    pairs: [
      ...inside.map((row) => readPair(new RowReader(row), decisions, false)),
      ...outside.map((row) => readPair(new RowReader(row), decisions, true)),
    ],
    mostlyWorking: {
      pairs: counts.numberOrNull('pairs') ?? 0,
      connections: counts.numberOrNull('connections') ?? 0,
      answered: counts.numberOrNull('answered') ?? 0,
    },
  };
}

function readPair(
  row: RowReader,
  decisions: ReadonlyMap<number, Decision>,
  fromInternet: boolean,
): BrokenPair {
  const count = (column: string) => row.numberOrNull(column) ?? 0;
  const decision = decisions.get(row.numberOrNull('decision_id') ?? -1) ?? null;
  const protocol = count('protocol');
  const hasPorts = protocol === TCP || protocol === UDP;
  const [client, server] = [row.text('client'), row.text('server')];
  return {
    kind: row.text('kind') as BrokenKind,
    place: fromInternet ? 'from-internet' : row.text('server_inside') === 'true' ? 'inside' : 'to-internet',
    decision,
    reached: row.textOrNull('reached') as Reached | null,
    confidence: decision?.confidence ?? (row.text('sure') === 'true' ? 'medium' : 'low'),
    client,
    server,
    protocol,
    port: hasPorts ? row.numberOrNull('port') : null,
    srcport: hasPorts ? row.numberOrNull('client_port') : null,
    interfaceId: row.textOrNull('interface_id'),
    direction: row.textOrNull('direction') as Direction | null,
    refusedRecords: count('refused_records'),
    packets: count('packets'),
    acceptedRecords: count('accepted_records'),
    connections: row.numberOrNull('connections'),
    answered: row.numberOrNull('answered'),
    firstSeenS: row.numberOrNull('first_seen_s'),
    lastSeenS: row.numberOrNull('last_seen_s'),
    lastAnswerS: row.numberOrNull('last_answer_s'),
    why: {
      src: row.textOrNull('asker') ?? row.textOrNull('client_interface_id') ?? client,
      dst: row.textOrNull('server_interface_id') ?? server,
    },
    pairs: count('pairs'),
    clients: count('clients'),
    servers: count('servers'),
    cause: row.text('cause'),
    causePairs: count('cause_pairs'),
    causeRecords: count('cause_records'),
  };
}
