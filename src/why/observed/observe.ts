import { TCP } from '../../model/protocol.ts';
import type { NetworkResources } from '../../network/aws/resources.ts';
import { loadSql } from '../../sql/load.ts';
import type { Store } from '../../store/store.ts';
import { RowReader } from '../../store/store-values.ts';
import { addressBox } from './address-box.ts';
import type { Observed, ObservedCount, ObservedLeg } from '../answer.ts';
import { insideBlocks } from './inside-blocks.ts';
import { type ObservedPoint, ownAddresses, wantedRecords } from './observed-point.ts';
import type { End } from '../path.ts';
import { silenceOf } from './silence.ts';

/** What is looked for besides the crossings. */
export interface ObserveOptions {
  readonly resources: NetworkResources;
  /**
   * The ends of the question. Where a packet has the address of an end that is a subnet or the Internet, every address of
   * the subnet or of the Internet counts.
   */
  readonly ends: readonly End[];
  /** Whether the client's port must be that of the packets; otherwise it was only assumed. */
  readonly srcportGiven: boolean;
  /** Records that start at or after this time, Unix seconds. */
  readonly sinceS?: number | null;
  /** Records that start before this time, Unix seconds. */
  readonly untilS?: number | null;
}

const NONE: ObservedCount = { records: 0, packets: 0, bytes: 0, firstSeenS: null, lastSeenS: null };

/**
 * What the records of the interfaces on a path say of its packets, one leg for each point in their order, in one scan of
 * the records; the store may be read-only. A packet's addresses may be CIDR blocks, then every address of the block
 * counts. All points are of one question: their protocol is the same, and the port of the service, which is the
 * destination port of the forward leg and the source port of the reply. Where that is null, any packet
 * between the two addresses counts, whoever opened the connection.
 *
 * Packet-level addresses are compared where a record has them; else `srcaddr` and `dstaddr`, in which AWS shows the
 * primary private IPv4 address of the interface on its side (Amazon VPC User Guide, "Flow log limitations").
 *
 * @throws Error when a packet's address is neither an address nor a block
 */
export async function observe(
  store: Store,
  points: readonly ObservedPoint[],
  options: ObserveOptions,
): Promise<Observed> {
  const interfaceIds = [...new Set(points.map(({ interfaceId }) => interfaceId))];
  await store.run(loadSql('why/observed-records'), { interface_ids: JSON.stringify(interfaceIds) });
  const [span, loggers, legs] = [
    await store.rows(loadSql('why/observed-span')),
    await store.rows(loadSql('why/observed-loggers')),
    await observedLegs(store, points, options),
  ];
  await store.run(loadSql('why/observed-forget'));
  const whole = new RowReader(span[0] ?? {});
  return {
    fromS: whole.numberOrNull('from_s'),
    toS: whole.numberOrNull('to_s'),
    legs,
    silence: silenceOf(points, options.resources, {
      whole,
      loggers: loggers.map((row) => new RowReader(row)),
    }),
  };
}

async function observedLegs(
  store: Store,
  points: readonly ObservedPoint[],
  options: ObserveOptions,
): Promise<readonly ObservedLeg[]> {
  const first = points[0];
  if (!first) return [];
  const { client, service } = portsOf(first);
  const rows = await store.rows(loadSql('why/observed-legs'), {
    crossings: JSON.stringify(points.map((point, i) => wantedRecords(point, i, options))),
    own_addresses: JSON.stringify(ownAddresses(points, options.resources)),
    inside: JSON.stringify(insideBlocks(options.resources).map(addressBox)),
    protocol: first.packet.protocol,
    service_port: service,
    client_port: options.srcportGiven ? client : null,
    since: integer(options.sinceS),
    until: integer(options.untilS),
  });
  const readers = rows.map((row) => new RowReader(row));
  return points.map((point, i) =>
    legOf(
      point,
      readers.filter((row) => row.numberOrNull('crossing') === i),
    ),
  );
}

function portsOf({ leg, packet: { srcport, dstport } }: ObservedPoint) {
  return leg === 'forward' ? { client: srcport, service: dstport } : { client: dstport, service: srcport };
}

function legOf(
  { interfaceId, leg, direction, packet }: ObservedPoint,
  rows: readonly RowReader[],
): ObservedLeg {
  const count = (refused: boolean) => {
    const row = rows.find((candidate) => candidate.text('refused') === String(refused));
    return row ? countOf(row) : NONE;
  };
  const saw = (flag: string) => rows.some((row) => row.text(flag) === 'true');
  return {
    interfaceId,
    leg,
    direction,
    accepted: count(false),
    rejected: count(true),
    flags:
      packet.protocol === TCP && saw('has_flags')
        ? { syn: saw('syn'), synAck: saw('syn_ack'), rst: saw('rst') }
        : null,
  };
}

function countOf(row: RowReader): ObservedCount {
  return {
    records: row.numberOrNull('records') ?? 0,
    packets: row.numberOrNull('packets') ?? 0,
    bytes: row.numberOrNull('bytes') ?? 0,
    firstSeenS: row.numberOrNull('first_seen_s'),
    lastSeenS: row.numberOrNull('last_seen_s'),
  };
}

function integer(value: number | null | undefined): bigint | null {
  return value === null || value === undefined ? null : BigInt(value);
}
