import { addressKey, parseAddress } from '../model/address.ts';
import { TCP, UDP } from '../model/protocol.ts';
import type { Store } from '../store/store.ts';
import type { RowReader } from '../store/store-values.ts';
import type { DailyEnd, DailyQuestion } from './document/ends.ts';
import { ask } from './steps.ts';

/** Ends by their number (`hosts.host_no`). */
export type Ends = (hostNo: number | null) => DailyEnd;

/** The ends that rows name in these columns. */
export async function endsOf(
  store: Store,
  rows: readonly RowReader[],
  ...columns: readonly string[]
): Promise<Ends> {
  const numbers = new Set(rows.flatMap((row) => columns.map((column) => row.numberOrNull(column))));
  const hostNos = JSON.stringify([...numbers].filter((number) => number !== null));
  const found = await ask(store, 'ends', { host_nos: hostNos });
  const ends = new Map(found.map((row) => [row.numberOrNull('host_no'), readEnd(row)]));
  return (hostNo) => {
    const end = ends.get(hostNo);
    if (!end) throw new Error(`a row names host ${hostNo}, which is missing`);
    return end;
  };
}

/** What is known of these addresses, by their texts; connections of the window have them, or they are missing. */
export async function endsOfAddresses(
  store: Store,
  addresses: readonly string[],
): Promise<ReadonlyMap<string, DailyEnd>> {
  const keys = [...new Set(addresses)].flatMap((text) => {
    const address = parseAddress(text);
    if (!address) return [];
    const { hi, lo } = addressKey(address.value);
    return [{ hi: String(hi), lo: String(lo) }];
  });
  const rows = await ask(store, 'ends-of-addresses', { addresses: JSON.stringify(keys) });
  return new Map(rows.map((row) => [row.text('address'), readEnd(row)]));
}

/** What can be asked of `why` about a connection; null where its protocol is not logged. */
export function questionOf(
  src: string,
  dst: string,
  protocol: number | null,
  port: number | null,
): DailyQuestion | null {
  if (protocol === null) return null;
  return { src, dst, protocol, port: protocol === TCP || protocol === UDP ? port : null };
}

function readEnd(row: RowReader): DailyEnd {
  return {
    address: row.text('address'),
    name: row.textOrNull('name'),
    interfaceId: row.textOrNull('interface_id'),
    instanceId: row.textOrNull('instance_id'),
    inside: row.text('inside') === 'true',
    securityGroups: row.texts('security_groups'),
    roles: row.texts('roles'),
  };
}
