import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ingest } from '../../src/ingest/ingest.ts';
import { leaveOutDuplicates } from '../../src/store/dedupe.ts';
import type { Store } from '../../src/store/store.ts';
import { openStore, textSource } from '../store/stores.ts';

/** What every format below has, and what only some have. */
const IDENTITY =
  'interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status'.split(
    ' ',
  );
const SAID = ['flow-direction', 'reject-reason', 'tcp-flags', 'pkt-srcaddr', 'pkt-dstaddr'];
const NEEDED = 'interface-id srcaddr dstaddr protocol packets start end action'.split(' ');

type Fields = ReadonlyMap<string, string>;

interface Log {
  readonly name: string;
  readonly header: readonly string[];
  readonly records: readonly Fields[];
}

const HOUR_S = 1_772_409_600;
const word = (...words: readonly string[]) => fc.constantFrom(...words);
const value: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'interface-id': word('eni-1', 'eni-1', 'eni-2', '-'),
  srcaddr: word('10.0.0.1', '10.0.0.1', '2001:db8::1'),
  dstaddr: word('10.0.0.2'),
  srcport: word('0', '1', '-'),
  dstport: word('443'),
  protocol: word('6', '6', '1'),
  packets: word('1', '1', '2'),
  bytes: word('40', '40', '-'),
  start: word(`${HOUR_S}`, `${HOUR_S}`, `${HOUR_S + 3599}`, `${HOUR_S + 3600}`, '-'),
  end: word(`${HOUR_S + 3659}`),
  action: word('ACCEPT', 'REJECT'),
  'log-status': word('OK'),
  'flow-direction': word('ingress', 'egress', '-'),
  'reject-reason': word('BPA', '-', '-'),
  'tcp-flags': word('2', '18', '-'),
  'pkt-srcaddr': word('10.0.0.1', '10.0.0.9', '-'),
  'pkt-dstaddr': word('10.0.0.2', '-'),
};
const flow = fc.record(value);
/** NODATA and SKIPDATA say nothing but where and when. */
const silence = fc.tuple(flow, word('NODATA', 'SKIPDATA')).map(
  ([{ start = '-', 'interface-id': at = '-' }, status]): Readonly<Record<string, string>> => ({
    ...Object.fromEntries([...IDENTITY, ...SAID].map((name) => [name, '-'])),
    'interface-id': at,
    start,
    end: `${HOUR_S + 3659}`,
    'log-status': status,
  }),
);
/** Flows that differ from one another in one field are the ones that could be mistaken. */
const alike = flow.chain((base) =>
  fc
    .array(
      word(...Object.keys(value)).chain((name) =>
        (value[name] ?? word('-')).map((other) => ({ ...base, [name]: other })),
      ),
      { maxLength: 6 },
    )
    .map((others) => [base, ...others]),
);
const pool = fc
  .tuple(alike, alike, fc.array(silence, { maxLength: 2 }))
  .map((parts): readonly Readonly<Record<string, string>>[] => parts.flat());
const header = fc
  .tuple(
    fc.subarray(SAID),
    fc.subarray(['interface-id', 'bytes', 'start', 'log-status'], { maxLength: 1 }),
    fc.boolean(),
  )
  .map(([said, lacking, isComplete]) => [
    ...IDENTITY.filter((name) => isComplete || !lacking.includes(name)),
    ...said,
  ]);

/** Logs that see the same few flows, each with the fields of its own format. */
const logs: fc.Arbitrary<readonly Log[]> = pool.chain((flows) =>
  fc
    .array(fc.tuple(header, fc.array(fc.nat(flows.length - 1), { maxLength: 14 })), {
      minLength: 2,
      maxLength: 5,
    })
    .map((drafts) =>
      drafts.map(
        ([names, picks], i): Log => ({
          name: `log-${i}`,
          header: names,
          records: picks.map((pick) => new Map(names.map((name) => [name, flows[pick]?.[name] ?? '-']))),
        }),
      ),
    ),
);

const said = (record: Fields, name: string) => {
  const found = record.get(name);
  return found === '-' ? undefined : found;
};
const keyOf = (record: Fields) =>
  JSON.stringify(
    IDENTITY.map((name) => (name === 'log-status' ? (said(record, name) ?? 'OK') : said(record, name))),
  );
const fullKeyOf = (record: Fields) => JSON.stringify([keyOf(record), SAID.map((name) => said(record, name))]);

function isComparable(record: Fields): boolean {
  const has = (name: string) => said(record, name) !== undefined;
  if (!has('start') || !has('interface-id')) return false;
  if (['NODATA', 'SKIPDATA'].includes(said(record, 'log-status') ?? '')) return true;
  const hasPorts = said(record, 'protocol') === '1' || (has('srcport') && has('dstport'));
  return NEEDED.every(has) && hasPorts && (has('bytes') || said(record, 'action') === 'REJECT');
}

/** Whether the second one says all that the first one does, and they agree. */
const isCoveredBy = (less: Fields, more: Fields) =>
  keyOf(less) === keyOf(more) &&
  SAID.every((name) => said(less, name) === undefined || said(less, name) === said(more, name));

/** What must be left, as the identities of records, sorted: slow, and looked at all at once. */
function remaining(all: readonly Log[]): readonly string[] {
  const left: string[] = [];
  const single = new Map<string, Fields>();
  const skipped = new Map<string, number>();
  for (const { records } of all) {
    const here = new Map<string, number>();
    for (const record of records) {
      const key = fullKeyOf(record);
      if (!isComparable(record)) left.push(key);
      else if (said(record, 'log-status') === 'SKIPDATA') here.set(key, (here.get(key) ?? 0) + 1);
      else single.set(key, record);
    }
    for (const [key, times] of here) skipped.set(key, Math.max(times, skipped.get(key) ?? 0));
  }
  const kinds = [...single.values()];
  for (const [key, record] of single) {
    if (!kinds.some((more) => fullKeyOf(more) !== key && isCoveredBy(record, more))) left.push(key);
  }
  for (const [key, times] of skipped) left.push(...Array.from({ length: times }, () => key));
  return left.toSorted();
}

async function storedRecords(store: Store): Promise<readonly string[]> {
  const rows = await store.rows('SELECT * FROM flow_logs');
  const records = rows.map((row) => {
    const text = (name: string) => {
      const cell = row[name.replaceAll('-', '_')];
      return cell === null || cell === undefined ? '-' : String(cell);
    };
    return new Map([...IDENTITY, ...SAID].map((name) => [name, text(name)]));
  });
  return records.map(fullKeyOf).toSorted();
}

const sourceOf = ({ name, header: names, records }: Log) =>
  textSource(name, [names.join(' '), ...records.map((record) => [...record.values()].join(' '))].join('\n'));

/** Ingests the logs in portions; the comparison of some of them does not come to its end, or is not asked for. */
async function ingestInPortions(
  store: Store,
  all: readonly Log[],
  portions: readonly { readonly size: number; readonly ending: 'compared' | 'interrupted' | 'plain' }[],
): Promise<void> {
  let at = 0;
  for (const { size, ending } of portions) {
    const sources = all.slice(at, (at += size)).map(sourceOf);
    await ingest(store, sources, { concurrency: 1 });
    if (ending === 'plain') continue;
    const stop = new AbortController();
    const work = leaveOutDuplicates(store, stop.signal);
    if (ending === 'interrupted') setTimeout(() => stop.abort(new Error('stop')), size * 7);
    await work.catch((error: unknown) => {
      if (!stop.signal.aborted) throw error;
    });
  }
  await ingest(store, all.map(sourceOf), { dedupe: true, concurrency: 1 });
}

/** Nothing is new, and all has been compared. */
async function storedAfterAnotherRun(store: Store, all: readonly Log[]): Promise<readonly string[]> {
  const { skippedObjects, duplicates } = await ingest(store, all.map(sourceOf), { dedupe: true });
  expect({ skippedObjects, duplicates }).toEqual({ skippedObjects: all.length, duplicates: 0 });
  return await storedRecords(store);
}

describe('what --dedupe leaves', () => {
  const portions = fc.array(
    fc.record({ size: fc.nat(3), ending: fc.constantFrom('compared', 'interrupted', 'plain') }),
    { maxLength: 2 },
  );

  it('is the same as a slow comparison of everything says, in whatever order and portions it came', async () => {
    let leftOut = 0;
    await fc.assert(
      fc.asyncProperty(logs, fc.infiniteStream(fc.nat()), portions, async (all, numbers, some) => {
        const store = await openStore();
        const order = all
          .map((log) => ({ log, place: Number(numbers.next().value) }))
          .toSorted((a, b) => a.place - b.place)
          .map(({ log }) => log);
        await ingestInPortions(store, order, some);
        const expected = remaining(all);
        expect(await storedRecords(store)).toEqual(expected);
        const [ledger] = await store.rows(
          `SELECT sum(records) AS records, sum(duplicates) AS duplicates,
            (SELECT coalesce(sum(records), 0) FROM left_out) AS left_out FROM objects`,
        );
        const records = all.reduce((sum, log) => sum + log.records.length, 0);
        expect(Number(ledger?.records)).toBe(records);
        expect(Number(ledger?.duplicates)).toBe(records - expected.length);
        expect(Number(ledger?.left_out)).toBe(records - expected.length);
        leftOut += records - expected.length;
        expect(await storedAfterAnotherRun(store, all)).toEqual(expected);
      }),
      { numRuns: 25 },
    );
    expect(leftOut).toBeGreaterThan(50);
  });
});
