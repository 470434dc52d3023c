import {
  FLAGS,
  type LogRecord,
  PROTOCOL,
  reversed,
  type Tap,
  type Traffic,
  windowOffset,
} from './log-record.ts';

/** A TCP connection that is opened, used and closed, as every interface on its way records it. */
export interface Connection {
  readonly taps: readonly Tap[];
  readonly start: number;
  /** Seconds from the first to the last packet. */
  readonly seconds: number;
  readonly bytesOut: number;
  readonly bytesBack: number;
}

/** Packets of one direction at one interface within one short time. */
export interface Burst {
  readonly tap: Tap;
  readonly start: number;
  readonly seconds: number;
  readonly packets: number;
  readonly bytesPerPacket: number;
  readonly flags: number;
  readonly action: 'ACCEPT' | 'REJECT';
  readonly protocol?: number;
  readonly rejectReason?: 'BPA' | '-';
}

const WINDOW = 60;
const SEGMENT = 1400;
const HEADERS = 52;

/** The records of a connection: one per interface, direction and aggregation window, flags OR-ed within each. */
export function connectionRecords(connection: Connection): LogRecord[] {
  const { taps, bytesOut, bytesBack } = connection;
  return taps.flatMap((tap) => [
    ...directionRecords(connection, tap, { payload: bytesOut, answered: bytesBack, open: FLAGS.syn }),
    ...directionRecords(connection, reversed(tap), {
      payload: bytesBack,
      answered: bytesOut,
      open: FLAGS.synAck,
    }),
  ]);
}

/** The records of a burst: more than one only when it crosses the end of an aggregation window. */
export function burstRecords(burst: Burst): LogRecord[] {
  const { tap, start, seconds, packets, bytesPerPacket, flags, action } = burst;
  const traffic = {
    protocol: burst.protocol ?? PROTOCOL.tcp,
    rejectReason: burst.rejectReason ?? '-',
    flags,
    action,
  } as const;
  const spans = windowsOf(tap, start, start + seconds).slice(0, packets);
  return spans.map((span, i) => {
    const share = Math.floor((packets * (i + 1)) / spans.length) - Math.floor((packets * i) / spans.length);
    return record(tap, span, { ...traffic, packets: share, bytes: share * bytesPerPacket });
  });
}

interface Half {
  readonly payload: number;
  readonly answered: number;
  readonly open: number;
}

function directionRecords(connection: Connection, tap: Tap, { payload, answered, open }: Half): LogRecord[] {
  const { start, seconds } = connection;
  const spans = windowsOf(tap, start, start + seconds);
  const total = spans.reduce((sum, span) => sum + secondsOf(span), 0);
  return spans.map((span, i) => {
    const share = secondsOf(span) / total;
    const first = i === 0;
    const last = i === spans.length - 1;
    const data = Math.ceil((payload * share) / SEGMENT);
    const acknowledgements = Math.ceil((answered * share) / SEGMENT / 2);
    const packets = data + acknowledgements + (first ? 1 : 0) + (last ? 1 : 0);
    const bytes = Math.round(payload * share) + packets * HEADERS;
    const flags = (first ? open : 0) | (last ? FLAGS.fin : 0);
    return record(tap, span, {
      protocol: PROTOCOL.tcp,
      rejectReason: '-',
      action: 'ACCEPT',
      flags,
      packets,
      bytes,
    });
  });
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function secondsOf({ start, end }: Span): number {
  return end - start + 1;
}

/** The parts of a time that fall into the aggregation windows of the interface. */
function windowsOf(tap: Tap, start: number, end: number): Span[] {
  const offset = windowOffset(tap.at);
  const spans: Span[] = [];
  for (let from = start; from <= end; ) {
    const next = Math.floor((from - offset) / WINDOW) * WINDOW + offset + WINDOW;
    spans.push({ start: from, end: Math.min(end, next - 1) });
    from = next;
  }
  return spans;
}

function record(tap: Tap, span: Span, counted: Omit<Traffic, 'direction' | 'ends'>): LogRecord {
  const { at, direction, ...ends } = tap;
  return { at, start: span.start, end: span.end, status: 'OK', traffic: { direction, ends, ...counted } };
}
