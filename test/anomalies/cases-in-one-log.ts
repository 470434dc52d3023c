import { connectionsOf, type LogRecord } from './connections-made.ts';

/** A case: it says which records it is about, object by object, and goes on with the connections that were made of them. */
export type Case = Generator<
  readonly (readonly LogRecord[])[],
  void,
  readonly Readonly<Record<string, unknown>>[]
>;

/**
 * Many cases whose records stand in one log, each with addresses and interfaces of its own: to make connections of ten
 * records takes as long as of ten thousand. The cases are known before the first test runs, and one that another one
 * meddles with fails.
 */
export class CasesInOneLog {
  readonly #logs: (readonly LogRecord[])[] = [];
  #count = 0;
  #made: Promise<readonly Readonly<Record<string, unknown>>[]> | undefined;

  /** The body of a test. */
  add(begin: () => Case): () => Promise<void> {
    const run = begin();
    const { value, done } = run.next();
    if (done) throw new Error('a case has no records');
    const number = ++this.#count;
    this.#logs.push(...value.map((log) => log.map((record) => ofCase(record, number))));
    return async () => {
      this.#made ??= connectionsOf({ logs: this.#logs });
      const own = (await this.#made).filter(({ client }) => numberOf(String(client)) === number);
      if (run.next(own.map(withoutNumber)).done !== true) throw new Error('a case has records once');
    };
  }
}

/** Of the addresses that cases use, the second parts, to which the number of the case is added. */
const SECOND_PARTS: ReadonlyMap<string, number> = new Map([
  ['10', 0],
  ['198', 51],
  ['203', 0],
]);

function ofCase(record: LogRecord, number: number): LogRecord {
  const { eni = 'eni-1', src, dst, pkt, ...rest } = record;
  const moved = (address: string) => withSecondPart(address, (part) => part + number);
  return {
    ...rest,
    eni: `${eni}.${number}`,
    src: moved(src),
    dst: moved(dst),
    ...(pkt ? { pkt: [moved(pkt[0]), moved(pkt[1])] } : pkt === null ? { pkt } : {}),
  };
}

function withoutNumber(row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const back = (address: unknown) =>
    withSecondPart(String(address), (part) => part - numberOf(String(address)));
  return {
    ...row,
    interface_id: String(row['interface_id']).split('.')[0],
    client: back(row['client']),
    server: back(row['server']),
  };
}

function numberOf(address: string): number {
  const [first = '', second] = address.split('.');
  return Number(second) - (SECOND_PARTS.get(first) ?? Number.NaN);
}

function withSecondPart(address: string, change: (part: number) => number): string {
  const [first = '', second, ...rest] = address.split('.');
  return [first, change(Number(second)), ...rest].join('.');
}
