import { DuckDBMapValue, type DuckDBValue } from '@duckdb/node-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FLOW_LOG_FIELDS } from '../../src/model/fields.ts';
import { ObjectWriter } from '../../src/store/object-writer.ts';
import type { Store } from '../../src/store/store.ts';
import { below, dice } from '../dice.ts';
import { NUMBER_FIELD, randomLog, type SaidRecord } from './random-log.ts';
import { openStore, plainRows, storePath, withStore } from './stores.ts';
import { appendText, ledgerRow, writeObject } from './write-object.ts';

/** A cell of flow_logs as the log's text says it. */
function said(value: DuckDBValue | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

async function storedRecords(store: Store): Promise<readonly (readonly unknown[])[]> {
  const rows = await store.rows(`SELECT * FROM flow_logs ORDER BY ${NUMBER_FIELD}`);
  return rows.map((row) => [...FLOW_LOG_FIELDS.map(({ column }) => said(row[column])), extraOf(row.extra)]);
}

function extraOf(value: DuckDBValue | undefined): object | null {
  if (!(value instanceof DuckDBMapValue)) return null;
  return Object.fromEntries(value.entries.map((entry) => [String(entry.key), entry.value]));
}

function expectedRecord({ fields, extra }: SaidRecord): readonly unknown[] {
  const known = [...extra].filter(([, value]) => value !== null);
  return [
    ...FLOW_LOG_FIELDS.map(({ column }) => fields.get(column) ?? null),
    known.length === 0 ? null : Object.fromEntries(known),
  ];
}

describe('records', () => {
  const sizes = fc.record({
    rows: fc.oneof(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 2040, max: 2060 }), fc.constant(3000)),
    batchRows: fc.constantFrom(1, 7, 64, 2047, 2048, 2049, 122_880),
    seed: fc.integer(),
  });

  it('are in flow_logs as the log said them, field by field', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, async ({ rows, batchRows, seed }) => {
        const roll = dice(seed);
        const { text, records } = randomLog(rows, (limit) => below(roll, limit));
        const store = await openStore();
        const writer = await ObjectWriter.open(store);
        const lane = await writer.lane();
        await appendText(
          writer,
          lane,
          { objectId: 1, name: 'random.log' },
          text,
          rows > 500 ? Math.max(batchRows, 2047) : batchRows,
        );
        await lane.commit();
        const stored = await storedRecords(store);
        expect(stored).toHaveLength(rows);
        const expected = records.map(expectedRecord);
        // Rows are compared as text, for comparing two hundred thousand values one by one takes seconds.
        const wrong = expected.findIndex(
          (record, row) => JSON.stringify(record) !== JSON.stringify(stored[row]),
        );
        expect({ row: wrong, record: stored[wrong] }).toEqual({ row: wrong, record: expected[wrong] });
        expect(wrong).toBe(-1);
      }),
      {
        numRuns: 6,
        examples: [
          [{ rows: 4100, batchRows: 122_880, seed: 1 }],
          [{ rows: 4098, batchRows: 2049, seed: 2 }],
          [{ rows: 2051, batchRows: 2048, seed: 3 }],
        ],
      },
    );
  });

  it('that share everything but what flowed share one context', async () => {
    const store = await openStore();
    const writer = await ObjectWriter.open(store);
    const lane = await writer.lane();
    const text =
      'interface-id srcport bytes x-mood\neni-1 1 1 glad\neni-1 2 2 glad\neni-2 1 1 glad\neni-1 1 1 -\n';
    await writeObject(writer, lane, 'a', text);
    await writeObject(writer, lane, 'b', text);
    expect(
      await plainRows(store, 'SELECT context_id, interface_id, extra FROM contexts ORDER BY context_id'),
    ).toEqual([
      { context_id: 0, interface_id: 'eni-1', extra: { 'x-mood': 'glad' } },
      { context_id: 1, interface_id: 'eni-2', extra: { 'x-mood': 'glad' } },
      { context_id: 2, interface_id: 'eni-1', extra: null },
    ]);
    expect(
      await plainRows(
        store,
        'SELECT object_id, list(context_id ORDER BY rowid) AS ids FROM records GROUP BY ALL ORDER BY 1',
      ),
    ).toEqual([
      { object_id: 1, ids: [0, 0, 1, 2] },
      { object_id: 2, ids: [0, 0, 1, 2] },
    ]);
  });
});

const TABLES = ['objects', 'records', 'contexts', 'unparsed_lines'];

async function contents(store: Store): Promise<unknown> {
  const tables = TABLES.map(
    async (table) => [table, await plainRows(store, `FROM ${table} ORDER BY ALL`)] as const,
  );
  return Object.fromEntries(await Promise.all(tables));
}

describe('an object that is rolled back', () => {
  const first = 'interface-id bytes\neni-1 1\n';
  const broken = 'interface-id bytes\neni-1 1\neni-2 2\nno record\n';

  it('leaves the store as it was, and the next one is written as if it had not been', async () => {
    const store = await openStore();
    const writer = await ObjectWriter.open(store);
    const lane = await writer.lane();
    await writeObject(writer, lane, 'first', first);
    const before = await contents(store);
    await appendText(writer, lane, { objectId: writer.ledger.nextObjectId(), name: 'broken' }, broken);
    await lane.rollback();
    expect(await contents(store)).toEqual(before);

    await writeObject(writer, lane, 'third', 'interface-id bytes\neni-3 3\neni-2 2\neni-1 1\n');
    expect(await plainRows(store, 'SELECT context_id, interface_id FROM contexts ORDER BY 1')).toEqual([
      { context_id: 0, interface_id: 'eni-1' },
      { context_id: 1, interface_id: 'eni-2' },
      { context_id: 2, interface_id: 'eni-3' },
    ]);
    expect(
      await plainRows(
        store,
        "SELECT interface_id, bytes FROM flow_logs JOIN objects USING (object_id) WHERE name = 'third' ORDER BY bytes",
      ),
    ).toEqual([
      { interface_id: 'eni-1', bytes: 1 },
      { interface_id: 'eni-2', bytes: 2 },
      { interface_id: 'eni-3', bytes: 3 },
    ]);
  });

  it('leaves the content that it would have replaced', async () => {
    const store = await openStore();
    const writer = await ObjectWriter.open(store);
    const lane = await writer.lane();
    await writeObject(writer, lane, 'same', first);
    const before = await contents(store);
    await lane.replace('same');
    await appendText(writer, lane, { objectId: writer.ledger.nextObjectId(), name: 'same' }, broken);
    await lane.rollback();
    expect(await contents(store)).toEqual(before);
  });
});

describe('objects', () => {
  it('are in the ledger with what they hold', async () => {
    const store = await openStore();
    const writer = await ObjectWriter.open(store);
    const lane = await writer.lane();
    const text = 'action log-status\nACCEPT OK\nREJECT OK\n- NODATA\n- SKIPDATA\nbad\nREJECT OK\n';
    await writeObject(writer, lane, 'a.log', text);
    expect(await plainRows(store, 'FROM objects')).toEqual([
      {
        object_id: 1,
        name: 'a.log',
        size: 10,
        version: '1',
        digest: 'sha256:00',
        format: 'text',
        fields: ['srcaddr', 'log-status'],
        lines: 8,
        records: 5,
        accepted: 1,
        rejected: 2,
        nodata: 1,
        skipdata: 1,
        unparsed_lines: 1,
        bytes_read: 10,
        bytes_decoded: 20,
        ingested_at: '1970-01-01T00:00:00Z',
        duplicates: null,
      },
    ]);
    expect(await plainRows(store, 'FROM unparsed_lines')).toEqual([
      { object: 'a.log', line_number: 6, reason: expect.any(String), line: 'bad' },
    ]);
  });

  it('that replace another content take its place, records and unparsed lines included', async () => {
    const store = await openStore();
    const writer = await ObjectWriter.open(store);
    const lane = await writer.lane();
    await writeObject(writer, lane, 'a.log', 'interface-id bytes\neni-1 1\nbad\n', '1');
    await writeObject(writer, lane, 'b.log', 'interface-id bytes\neni-1 7\nworse\n', '1');
    await writeObject(writer, lane, 'a.log', 'interface-id bytes\neni-1 2\n', '2');
    expect(await plainRows(store, 'SELECT object_id, bytes FROM flow_logs ORDER BY ALL')).toEqual([
      { object_id: 2, bytes: 7 },
      { object_id: 3, bytes: 2 },
    ]);
    expect(await plainRows(store, 'SELECT object_id, name, version FROM objects ORDER BY ALL')).toEqual([
      { object_id: 2, name: 'b.log', version: '1' },
      { object_id: 3, name: 'a.log', version: '2' },
    ]);
    expect(await plainRows(store, 'SELECT object, line FROM unparsed_lines')).toEqual([
      { object: 'b.log', line: 'worse' },
    ]);
  });

  it('without records and without a size are kept too', async () => {
    const store = await openStore();
    const writer = await ObjectWriter.open(store);
    const lane = await writer.lane();
    lane.keep({ ...ledgerRow(writer.ledger.nextObjectId(), 'empty'), size: null, version: null, fields: [] });
    await lane.commit();
    expect(await plainRows(store, 'SELECT size, version, fields FROM objects')).toEqual([
      { size: null, version: null, fields: [] },
    ]);
  });
});

describe('lanes', () => {
  it('write at the same time, and each commits what is its own', async () => {
    const store = await openStore();
    const writer = await ObjectWriter.open(store);
    const [one, other] = [await writer.lane(), await writer.lane()];
    const text = (from: number) =>
      `interface-id bytes\n${Array.from({ length: 5000 }, (_, i) => `eni-${i % 7} ${from + i}\n`).join('')}`;
    await Promise.all([
      appendText(writer, one, { objectId: 1, name: 'a' }, text(0), 2048),
      appendText(writer, other, { objectId: 2, name: 'b' }, text(5000), 2048),
    ]);
    await other.rollback();
    await one.commit();
    expect(
      await plainRows(
        store,
        'SELECT object_id, count(DISTINCT bytes) AS n, sum(bytes) AS sum FROM flow_logs GROUP BY 1',
      ),
    ).toEqual([{ object_id: 1, n: 5000, sum: (5000 * 4999) / 2 }]);
    expect(await plainRows(store, 'SELECT count(*) AS n FROM contexts')).toEqual([{ n: 7 }]);
  });
});

async function writeThroughNewWriter(store: Store, name: string, text: string): Promise<void> {
  const writer = await ObjectWriter.open(store);
  await writeObject(writer, await writer.lane(), name, text);
}

describe('a writer over a store that has objects', () => {
  // The second registration of flow_log_batch() does not take the place of the first: DuckDB goes on asking the first
  // writer for rows, so that every record of the second one is lost, while the ledger counts it.
  it('writes on where another writer of the same store stopped', async () => {
    const store = await openStore();
    await writeThroughNewWriter(store, 'a', 'bytes\n1\n');
    await writeThroughNewWriter(store, 'b', 'bytes\n2\n');
    expect(await plainRows(store, 'SELECT object_id, bytes FROM records ORDER BY ALL')).toEqual([
      { object_id: 1, bytes: 1 },
      { object_id: 2, bytes: 2 },
    ]);
  });

  it('knows them by name, size and version, and goes on numbering objects and contexts', async () => {
    const path = storePath();
    const text = 'interface-id version x-mood bytes\neni-1 5 glad 1\neni-1 5 - 2\neni-2 - glad 3\n';
    await withStore(path, async (earlier) => writeThroughNewWriter(earlier, 'a', text));
    const store = await openStore(path);
    const writer = await ObjectWriter.open(store);
    const lane = await writer.lane();
    expect(writer.ledger.has({ name: 'a', size: 10, version: '1' })).toBe(true);
    expect(writer.ledger.has({ name: 'a', size: 11, version: '1' })).toBe(false);
    expect(writer.ledger.has({ name: 'a', size: 10, version: '2' })).toBe(false);
    expect(writer.ledger.has({ name: 'b', size: 10, version: '1' })).toBe(false);
    await writeObject(writer, lane, 'b', `${text}eni-3 - - 4\n`);
    expect(
      await plainRows(store, 'SELECT object_id, context_id, bytes FROM records ORDER BY object_id, bytes'),
    ).toEqual([
      { object_id: 1, context_id: 0, bytes: 1 },
      { object_id: 1, context_id: 1, bytes: 2 },
      { object_id: 1, context_id: 2, bytes: 3 },
      { object_id: 2, context_id: 0, bytes: 1 },
      { object_id: 2, context_id: 1, bytes: 2 },
      { object_id: 2, context_id: 2, bytes: 3 },
      { object_id: 2, context_id: 3, bytes: 4 },
    ]);
  });
});
