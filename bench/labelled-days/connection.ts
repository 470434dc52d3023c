import type { End } from './ends.ts';

export const ICMP = 1;
export const TCP = 6;
export const UDP = 17;

/** TCP flags as flow logs add them up: only these are counted. */
export const FLAG = { fin: 1, syn: 2, rst: 4, synAck: 18 } as const;

/** Packets of both directions at one moment. */
export interface Exchange {
  /** Unix seconds, with a fraction. */
  readonly at: number;
  /** From the client, IP bytes. */
  readonly upPackets: number;
  readonly upBytes: number;
  readonly downPackets: number;
  readonly downBytes: number;
}

/** What really happened: who opened what to whom, and what the server would do with it when nothing refuses it. */
export interface Connection {
  /** The side that opened it. */
  readonly client: End;
  readonly server: End;
  readonly protocol: number;
  readonly clientPort: number;
  readonly serverPort: number;
  /** In the order of time; at least one. */
  readonly exchanges: readonly Exchange[];
  readonly answer: 'answered' | 'silent' | 'closed';
  /** How often an opening is sent again when nothing comes back. */
  readonly retries: number;
  /** It was open before the logs begin: no SYN is seen. */
  readonly begunBefore?: boolean;
  /** It is open when the logs end: no FIN is seen. */
  readonly goesOn?: boolean;
  /** The rules of that time let it pass; those of the network's JSON are of the end of the day. */
  readonly rulesAside?: boolean;
  /** Both ends speak first, on the same port: neither is the client. */
  readonly mutual?: boolean;
  /** Answers to packets with a forged source: the flags that they carry instead of a SYN. */
  readonly unsolicited?: number;
}

/** Seconds after which an unanswered SYN is sent again, as Linux does (RFC 6298 doubles the timeout of one second). */
const RETRY_AT = [0, 1, 3, 7] as const;
const SYN_BYTES = 60;
const RST_BYTES = 40;

/** What is sent when nothing comes back: the opening, again and again. */
export function openings({ exchanges, protocol, retries }: Connection): readonly Exchange[] {
  const [first] = exchanges;
  if (!first) return [];
  if (protocol !== TCP) return exchanges.map((each) => ({ ...each, downPackets: 0, downBytes: 0 }));
  return RETRY_AT.slice(0, retries + 1).map((after) => ({
    at: first.at + after,
    upPackets: 1,
    upBytes: SYN_BYTES,
    downPackets: 0,
    downBytes: 0,
  }));
}

/** A SYN and the RST that answers it. */
export function refusalByHost({ exchanges }: Connection): readonly Exchange[] {
  const [first] = exchanges;
  if (!first) return [];
  return [{ at: first.at, upPackets: 1, upBytes: SYN_BYTES, downPackets: 1, downBytes: RST_BYTES }];
}
