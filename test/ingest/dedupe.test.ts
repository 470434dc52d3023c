import { describe, expect, it, vi } from 'vitest';
import { ingest, type IngestOptions } from '../../src/ingest/ingest.ts';
import { coverage } from '../../src/queries/coverage.ts';
import type { Source } from '../../src/sources/source.ts';
import type { Store } from '../../src/store/store.ts';
import { openStore, plainRows, textSource } from '../store/stores.ts';

const V2 =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
const V5 = `${V2} vpc-id subnet-id tcp-flags pkt-srcaddr pkt-dstaddr flow-direction`;
const HOUR_S = 1_772_409_600;

/** A line of the default format; each number is a flow of its own. */
const v2 = (flow: number, action = 'ACCEPT', startS = HOUR_S) =>
  `2 111122223333 eni-1 10.0.0.${flow} 10.0.1.1 ${40_000 + flow} 443 6 3 180 ${startS} ${startS + 59} ${action} OK`;
/** The same flow with what version 5 adds. */
const v5 = (flow: number, added = '2 10.0.0.9 10.0.1.1 ingress', action = 'ACCEPT') =>
  `${v2(flow, action).replace(/^2/, '5')} vpc-1 subnet-1 ${added}`;
const noTraffic = (status: string) =>
  `2 111122223333 eni-1 - - - - - - - ${HOUR_S} ${HOUR_S + 59} - ${status}`;
const log = (header: string, lines: readonly string[]) => `${[header, ...lines].join('\n')}\n`;
const v2Log = (name: string, lines: readonly string[], version = '1') =>
  textSource(name, log(V2, lines), version);
const v5Log = (name: string, lines: readonly string[]) => textSource(name, log(V5, lines));

const run = (store: Store, sources: readonly Source[], options: IngestOptions = {}) =>
  ingest(store, sources, { concurrency: 1, ...options });
const deduped = (store: Store, ...sources: readonly Source[]) => run(store, sources, { dedupe: true });

/** How many records are left of each object, and how many were left out. */
async function kept(store: Store): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const rows = await plainRows(
    store,
    `SELECT name, count(r.object_id) AS kept, duplicates
    FROM objects LEFT JOIN records r USING (object_id) GROUP BY name, duplicates ORDER BY name`,
  );
  return Object.fromEntries(rows.map((row) => [String(row.name), [row.kept, row.duplicates]]));
}

describe('without --dedupe', () => {
  it('nothing is left out, and an object with the very content of another one is told of', async () => {
    const store = await openStore();
    const lines = [v2(1), v2(2)];
    const result = await run(store, [v2Log('a', lines), v2Log('b', lines), v2Log('c', [v2(1)])]);
    expect(result).toMatchObject({ duplicates: 0, copies: [{ object: 'b', copyOf: 'a' }] });
    expect(await kept(store)).toEqual({ a: [2, null], b: [2, null], c: [1, null] });
    expect(await run(store, [v2Log('a', lines)])).toMatchObject({ copies: [] });
    expect(await run(store, [v2Log('d', lines)])).toMatchObject({ copies: [{ object: 'd', copyOf: 'a' }] });
  });

  it('objects without a record are no copies of each other', async () => {
    const store = await openStore();
    expect(await run(store, [v2Log('a', []), v2Log('b', [])])).toMatchObject({ copies: [] });
  });
});

describe('records that two flow logs of one format bring', () => {
  it('stay where they came first, whether the logs overlap wholly or in part', async () => {
    const store = await openStore();
    const first = await deduped(store, v2Log('vpc', [v2(1), v2(2), v2(3)]));
    expect(first.duplicates).toBe(0);
    const second = await deduped(store, v2Log('eni', [v2(2), v2(3), v2(4)]), v2Log('subnet', [v2(1), v2(4)]));
    expect(second).toMatchObject({ records: 5, duplicates: 4, incomparable: 0, copies: [] });
    expect(await kept(store)).toEqual({ vpc: [3, 0], eni: [1, 2], subnet: [0, 2] });
  });

  it('are the same only when every field says so', async () => {
    const store = await openStore();
    const base = v2(1);
    const other = [
      base.replace('eni-1', 'eni-2'),
      base.replace('10.0.0.1', '10.0.0.2'),
      base.replace('10.0.1.1', '::ffff:10.0.1.2'),
      base.replace('40001', '40002'),
      base.replace(' 443 ', ' 80 '),
      base.replace(' 6 3 ', ' 17 3 '),
      base.replace(' 3 180 ', ' 4 180 '),
      base.replace(' 3 180 ', ' 3 181 '),
      v2(1, 'ACCEPT', HOUR_S + 1),
      base.replace(String(HOUR_S + 59), String(HOUR_S + 60)),
      v2(1, 'REJECT'),
    ];
    expect((await deduped(store, v2Log('a', [base]), v2Log('b', other))).duplicates).toBe(0);
    // The account and the version are of no flow.
    const same = base.replace('111122223333', 'unknown').replace(/^2/, '3');
    expect((await deduped(store, v2Log('c', [same]))).duplicates).toBe(1);
  });

  it('are one record when a single object has them twice', async () => {
    const store = await openStore();
    expect((await deduped(store, v2Log('a', [v2(1), v2(2), v2(1), v2(1)]))).duplicates).toBe(2);
    expect(await kept(store)).toEqual({ a: [2, 2] });
    expect(await plainRows(store, 'SELECT object_id, kept_object_id, records FROM left_out')).toEqual([
      { object_id: 1, kept_object_id: 1, records: 2 },
    ]);
  });

  it('of protocols without ports are compared without them', async () => {
    const ping = v2(1).replace('40001 443 6', '- - 1');
    const refused = v2(2, 'REJECT').replace(' 3 180 ', ' 3 - ');
    const store = await openStore();
    await deduped(store, v2Log('a', [ping, refused]));
    expect((await deduped(store, v2Log('b', [ping, refused]))).duplicates).toBe(2);
  });
});

describe('records of flow logs of different formats', () => {
  it('are kept as the one that says more, whichever came first', async () => {
    for (const order of [
      ['poor', 'rich'],
      ['rich', 'poor'],
    ]) {
      const store = await openStore();
      for (const name of order) {
        const lines = [1, 2].map((flow) => (name === 'rich' ? v5(flow) : v2(flow)));
        await deduped(store, name === 'rich' ? v5Log(name, lines) : v2Log(name, lines));
      }
      expect(await kept(store)).toEqual({ poor: [0, 2], rich: [2, 0] });
      expect(await plainRows(store, 'SELECT DISTINCT version, flow_direction FROM flow_logs')).toEqual([
        { version: 5, flow_direction: 'ingress' },
      ]);
    }
  });

  it('are different where both say something else, and one poor record gives way to either', async () => {
    const store = await openStore();
    const rich = [
      '2 10.0.0.9 10.0.1.1 ingress',
      '2 10.0.0.8 10.0.1.1 ingress',
      '18 10.0.0.9 10.0.1.1 ingress',
    ];
    expect(
      (
        await deduped(
          store,
          v5Log(
            'rich',
            rich.map((added) => v5(1, added)),
          ),
        )
      ).duplicates,
    ).toBe(0);
    expect((await deduped(store, v2Log('poor', [v2(1)]))).duplicates).toBe(1);
    expect(await kept(store)).toEqual({ rich: [3, 0], poor: [0, 1] });
  });

  it('both stay where each says something that the other one lacks', async () => {
    const store = await openStore();
    const flags = textSource('flags', log(`${V2} tcp-flags`, [`${v2(1)} 2`]));
    const directions = textSource('directions', log(`${V2} flow-direction`, [`${v2(1)} ingress`]));
    expect((await deduped(store, flags, directions)).duplicates).toBe(0);
    // What says both takes the place of either.
    const both = textSource('both', log(`${V2} tcp-flags flow-direction`, [`${v2(1)} 2 ingress`]));
    expect((await deduped(store, both)).duplicates).toBe(2);
    expect(await kept(store)).toEqual({ flags: [0, 1], directions: [0, 1], both: [1, 0] });
  });

  it('that say the same of the flow are kept as the one with more about its place', async () => {
    const store = await openStore();
    await deduped(store, v2Log('bare', [v2(1)]));
    await deduped(store, textSource('placed', log(`${V2} vpc-id region`, [`${v2(1)} vpc-1 eu-west-1`])));
    expect(await plainRows(store, 'SELECT vpc_id, region FROM flow_logs')).toEqual([
      { vpc_id: 'vpc-1', region: 'eu-west-1' },
    ]);
  });
});

describe('records that cannot be told from others', () => {
  it.each([
    ['interface-id', V2.replace('interface-id ', ''), v2(1).replace('eni-1 ', '')],
    ['start', V2.replace('start ', ''), v2(1).replace(`${HOUR_S} `, '')],
    ['srcport', V2.replace('srcport ', ''), v2(1).replace('40001 ', '')],
    ['packets', V2.replace('packets ', ''), v2(1).replace(' 3 180', ' 180')],
    ['action', V2.replace('action ', ''), v2(1).replace('ACCEPT ', '')],
  ])('for lack of %s all stay, and are counted', async (_, header, line) => {
    const store = await openStore();
    const sources = ['a', 'b'].map((name) => textSource(name, log(header, [line, line])));
    expect(await deduped(store, ...sources)).toMatchObject({ duplicates: 0, incomparable: 4 });
    expect(await kept(store)).toEqual({ a: [2, 0], b: [2, 0] });
    expect(await deduped(store, ...sources)).toMatchObject({ duplicates: 0, incomparable: 0 });
  });

  it('are not those of a regional NAT gateway, which has a resource-id instead of an interface', async () => {
    const store = await openStore();
    const nat = (id: string) => `${v2(1).replace('eni-1', '-')} ${id}`;
    const header = `${V2} resource-id`;
    const sources = [
      textSource('a', log(header, [nat('nat-1'), nat('nat-2')])),
      textSource('b', log(header, [nat('nat-1')])),
    ];
    expect(await deduped(store, ...sources)).toMatchObject({ duplicates: 1, incomparable: 0 });
  });
});

describe('rows about intervals without records', () => {
  it('NODATA is kept once', async () => {
    const store = await openStore();
    const row = noTraffic('NODATA');
    expect((await deduped(store, v2Log('a', [row]), v2Log('b', [row, row]))).duplicates).toBe(2);
    const rich = `${row} vpc-1 subnet-1 - - - -`;
    expect((await deduped(store, v5Log('c', [rich]))).duplicates).toBe(1);
    expect(await kept(store)).toEqual({ a: [0, 1], b: [0, 2], c: [1, 0] });
  });

  it('SKIPDATA stays as often as the object with most of it has it', async () => {
    const store = await openStore();
    const row = noTraffic('SKIPDATA');
    expect((await deduped(store, v2Log('a', [row]), v2Log('b', [row, row]))).duplicates).toBe(1);
    expect((await deduped(store, v2Log('c', [row, row]))).duplicates).toBe(2);
    expect(await kept(store)).toEqual({ a: [0, 1], b: [2, 0], c: [0, 2] });
    expect((await coverage(store)).skipdata).toBe(2);
  });

  it('NODATA and SKIPDATA of one interval are different', async () => {
    const store = await openStore();
    const rows = [noTraffic('NODATA'), noTraffic('SKIPDATA')];
    expect((await deduped(store, v2Log('a', rows))).duplicates).toBe(0);
  });
});

describe('the ledger', () => {
  it('keeps the counts of each object, and the coverage is of what is left', async () => {
    const store = await openStore();
    const lines = [v2(1), v2(2, 'REJECT'), noTraffic('NODATA'), 'no record'];
    await deduped(store, v2Log('a', lines), v5Log('b', [v5(1), v5(3)]), v2Log('c', lines));
    expect(
      await plainRows(store, 'SELECT name, records, accepted, duplicates FROM objects ORDER BY name'),
    ).toEqual([
      { name: 'a', records: 3, accepted: 1, duplicates: 1 },
      { name: 'b', records: 2, accepted: 2, duplicates: 0 },
      { name: 'c', records: 3, accepted: 1, duplicates: 3 },
    ]);
    const { records, accepted, rejected, nodata, unparsedLines } = await coverage(store);
    expect({ records, accepted, rejected, nodata, unparsedLines }).toEqual({
      records: 4,
      accepted: 2,
      rejected: 1,
      nodata: 1,
      unparsedLines: 2,
    });
    const [actual] = await plainRows(store, 'SELECT count(*) AS n FROM flow_logs');
    expect(actual).toEqual({ n: 4 });
  });

  it('does not count the fields of an object of which nothing is left', async () => {
    const store = await openStore();
    await deduped(store, v2Log('poor', [v2(1)]), v5Log('rich', [v5(1)]));
    expect((await coverage(store)).missingFields).toEqual(['reject-reason']);
  });
});

describe('running again', () => {
  it('leaves out nothing more, and what was ingested without --dedupe is compared afterwards', async () => {
    const store = await openStore();
    const sources = [v2Log('a', [v2(1), v2(2)]), v2Log('b', [v2(2), v2(3)]), v5Log('c', [v5(3)])];
    await run(store, sources);
    expect(await kept(store)).toEqual({ a: [2, null], b: [2, null], c: [1, null] });
    expect(await deduped(store, ...sources)).toMatchObject({
      objects: 0,
      skippedObjects: 3,
      records: 0,
      duplicates: 2,
    });
    const after = await kept(store);
    expect(after).toEqual({ a: [2, 0], b: [0, 2], c: [1, 0] });
    expect(await deduped(store, ...sources)).toMatchObject({ duplicates: 0 });
    expect(await kept(store)).toEqual(after);
  });

  it('after an interrupt in the midst of the comparison finds the store as it was before it', async () => {
    const store = await openStore();
    const sources = [v2Log('a', [v2(1)]), v2Log('b', [v2(1)])];
    await run(store, sources);
    const stop = new AbortController();
    const reason = new Error('interrupted');
    const original = store.run.bind(store);
    const runs = vi.spyOn(store, 'run').mockImplementation(async (sql, parameters) => {
      await original(sql, parameters);
      if (sql.includes('DELETE FROM records')) stop.abort(reason);
    });
    await expect(run(store, sources, { dedupe: true, signal: stop.signal })).rejects.toBe(reason);
    runs.mockRestore();
    expect(await kept(store)).toEqual({ a: [1, null], b: [1, null] });
    expect((await deduped(store, ...sources)).duplicates).toBe(1);
  });

  it('reads an object again when the one that had its records has changed', async () => {
    const store = await openStore();
    await deduped(store, v2Log('a', [v2(1), v2(2)]), v2Log('b', [v2(2), v2(3)]));
    expect(await kept(store)).toEqual({ a: [2, 0], b: [1, 1] });
    const changed = v2Log('a', [v2(1)], '2');
    const result = await deduped(store, changed, v2Log('b', [v2(2), v2(3)]));
    expect(result.outdatedObjects).toEqual(['b']);
    const again = await deduped(store, changed, v2Log('b', [v2(2), v2(3)]));
    expect(again).toMatchObject({ objects: 1, skippedObjects: 1, outdatedObjects: [], duplicates: 0 });
    expect(await kept(store)).toEqual({ a: [1, 0], b: [2, 0] });
  });

  it('looks only at the hours of what is new', async () => {
    const store = await openStore();
    const later = HOUR_S + 48 * 3600;
    await run(store, [v2Log('a', [v2(1), v2(2, 'ACCEPT', later)])]);
    await deduped(store);
    expect((await deduped(store, v2Log('b', [v2(2, 'ACCEPT', later), v2(1)]))).duplicates).toBe(2);
  });
});
