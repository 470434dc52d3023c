/** IANA protocol numbers that rules treat specially. */
export const ICMP = 1;
export const TCP = 6;
export const UDP = 17;
export const ICMPV6 = 58;

/** Stands for every protocol in rules, as EC2's "-1" does. */
export const ALL_PROTOCOLS = -1;

const NAMES: ReadonlyMap<number, string> = new Map([
  [ALL_PROTOCOLS, 'All'],
  [ICMP, 'ICMP'],
  [2, 'IGMP'],
  [4, 'IPv4'],
  [TCP, 'TCP'],
  [UDP, 'UDP'],
  [41, 'IPv6'],
  [47, 'GRE'],
  [50, 'ESP'],
  [51, 'AH'],
  [ICMPV6, 'ICMPv6'],
  [89, 'OSPF'],
  [112, 'VRRP'],
  [132, 'SCTP'],
]);

const NUMBERS: ReadonlyMap<string, number> = new Map(
  [...NAMES].map(([number, name]) => [name.toLowerCase(), number]),
);

/** The number of a protocol given by name or number ("tcp", "6", "-1", "all"), or null. */
export function parseProtocol(text: string): number | null {
  const named = NUMBERS.get(text.toLowerCase());
  if (named !== undefined) return named;
  if (!/^(?:-1|[0-9]{1,3})$/.test(text)) return null;
  const number = Number(text);
  return number <= 255 ? number : null;
}

/** The protocol's name as the AWS console writes it, or its number when it has none there. */
export function formatProtocol(protocol: number): string {
  return NAMES.get(protocol) ?? String(protocol);
}

/** Whether the protocol's rules hold a type and a code instead of ports. */
export function isIcmp(protocol: number): boolean {
  return protocol === ICMP || protocol === ICMPV6;
}
