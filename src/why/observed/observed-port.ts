import type { NetworkResources } from '../../network/aws/resources.ts';
import { loadSql } from '../../sql/load.ts';
import type { Store } from '../../store/store.ts';
import { RowReader } from '../../store/store-values.ts';
import { type AddressBox, addressBox } from './address-box.ts';
import { insideBlocks } from './inside-blocks.ts';
import { boxOf } from './observed-point.ts';
import type { End } from '../path.ts';

/** Between whom a port is looked for. */
export interface PortQuestion {
  readonly resources: NetworkResources;
  readonly src: End;
  readonly dst: End;
  /** IANA number of a protocol with ports. */
  readonly protocol: number;
  /** Records that start at or after, and before these times, Unix seconds. */
  readonly sinceS?: number | null;
  readonly untilS?: number | null;
}

/**
 * The destination port that the logs hold most of from one end to the other, answers left out, or null when they hold
 * none. Refused records count first; from the Internet accepted ones do, as most of what is refused there are scans
 * that nobody asks about. An end with a public address is looked for by both of its addresses.
 */
export async function observedPort(store: Store, question: PortQuestion): Promise<number | null> {
  const { resources, src, dst, protocol, sinceS = null, untilS = null } = question;
  const internet = src.kind === 'internet' ? 'src' : dst.kind === 'internet' ? 'dst' : null;
  const rows = await store.rows(loadSql('why/observed-port'), {
    protocol,
    internet,
    inside: JSON.stringify(insideBlocks(resources).map(addressBox)),
    refused_first: src.kind !== 'internet',
    since: sinceS === null ? null : BigInt(sinceS),
    until: untilS === null ? null : BigInt(untilS),
    ...bounds('src', boxOf(src.address, [src], resources)),
    ...bounds('src_also', boxOf(src.publicAddress ?? src.address, [src], resources)),
    ...bounds('dst', boxOf(dst.address, [dst], resources)),
    ...bounds('dst_also', boxOf(dst.publicAddress ?? dst.address, [dst], resources)),
  });
  return rows[0] ? new RowReader(rows[0]).numberOrNull('dstport') : null;
}

function bounds(prefix: string, box: AddressBox): Readonly<Record<string, bigint>> {
  return {
    [`${prefix}_from_hi`]: BigInt(box.fromHi),
    [`${prefix}_from_lo`]: BigInt(box.fromLo),
    [`${prefix}_to_hi`]: BigInt(box.toHi),
    [`${prefix}_to_lo`]: BigInt(box.toLo),
  };
}
