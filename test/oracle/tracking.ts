import type { FlowKey, OracleRecord } from './oracle-record.ts';

const SYN = 2;
const SYN_ACK = 18;

/** A record with the fields of its key: packet-level addresses, inferred direction. */
export interface KeyedRecord {
  readonly key: FlowKey;
  readonly record: OracleRecord;
}

/** Whether two keys are one flow at one interface. An absent field equals an absent field. */
export function isSameFlow(a: FlowKey, b: FlowKey): boolean {
  return (
    a.interfaceId === b.interfaceId &&
    a.direction === b.direction &&
    a.srcaddr === b.srcaddr &&
    a.dstaddr === b.dstaddr &&
    a.srcport === b.srcport &&
    a.dstport === b.dstport &&
    a.protocol === b.protocol
  );
}

/** Whether `other` is the opposite half of `key`'s connection at the same interface. Without a direction there is none. */
export function isReverse(key: FlowKey, other: FlowKey): boolean {
  if (key.direction === null) return false;
  return isSameFlow(other, {
    ...key,
    direction: key.direction === 'ingress' ? 'egress' : 'ingress',
    srcaddr: key.dstaddr,
    dstaddr: key.srcaddr,
    srcport: key.dstport,
    dstport: key.srcport,
  });
}

/** Whether the opposite half was accepted by a record that began no later than the last refused record ended. */
export function isAnswered(
  key: FlowKey,
  refused: readonly OracleRecord[],
  all: readonly KeyedRecord[],
): boolean {
  const lastEnd = Math.max(...refused.map((r) => r.end));
  return all.some(
    (other) => isReverse(key, other.key) && other.record.action === 'ACCEPT' && other.record.start <= lastEnd,
  );
}

/** Whether one of the records holds SYN and ACK. */
export function hasSynAck(records: readonly OracleRecord[]): boolean {
  return records.some((r) => ((r.tcpFlags ?? 0) & SYN_ACK) === SYN_ACK);
}

/**
 * Whose half was refused. Flags are read from every record of the key and of its reverse in the whole log, refused or
 * accepted, at any time.
 */
export function legOf(
  key: FlowKey,
  refused: readonly OracleRecord[],
  all: readonly KeyedRecord[],
): 'forward' | 'reply' {
  if (!isAnswered(key, refused, all)) return hasSynAck(refused) ? 'reply' : 'forward';
  const own = all.filter((other) => isSameFlow(key, other.key)).map((other) => other.record);
  const others = all.filter((other) => isReverse(key, other.key)).map((other) => other.record);
  const opened = hasSyn(own) || hasSynAck(others);
  const wasOpened = hasSynAck(own) || hasSyn(others);
  return opened && !wasOpened ? 'forward' : 'reply';
}

/** SYN without ACK. */
function hasSyn(records: readonly OracleRecord[]): boolean {
  return records.some((r) => ((r.tcpFlags ?? 0) & SYN_ACK) === SYN);
}
