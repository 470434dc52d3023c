import { ALL_PROTOCOLS, ICMP, ICMPV6, TCP, UDP } from '../../model/protocol.ts';

/** What traffic a rule speaks of, besides its source or destination. */
export interface TrafficMatch {
  /** IANA number, or -1 for all. */
  readonly protocol: number;
  /** Destination ports, or ICMP types. */
  readonly portFrom: number;
  readonly portTo: number;
  /** ICMP codes. */
  readonly codeFrom: number;
  readonly codeTo: number;
}

/** No port, type or code lies outside. */
const FIRST = 0;
const LAST = 65535;

/** All traffic of a protocol. */
export function anyTraffic(protocol: number = ALL_PROTOCOLS): TrafficMatch {
  return { protocol, portFrom: FIRST, portTo: LAST, codeFrom: FIRST, codeTo: LAST };
}

/** TCP or UDP to a range of destination ports. A bound of -1 or none means all ports. */
export function portTraffic(
  protocol: number,
  from: number | undefined,
  to: number | undefined,
): TrafficMatch {
  if (from === undefined || to === undefined || from === -1 || to === -1) return anyTraffic(protocol);
  return { ...anyTraffic(protocol), portFrom: from, portTo: to };
}

/** ICMP of a type and code. -1 or none means any; any type has any code. */
export function icmpTraffic(
  protocol: number,
  type: number | undefined,
  code: number | undefined,
): TrafficMatch {
  if (type === undefined || type === -1) return anyTraffic(protocol);
  const ofType = { ...anyTraffic(protocol), portFrom: type, portTo: type };
  return code === undefined || code === -1 ? ofType : { ...ofType, codeFrom: code, codeTo: code };
}

export function usesPorts(protocol: number): boolean {
  return protocol === TCP || protocol === UDP;
}

/** The ICMP types and codes that some rule tells apart, plus 256 for any other. Other protocols have none. */
export function icmpWorlds(
  matches: readonly TrafficMatch[],
): readonly { readonly protocol: number; readonly type: number; readonly code: number }[] {
  return [ICMP, ICMPV6].flatMap((protocol) => {
    const own = matches.filter((match) => match.protocol === protocol);
    const types = told(own.map(({ portFrom, portTo }) => [portFrom, portTo]));
    const codes = told(own.map(({ codeFrom, codeTo }) => [codeFrom, codeTo]));
    return types.flatMap((type) => codes.map((code) => ({ protocol, type, code })));
  });
}

const ANY_OTHER = 256;

function told(ranges: readonly (readonly [number, number])[]): readonly number[] {
  return [...new Set(ranges.filter(([from, to]) => from === to).map(([from]) => from)), ANY_OTHER];
}
