/** IANA numbers of the protocols that rules treat specially. */
export const ICMP = 1;
export const TCP = 6;
export const UDP = 17;
export const ICMPV6 = 58;

const NAMES: Readonly<Record<string, number>> = { tcp: TCP, udp: UDP, icmp: ICMP, icmpv6: ICMPV6 };

/** The number of an IpProtocol or Protocol member: a name, a number as text, or -1 for all. */
export function protocolNumber(text: string): number {
  return NAMES[text] ?? Number(text);
}

export function usesPorts(protocol: number): boolean {
  return protocol === TCP || protocol === UDP;
}

export function usesTypes(protocol: number): boolean {
  return protocol === ICMP || protocol === ICMPV6;
}
