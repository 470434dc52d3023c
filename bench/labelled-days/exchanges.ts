import { type Connection, type Exchange, TCP, UDP } from './connection.ts';
import type { Day } from './day.ts';
import type { End } from './ends.ts';

const SEGMENT = 1400;
const HEADERS = 52;
const SYN_BYTES = 60;
/** How far apart the packets of a transfer are noted, and how often at most. */
const STEP = 15;
const MOST_STEPS = 480;

interface Ends {
  readonly from: End;
  readonly to: End;
  readonly port: number;
  /** Unix seconds. */
  readonly at: number;
  readonly protocol?: number;
  readonly clientPort?: number;
}

/** One request with its answer, or a transfer. */
export interface Request extends Ends {
  /** Payload bytes from the client. */
  readonly up: number;
  readonly down: number;
  readonly seconds?: number;
}

/** Opens a connection that is answered, carries its bytes evenly over its time, and is closed. */
export function request(day: Day, { up, down, seconds = 0.3, ...ends }: Request): void {
  const steps = Math.max(2, Math.min(MOST_STEPS, Math.ceil(seconds / STEP) + 1));
  const times = Array.from({ length: steps }, (_, i) => ends.at + (seconds * i) / (steps - 1));
  const exchanges = times.map((at, i) => {
    const handshake = i === 0 || i === steps - 1 ? 1 : 0;
    return exchange(at, up / steps, down / steps, handshake, handshake);
  });
  day.send({ ...base(day, ends), exchanges, answer: 'answered' });
}

/** A connection that stays open. */
export interface Session extends Ends {
  /** Moments at which something is said. */
  readonly times: Iterable<number>;
  /** Payload bytes each time. */
  readonly up: number;
  readonly down: number;
  readonly begunBefore?: boolean;
  readonly goesOn?: boolean;
  readonly mutual?: boolean;
}

/** Opens a connection at the first of the moments and closes it at the last. */
export function session(day: Day, { times, up, down, begunBefore, goesOn, mutual, ...ends }: Session): void {
  const exchanges = [...times].map((at) => exchange(at, up, down, 1, 1));
  if (exchanges.length === 0) return;
  day.send({
    ...base(day, ends),
    exchanges,
    answer: 'answered',
    ...(begunBefore === undefined ? {} : { begunBefore }),
    ...(goesOn === undefined ? {} : { goesOn }),
    ...(mutual === undefined ? {} : { mutual }),
  });
}

/** A UDP or ICMP packet and, when `down` is above 0, its answer; sizes are those of the packets. */
export function datagram(day: Day, { up, down, protocol = UDP, ...ends }: Request): void {
  const exchanges = [
    { at: ends.at, upPackets: 1, upBytes: up, downPackets: down > 0 ? 1 : 0, downBytes: down },
  ];
  day.send({ ...base(day, { ...ends, protocol }), exchanges, answer: down > 0 ? 'answered' : 'silent' });
}

/** One try to open a TCP connection. */
export interface Attempt extends Ends {
  /** What a stranger does; hosts of the VPC answer on the ports they listen on, and nobody answers where no host is. */
  readonly answer?: Connection['answer'];
  /** Openings that follow the first while nothing comes back. */
  readonly retries?: number;
}

/** Tries to open a connection and, when it is answered, leaves at once, as scanners do. */
export function attempt(day: Day, { answer = 'silent', retries = 0, ...ends }: Attempt): void {
  const is = answerOf(ends.to, ends.port, answer);
  const exchanges = [
    { at: ends.at, upPackets: 2, upBytes: SYN_BYTES + 40, downPackets: 1, downBytes: SYN_BYTES },
    { at: ends.at + 0.2, upPackets: 1, upBytes: 40, downPackets: 1, downBytes: 40 },
  ];
  day.send({ ...base(day, ends), exchanges, answer: is, retries });
}

function answerOf(to: End, port: number, stranger: Connection['answer']): Connection['answer'] {
  if (to.side !== 'inside') return to.side === 'outside' ? stranger : 'silent';
  // A NAT gateway drops what nobody inside has asked for.
  if (to.kind === 'nat') return 'silent';
  return to.listens.includes(port) ? 'answered' : 'closed';
}

/** Ends, protocol and ports of a connection, with a port as the client's system gives it. */
export function base(
  day: Day,
  { from, to, port, protocol = TCP, clientPort }: Ends,
): Omit<Connection, 'exchanges' | 'answer'> {
  // Linux gives 32768–60999; strangers are all kinds of systems behind all kinds of NAT.
  const given =
    from.side === 'inside' ? day.random.between(32_768, 60_999) : day.random.between(1025, 65_535);
  return {
    client: from,
    server: to,
    protocol,
    clientPort: clientPort ?? given,
    serverPort: port,
    retries: 3,
  };
}

/** Packets that carry so much payload each way, with the acknowledgements of what comes the other way. */
export function exchange(at: number, up: number, down: number, moreUp = 0, moreDown = 0): Exchange {
  const upPackets = Math.ceil(up / SEGMENT) + Math.ceil(down / SEGMENT / 2) + moreUp;
  const downPackets = Math.ceil(down / SEGMENT) + Math.ceil(up / SEGMENT / 2) + moreDown;
  return {
    at,
    upPackets,
    upBytes: Math.round(up) + upPackets * HEADERS,
    downPackets,
    downBytes: Math.round(down) + downPackets * HEADERS,
  };
}
