import type {
  ObservedCount,
  ObservedLeg,
  OtherAddresses,
  PortRange,
  SilenceReason,
  SourcePorts,
  WhyAnswer,
} from '../why/answer.ts';
import { counted, isoTime } from './values.ts';
import { endName } from './why-end-words.ts';
import type { LegPath, Place } from './why-places.ts';
import { packetName, refusalWords } from './why-words.ts';

const SILENCES: Readonly<Record<SilenceReason, (interfaceId: string) => string>> = {
  'no-records': () => 'The store holds no flow log records in this window.',
  'interface-not-logged': (id) => `The logs hold no record of ${id} at all: it may have no flow log.`,
  'not-logged-traffic': () =>
    'AWS never logs this traffic (its own DNS, instance metadata, time service, DHCP, Windows licences).',
  'packet-addresses-hidden': (id) =>
    `The log lacks pkt-srcaddr and pkt-dstaddr, and ${id} passes on traffic of others: what is theirs cannot be told apart.`,
  skipdata: (id) => `AWS dropped records of ${id} (SKIPDATA), so its log is not complete.`,
  'accepts-not-logged': () => 'The logs hold no accepted records: what passed cannot be seen.',
  'rejects-not-logged': () => 'The logs hold no refused records: what was refused cannot be seen.',
};

const CLIENTS: Readonly<Record<SourcePorts['client'], string>> = {
  any: 'the client, whose system is not known,',
  linux: 'the client, a Linux,',
  windows: 'the client, a Windows,',
  'aws-service': 'the client, a service of AWS,',
  given: 'the client',
};

/** Stands where no record is. */
export const NONE = 'none';

/** What one interface logged of one leg. */
export interface ObservedWords {
  /** `request, inbound at web-1 (eni-0abc)`. */
  readonly where: string;
  readonly accepted: string;
  readonly refused: string;
  /** TCP flags, or empty. */
  readonly flags: string;
}

/** What was logged of each leg at each interface, in path order. */
export function observedWords(
  { observed }: WhyAnswer,
  legs: readonly (LegPath | null)[],
): readonly ObservedWords[] {
  const places = legs.flatMap((leg) => leg?.places ?? []);
  return observed.legs.map((one) => ({
    where: whereWords(one, places),
    accepted: countWords(one.accepted),
    refused: countWords(one.rejected),
    flags: flagWords(one),
  }));
}

/** Which time the logs cover. */
export function spanWords({ observed: { fromS, toS } }: WhyAnswer): string {
  return fromS === null || toS === null
    ? 'The logs hold no records.'
    : `The logs go from ${isoTime(fromS)} to ${isoTime(toS)}.`;
}

/** Why something may be missing from the logs, as a sentence. */
export function silenceWords(silence: WhyAnswer['observed']['silence'][number]): string {
  return SILENCES[silence.reason](silence.interfaceId ?? 'the interface');
}

/** With which of its source ports a client, or a NAT gateway, hears the replies; null when with all. */
export function sourcePortWords(ports: SourcePorts): string | null {
  const { open, possible, natInterfaceId, client } = ports;
  const all = rangesWords([possible]);
  if (open.length === 1 && rangesWords(open) === all) return null;
  const who = natInterfaceId === null ? CLIENTS[client] : `the NAT gateway at ${natInterfaceId}`;
  const chosen = client === 'given' ? `source port ${all} was given` : `${who} may use source ports ${all}`;
  return open.length === 0
    ? `Replies come back to no source port at all (${chosen}).`
    : `Replies come back only to source ports ${rangesWords(open)} (${chosen}); ${failingWords(ports)} fail.`;
}

/** Addresses of an end that fare otherwise than the one that was asked for. */
export function otherAddressWords(answer: WhyAnswer, other: OtherAddresses): string {
  const [end, preposition] = other.end === 'src' ? [answer.src, 'from'] : [answer.dst, 'to'];
  const which = `${preposition} ${other.block} (of ${endName(end)})`;
  if (other.reachable === true) return `${which}: it passes`;
  if (other.firstBlock === null) return `${which}: it cannot be told`;
  return `${which}: ${packetName(answer, other.firstBlock)} ${refusalWords(answer, other.firstBlock)}`;
}

/** `1024-65535`, `80, 443`. */
export function rangesWords(ranges: readonly PortRange[]): string {
  return ranges.map(({ from, to }) => (from === to ? String(from) : `${from}-${to}`)).join(', ');
}

function whereWords({ leg, direction, interfaceId }: ObservedLeg, places: readonly Place[]): string {
  const at = places.find(({ details }) => details.includes(interfaceId));
  const name = at ? `${at.title} (${interfaceId})` : interfaceId;
  return `${leg === 'forward' ? 'request' : 'reply'}, ${direction === 'egress' ? 'outbound' : 'inbound'} at ${name}`;
}

function countWords({ records, packets, firstSeenS, lastSeenS }: ObservedCount): string {
  if (records === 0) return NONE;
  const [first, last] = [isoTime(firstSeenS), isoTime(lastSeenS)];
  const when = last === null ? '' : first === last ? `, ${last}` : `, ${first} to ${last}`;
  return `${counted(records, 'record')}, ${counted(packets, 'packet')}${when}`;
}

function flagWords({ flags }: ObservedLeg): string {
  if (flags === null) return '';
  return [
    ...(flags.syn ? ['connections opened (SYN)'] : []),
    ...(flags.synAck ? ['answered (SYN and ACK)'] : []),
    ...(flags.rst ? ['broken off (RST)'] : []),
  ].join(', ');
}

/** How many connections fail: a system takes each of its ports about as often as another, if we know the system. */
function failingWords({ client, open, possible }: SourcePorts): string {
  if (client === 'any' || client === 'given') return 'connections from the others';
  const size = ({ from, to }: PortRange) => to - from + 1;
  const working = open.reduce((sum, range) => sum + size(range), 0);
  const percent = Math.min(99, Math.max(1, Math.round(100 - (100 * working) / size(possible))));
  return `about ${percent} % of connections`;
}
