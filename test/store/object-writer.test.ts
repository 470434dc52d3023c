import { DuckDBMapValue, type DuckDBValue } from '@duckdb/node-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FLOW_LOG_FIELDS } from '../../src/model/fields.ts';
import { ObjectWriter, type ObjectSummary, type OpenObject } from '../../src/store/object-writer.ts';
import type { Store } from '../../src/store/store.ts';
import { readAll } from '../parse/read-all.ts';
import { NUMBER_FIELD, numbersFrom, randomLog, type SaidRecord } from './random-log.ts';
import { openStore, plainRows, storePath, withStore } from './stores.ts';

const summary = (name: string, version = '1'): ObjectSummary => ({
  name,
  size: 10,
  version,
  fields: ['srcaddr', 'log-status'],
  bytesRead: 10,
  bytesDecoded: 20,
  ingestedAt: new Date(0),
});

async function appendText(object: OpenObject, text: string, batchRows = 122_880): Promise<void> {
  const { batches, unparsed } = await readAll(text, { batchRows });
  for (const line of unparsed) object.addUnparsedLine(line);
  for (const batch of batches) await object.append(batch);
}

async function writeObject(writer: ObjectWriter, name: string, text: string, version = '1') {
  const object = await writer.begin(name, { replaces: true });
  await appendText(object, text);
  const counts = await object.keep(summary(name, version));
  await writer.commit();
  return counts;
}

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
        const { text, records } = randomLog(rows, numbersFrom(seed));
        const store = await openStore();
        const writer = await ObjectWriter.open(store);
        const object = await writer.begin('random.log', { replaces: false });
        await appendText(object, text, rows > 500 ? Math.max(batchRows, 2047) : batchRows);
        const counts = await object.keep(summary('random.log'));
        await writer.commit();
        const having = (column: string, value: string) =>
          records.filter(({ fields }) => fields.get(column) === value).length;
        expect(counts).toEqual({
          records: rows,
          accepted: having('action', 'ACCEPT'),
          rejected: having('action', 'REJECT'),
          nodata: having('log_status', 'NODATA'),
          skipdata: having('log_status', 'SKIPDATA'),
          unparsedLines: 0,
        });
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
    const text =
      'interface-id srcport bytes x-mood\neni-1 1 1 glad\neni-1 2 2 glad\neni-2 1 1 glad\neni-1 1 1 -\n';
    await writeObject(writer, 'a', text);
    await writeObject(writer, 'b', text);
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
    await writeObject(writer, 'first', first);
    const before = await contents(store);
    const object = await writer.begin('broken', { replaces: true });
    await appendText(object, broken);
    await writer.rollback();
    expect(await contents(store)).toEqual(before);

    await writeObject(writer, 'third', 'interface-id bytes\neni-3 3\neni-2 2\neni-1 1\n');
    expect(await plainRows(store, 'SELECT context_id, interface_id FROM contexts ORDER BY 1')).toEqual([
      { context_id: 0, interface_id: 'eni-1' },
      { context_id: 1, interface_id: 'eni-3' },
      { context_id: 2, interface_id: 'eni-2' },
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
    await writeObject(writer, 'same', first);
    const before = await contents(store);
    const object = await writer.begin('same', { replaces: true });
    await appendText(object, broken);
    await writer.rollback();
    expect(await contents(store)).toEqual(before);
  });
});

describe('objects', () => {
  it('are in the ledger with what they hold', async () => {
    const store = await openStore();
    const writer = await ObjectWriter.open(store);
    const text = 'action log-status\nACCEPT OK\nREJECT OK\n- NODATA\n- SKIPDATA\nbad\nREJECT OK\n';
    await writeObject(writer, 'a.log', text);
    expect(await plainRows(store, 'FROM objects')).toEqual([
      {
        object_id: 1,
        name: 'a.log',
        size: 10,
        version: '1',
        fields: ['srcaddr', 'log-status'],
        records: 5,
        accepted: 1,
        rejected: 2,
        nodata: 1,
        skipdata: 1,
        unparsed_lines: 1,
        bytes_read: 10,
        bytes_decoded: 20,
        ingested_at: '1970-01-01T00:00:00Z',
      },
    ]);
    expect(await plainRows(store, 'FROM unparsed_lines')).toEqual([
      { object: 'a.log', line_number: 6, reason: expect.any(String), line: 'bad' },
    ]);
  });

  it('that replace another content take its place, records and unparsed lines included', async () => {
    const store = await openStore();
    const writer = await ObjectWriter.open(store);
    await writeObject(writer, 'a.log', 'interface-id bytes\neni-1 1\nbad\n', '1');
    await writeObject(writer, 'b.log', 'interface-id bytes\neni-1 7\nworse\n', '1');
    await writeObject(writer, 'a.log', 'interface-id bytes\neni-1 2\n', '2');
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
    const object = await writer.begin('empty', { replaces: false });
    const counts = await object.keep({ ...summary('empty'), size: null, version: null, fields: [] });
    await writer.commit();
    expect(counts).toEqual({
      records: 0,
      accepted: 0,
      rejected: 0,
      nodata: 0,
      skipdata: 0,
      unparsedLines: 0,
    });
    expect(await plainRows(store, 'SELECT size, version, fields FROM objects')).toEqual([
      { size: null, version: null, fields: [] },
    ]);
  });
});

describe('a writer over a store that has objects', () => {
  // The second registration of flow_log_batch() does not take the place of the first: DuckDB goes on asking the first
  // writer for rows, so that every record of the second one is lost, while the ledger counts it.
  it('writes on where another writer of the same store stopped', async () => {
    const store = await openStore();
    await writeObject(await ObjectWriter.open(store), 'a', 'bytes\n1\n');
    await writeObject(await ObjectWriter.open(store), 'b', 'bytes\n2\n');
    expect(await plainRows(store, 'SELECT object_id, bytes FROM records ORDER BY ALL')).toEqual([
      { object_id: 1, bytes: 1 },
      { object_id: 2, bytes: 2 },
    ]);
  });

  it('knows them by name, size and version, and goes on numbering objects and contexts', async () => {
    const path = storePath();
    const text = 'interface-id version x-mood bytes\neni-1 5 glad 1\neni-1 5 - 2\neni-2 - glad 3\n';
    await withStore(path, async (earlier) => writeObject(await ObjectWriter.open(earlier), 'a', text));
    const store = await openStore(path);
    const writer = await ObjectWriter.open(store);
    expect(writer.has({ name: 'a', size: 10, version: '1' })).toBe(true);
    expect(writer.has({ name: 'a', size: 11, version: '1' })).toBe(false);
    expect(writer.has({ name: 'a', size: 10, version: '2' })).toBe(false);
    expect(writer.has({ name: 'b', size: 10, version: '1' })).toBe(false);
    await writeObject(writer, 'b', `${text}eni-3 - - 4\n`);
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
