import type { LogRecord } from './connections-made.ts';

/** A connection as the oracle gives it, with the columns of `connection_log` that it knows. */
export interface OracleConnection {
  readonly interface_id: string;
  readonly client: string;
  readonly client_port: number | null;
  readonly server: string;
  readonly server_port: number | null;
  readonly protocol: number;
  readonly start_s: number;
  readonly end_s: number;
  readonly packets_up: number;
  readonly packets_down: number;
  readonly bytes_up: number;
  readonly bytes_down: number;
  readonly records: number;
  readonly refused_records: number;
  readonly flags_up: number | null;
  readonly flags_down: number | null;
  readonly answered: boolean;
  readonly refused: boolean;
  readonly backscatter: boolean;
  readonly client_inside: boolean;
  readonly server_inside: boolean;
  readonly orientation: number;
}

interface Packet {
  readonly record: LogRecord;
  readonly eni: string;
  readonly src: string;
  readonly dst: string;
  /** The end at whose side the interface is. */
  readonly local: string;
  readonly own: boolean;
  readonly start: number;
  readonly end: number;
  readonly packets: number;
}

interface Tuple {
  readonly a: string;
  readonly b: string;
  readonly portA: number;
  readonly portB: number;
  readonly protocol: number;
  readonly packets: readonly Packet[];
}

const hasPorts = (protocol: number) => [6, 17].includes(protocol);
const number = (address: string) => address.split('.').reduce((sum, part) => 256 * sum + Number(part), 0);
const isPrivate = (address: string) => address.startsWith('10.');
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function groupBy<T>(values: readonly T[], key: (value: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const value of values) groups.set(key(value), [...(groups.get(key(value)) ?? []), value]);
  return [...groups.values()];
}

function orFlags(packets: readonly Packet[]): number | null {
  const flags = packets.flatMap(({ record }) => (record.flags == null ? [] : [record.flags]));
  return flags.length === 0 ? null : flags.reduce((all, each) => all | each, 0);
}

/** The same as `makeConnections`, slowly, over records with flow-direction and without a network. */
export function oracleConnections(log: readonly LogRecord[]): readonly OracleConnection[] {
  const packets = withoutRepeats(log.filter(({ status = 'OK' }) => status === 'OK')).map(packet);
  const gap = 2 * interval(packets);
  const instances = new Set(packets.flatMap(({ record, eni }) => (record.instance == null ? [] : [eni])));
  const standing = standings(packets, gap, instances);
  const owned = new Set(packets.flatMap((each) => (standing(each) === 0 ? [each.local] : [])));
  const inside = (address: string) => isPrivate(address) || owned.has(address);
  const translators = new Set(
    packets.flatMap(({ record, dst }) =>
      record.egress === false && record.dst !== dst && isPrivate(record.dst) && !isPrivate(dst)
        ? [record.dst]
        : [],
    ),
  );
  const tuples = tuplesOf(packets);
  return tuples.flatMap((tuple) => {
    const votesForA = votes(tuple, tuples, gap, inside);
    return sessions(tuple.packets, gap)
      .map((session) => connection(tuple, votesForA, session, { gap, standing, inside }))
      .filter(({ client, server_inside }) => !(translators.has(client) && !server_inside));
  });
}

function withoutRepeats(log: readonly LogRecord[]): readonly LogRecord[] {
  const same = (r: LogRecord) =>
    [
      r.eni ?? 'eni-1',
      r.refused === true,
      r.src,
      r.dst,
      r.pkt ?? [r.src, r.dst],
      r.sport,
      r.dport,
      r.protocol ?? 6,
      r.start,
      r.end,
    ].join();
  return groupBy(log, same).map((group) => {
    const [largest] = group.toSorted(
      (x, y) =>
        (y.packets ?? 1) - (x.packets ?? 1) ||
        (y.bytes ?? 60) - (x.bytes ?? 60) ||
        (y.flags ?? -1) - (x.flags ?? -1),
    );
    if (!largest) throw new Error('a group is never empty');
    return largest;
  });
}

function packet(record: LogRecord): Packet {
  const [src, dst] = record.pkt ?? [record.src, record.dst];
  const out = record.egress === true;
  return {
    record,
    eni: record.eni ?? 'eni-1',
    src,
    dst,
    local: out ? src : dst,
    own: out ? src === record.src : dst === record.dst,
    start: record.start,
    end: record.end ?? record.start + 10,
    packets: record.packets ?? 1,
  };
}

function interval(packets: readonly Packet[]): number {
  const lengths = packets.map(({ start, end }) => end - start).toSorted((x, y) => x - y);
  return (lengths[Math.ceil(0.99 * lengths.length) - 1] ?? 0) > 90 ? 600 : 60;
}

const end5 = (address: string, port: number) => `${address}:${port}`;
const portOf = (port: number | null | undefined, protocol: number) => (hasPorts(protocol) ? (port ?? 0) : 0);
const windowOf = (gap: number) => (each: Packet) =>
  [each.eni, each.local, tupleKey(each), Math.floor(each.start / gap)].join(' ');

function tupleKey({ record, src, dst }: Packet): string {
  const protocol = record.protocol ?? 6;
  return (
    [end5(src, portOf(record.sport, protocol)), end5(dst, portOf(record.dport, protocol))]
      .toSorted()
      .join(' ') + ` ${protocol}`
  );
}

/** How near the interface of a packet is to the end on its side. */
function standings(
  packets: readonly Packet[],
  gap: number,
  instances: ReadonlySet<string>,
): (each: Packet) => number {
  const found = new Map<Packet, number>();
  for (const group of groupBy(packets, windowOf(gap))) {
    const rank = group.every(({ own }) => own) ? 0 : instances.has(group[0]?.eni ?? '') ? 1 : 4;
    for (const each of group) found.set(each, rank);
  }
  return (each) => found.get(each) ?? 6;
}

function tuplesOf(packets: readonly Packet[]): readonly Tuple[] {
  return groupBy(packets, tupleKey).map((group) => {
    const [first] = group;
    if (!first) throw new Error('a group is never empty');
    const protocol = first.record.protocol ?? 6;
    const ends = [
      [first.src, portOf(first.record.sport, protocol)] as const,
      [first.dst, portOf(first.record.dport, protocol)] as const,
    ].toSorted(([x, p], [y, q]) => number(x) - number(y) || p - q);
    const [[a, portA], [b, portB]] = ends as unknown as [
      readonly [string, number],
      readonly [string, number],
    ];
    return { a, b, portA, portB, protocol, packets: group };
  });
}

/** Whether a has sent it; between two ports of one address the port tells. */
function byA({ a, b, portA, protocol }: Tuple, { src, record }: Packet): boolean {
  return a === b ? portOf(record.sport, protocol) === portA : src === a;
}

/** In tenths, above zero for a. */
function votes(
  tuple: Tuple,
  all: readonly Tuple[],
  gap: number,
  inside: (address: string) => boolean,
): number {
  const { packets, portA, portB } = tuple;
  const ofA = packets.filter((each) => byA(tuple, each));
  const ofB = packets.filter((each) => !byA(tuple, each));
  const n = packets.length;
  const flagVotes = (own: readonly Packet[]) =>
    sum(groupBy(own, windowOf(gap)).map((group) => ({ 2: 1, 18: -1 })[(orFlags(group) ?? 0) & 18] ?? 0));
  const openedBy = (own: readonly Packet[]) => ((orFlags(own) ?? 0) & 18) === 2;
  const refusals = (own: readonly Packet[]) => own.filter(({ record }) => record.refused).length;
  const sure =
    1000 *
      (flagVotes(ofA) -
        flagVotes(ofB) +
        (openedBy(ofB) ? 0 : refusals(ofA)) -
        (openedBy(ofA) ? 0 : refusals(ofB))) +
    n * (portB < 1024 && portA >= 1024 ? 100 : portA < 1024 && portB >= 1024 ? -100 : 0) +
    n * (portA >= 32_768 && portB < 32_768 ? 30 : portB >= 32_768 && portA < 32_768 ? -30 : 0);
  if (Math.abs(sure) > 10 * n) return sure;
  const fan = (address: string, port: number) =>
    sum(
      all
        .filter(({ protocol }) => protocol === tuple.protocol)
        .map(
          (other) =>
            Number(other.a === address && other.portA === port) +
            Number(other.b === address && other.portB === port),
        ),
    );
  const fanVote = Math.sign(fan(tuple.b, portB) - fan(tuple.a, portA));
  if (portA !== portB) return sure + (fanVote !== 0 ? 10 * n * fanVote : n * Math.sign(portA - portB));
  const first = (own: readonly Packet[]) => Math.min(...own.map(({ start }) => start));
  const insideVote = Number(inside(tuple.a)) - Number(inside(tuple.b));
  const ranked = hasPorts(tuple.protocol) ? [insideVote, fanVote] : [-fanVote, insideVote, fanVote];
  const vote = [first(ofA) < first(ofB) ? 1 : first(ofA) > first(ofB) ? -1 : 0, ...ranked].find(
    (each) => each !== 0,
  );
  return sure + (vote === undefined ? ofA.length - ofB.length : 10 * n * vote);
}

/** Cut where everything before has ended more than the gap ago. */
function sessions(packets: readonly Packet[], gap: number): readonly (readonly Packet[])[] {
  const cut: Packet[][] = [];
  let ended = Number.NEGATIVE_INFINITY;
  for (const each of packets.toSorted((x, y) => x.start - y.start)) {
    if (each.start - ended > gap) cut.push([]);
    cut.at(-1)?.push(each);
    ended = Math.max(ended, each.end);
  }
  return cut;
}

interface Facts {
  readonly gap: number;
  readonly standing: (each: Packet) => number;
  readonly inside: (address: string) => boolean;
}

function connection(
  tuple: Tuple,
  votesForA: number,
  session: readonly Packet[],
  facts: Facts,
): OracleConnection {
  const aIsClient = votesForA >= 0;
  const [client, server] = aIsClient ? [tuple.a, tuple.b] : [tuple.b, tuple.a];
  const isUp = (each: Packet) => byA(tuple, each) === aIsClient;
  // Between two ports of one address both sides are its interface's; the direction tells which end is meant.
  const isAtClient = (each: Packet) => isUp(each) === (each.record.egress === true);
  const rank = (each: Packet) => {
    const near = facts.standing(each);
    return isAtClient(each) ? near : near === 4 ? 5 : near + 2;
  };
  const best = Math.min(...session.map(rank));
  const vantages = groupBy(session, (each) => `${each.eni} ${isAtClient(each)}`)
    .filter((group) => group.some((each) => rank(each) === best))
    // The lower interface has the lower number; on one interface the side of a comes first.
    .toSorted(
      ([x], [y]) =>
        (x?.eni ?? '').localeCompare(y?.eni ?? '') ||
        Number(y && isAtClient(y) === aIsClient) - Number(x && isAtClient(x) === aIsClient),
    );
  const seen = vantages[0] ?? [];
  const up = seen.filter(isUp);
  const down = seen.filter((each) => !isUp(each));
  const answering = (best >= 4 ? session : seen).filter((each) => !isUp(each));
  const answers = sum(
    groupBy(answering, (each) => `${windowOf(facts.gap)(each)} ${isAtClient(each)}`).map((group) => {
      const refused = group.filter(({ record }) => record.refused).length;
      return refused === group.length ? 0 : sum(group.map(({ packets }) => packets)) - refused;
    }),
  );
  const elsewhere = session.filter((each) => !seen.includes(each) && each.record.refused);
  const refusedRecords = seen.filter(({ record }) => record.refused).length + elsewhere.length;
  const [flagsUp, flagsDown] = [orFlags(up), orFlags(down)];
  const [clientInside, serverInside] = [facts.inside(client), facts.inside(server)];
  const total = (packets: readonly Packet[]) => sum(packets.map((each) => each.packets));
  const backscatter =
    tuple.protocol === 6 &&
    clientInside !== serverInside &&
    (clientInside
      ? up.length === 0 &&
        !elsewhere.some(isUp) &&
        flagsDown !== null &&
        ((flagsDown & 18) === 18 || (flagsDown & 6) === 4)
      : down.length === 0 && flagsUp !== null && (flagsUp & 6) === 4);
  const bytes = (packets: readonly Packet[]) => sum(packets.map(({ record }) => record.bytes ?? 60));
  const opens = ((flagsUp ?? 0) & 2) !== 0 && ((flagsDown ?? 0) & 2) === 0;
  const onlyResets = answers <= 2 || (opens && bytes(down) <= 60 * total(down));
  const answered = answers > 0 && !(tuple.protocol === 6 && ((flagsDown ?? 0) & 4) !== 0 && onlyResets);
  const port = (own: number) => (hasPorts(tuple.protocol) ? own : null);
  return {
    interface_id: seen[0]?.eni ?? '',
    client,
    client_port: port(aIsClient ? tuple.portA : tuple.portB),
    server,
    server_port: port(aIsClient ? tuple.portB : tuple.portA),
    protocol: tuple.protocol,
    start_s: Math.min(...seen.map(({ start }) => start)),
    end_s: Math.max(...seen.map(({ end }) => end)),
    packets_up: total(up),
    packets_down: total(down),
    bytes_up: bytes(up),
    bytes_down: bytes(down),
    records: seen.length + elsewhere.length,
    refused_records: refusedRecords,
    flags_up: flagsUp,
    flags_down: flagsDown,
    answered: answered && !backscatter,
    refused: refusedRecords > 0 && !answered && !backscatter,
    backscatter,
    client_inside: clientInside,
    server_inside: serverInside,
    orientation: Math.abs(votesForA) / 10,
  };
}
