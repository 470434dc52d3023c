import { SeededRandom } from '../seeded-random.ts';
import { type Connection, type Exchange, FLAG, openings, refusalByHost, TCP } from './connection.ts';
import type { DayNetwork } from './day-network.ts';
import type { Host } from './ends.ts';
import { LogFiles } from './log-files.ts';
import { Openers } from './openers.ts';
import { pathOf, type Tap } from './path.ts';
import { type Counted, type LineOptions, RecordLines } from './record-lines.ts';
import { Windows } from './windows.ts';

export interface DayLogOptions extends LineOptions {
  readonly seed: number;
  /** Unix seconds. */
  readonly startS: number;
  readonly endS: number;
  /** 60 or 600 seconds. */
  readonly aggregationS: number;
  /** Most seconds that `start` and `end` come after the packet. */
  readonly latenessS: number;
  /** Share of windows per interface of which no record is delivered. */
  readonly lostWindows: number;
  /** Share of records that a second flow log delivers too. */
  readonly duplicates: number;
  /** Span of a file in seconds. */
  readonly fileS: number;
  /** Whether refused traffic is logged. */
  readonly rejects: boolean;
}

/** How much was written. */
export interface DayTally {
  readonly records: number;
  readonly rejected: number;
  readonly nodata: number;
  readonly skipdata: number;
  readonly duplicates: number;
}

const FIRST_FLOW_LOG = 'fl-0a4c81e2d97b35f60';
const SECOND_FLOW_LOG = 'fl-0b7d92f3ea8c46071';

/** Turns connections into flow-log records: what each interface on their way says of each direction and window. */
export class DayLog {
  readonly openers = new Openers();
  readonly #lines: RecordLines;
  readonly #files: LogFiles;
  readonly #windows: Windows;
  readonly #random: SeededRandom;
  readonly #tally = { records: 0, rejected: 0, nodata: 0, skipdata: 0, duplicates: 0 };
  #leavingPort = 0;

  constructor(
    private readonly options: DayLogOptions,
    private readonly network: DayNetwork,
  ) {
    this.#lines = new RecordLines(options);
    this.#files = new LogFiles(this.#lines.header, options.fileS);
    this.#windows = new Windows(options, network.hosts.length);
    this.#random = new SeededRandom(options.seed + 99);
  }

  get tally(): DayTally {
    return this.#tally;
  }

  /** Logs a connection wherever it passes; what lies outside the time of the logs is left out. */
  readonly send = (connection: Connection): void => {
    this.#leavingPort = (this.#leavingPort + 7919) % 60_000;
    const { taps, delivered } = pathOf(connection, 1024 + this.#leavingPort);
    const answered = delivered && connection.answer === 'answered';
    const exchanges = this.#within(exchangesOf(connection, delivered));
    for (const tap of taps) {
      this.openers.add(tap, connection);
      this.#direction(tap, connection, exchanges, true, answered);
      if (tap.down !== null) this.#direction(tap, connection, exchanges, false, answered);
    }
  };

  /** No records of this interface (null: of any) in a span of time; SKIPDATA lines stand for them when asked for. */
  loseSpan(host: Host | null, fromS: number, toS: number, says: 'nothing' | 'SKIPDATA'): void {
    for (const each of host === null ? this.network.hosts : [host]) {
      this.#windows.lose(each.index, fromS, toS, says === 'SKIPDATA');
    }
  }

  /** Writes what quiet windows say, then all files. */
  async finish(folder: string): Promise<void> {
    for (const host of this.network.hosts) {
      for (const { status, start, end } of this.#windows.empty(host.index)) {
        this.#lines.writeEmpty(this.#files.at(end, FIRST_FLOW_LOG), host, status, start, end);
        this.#tally.records++;
        this.#tally[status === 'NODATA' ? 'nodata' : 'skipdata']++;
      }
    }
    await this.#files.write(folder);
  }

  /** What happens while there are logs. */
  #within(exchanges: readonly Exchange[]): readonly Exchange[] {
    const { startS, endS } = this.options;
    const isWithin = ({ at }: Exchange) => at >= startS && at < endS;
    return exchanges.every(isWithin) ? exchanges : exchanges.filter(isWithin);
  }

  #direction(
    tap: Tap,
    connection: Connection,
    exchanges: readonly Exchange[],
    up: boolean,
    answered: boolean,
  ): void {
    const windows = this.#windows;
    let from = 0;
    while (from < exchanges.length) {
      const window = windows.of(tap.at.index, exchanges[from]?.at ?? 0);
      let to = from;
      let packets = 0;
      let bytes = 0;
      let first = 0;
      let last = 0;
      for (; to < exchanges.length; to++) {
        const each = exchanges[to] as Exchange;
        if (to > from && windows.of(tap.at.index, each.at) !== window) break;
        const count = up ? each.upPackets : each.downPackets;
        if (count === 0) continue;
        if (packets === 0) first = each.at;
        last = each.at;
        packets += count;
        bytes += up ? each.upBytes : each.downBytes;
      }
      if (packets > 0) {
        const ends = to === exchanges.length;
        const flags = flagsOf(connection, up, from === 0, ends, answered);
        const latest = this.options.endS - 1 - Math.floor(last);
        const late = Math.min(windows.lateness(tap.at.index, window), latest);
        const start = Math.floor(first) + late;
        const end = Math.floor(last) + late;
        this.#record(tap, connection.protocol, { up, packets, bytes, start, end, flags }, window);
      }
      from = to;
    }
  }

  #record(tap: Tap, protocol: number, counted: Counted, window: number): void {
    const refused = (counted.up ? tap.up : tap.down) === 'REJECT';
    if (refused && !this.options.rejects) return;
    if (!this.#windows.note(tap.at.index, window)) return;
    this.#tally.records++;
    if (refused) this.#tally.rejected++;
    this.#lines.write(this.#files.at(counted.end, FIRST_FLOW_LOG), tap, protocol, counted);
    if (this.options.duplicates > 0 && this.#random.chance(this.options.duplicates)) {
      this.#tally.records++;
      this.#tally.duplicates++;
      this.#lines.write(this.#files.at(counted.end, SECOND_FLOW_LOG), tap, protocol, counted);
    }
  }
}

/** What is sent in the end: silence and refusals leave only openings. */
function exchangesOf(connection: Connection, delivered: boolean): readonly Exchange[] {
  if (!delivered || connection.answer === 'silent') return openings(connection);
  if (connection.answer === 'closed' && connection.protocol === TCP) return refusalByHost(connection);
  return connection.exchanges;
}

function flagsOf(
  { protocol, begunBefore, goesOn, unsolicited }: Connection,
  up: boolean,
  begins: boolean,
  ends: boolean,
  answered: boolean,
): number {
  if (protocol !== TCP) return 0;
  if (unsolicited !== undefined) return up ? unsolicited : FLAG.rst;
  if (!answered) return up ? FLAG.syn : FLAG.rst;
  const opening = begins && begunBefore !== true ? (up ? FLAG.syn : FLAG.synAck) : 0;
  return opening | (ends && goesOn !== true ? FLAG.fin : 0);
}
