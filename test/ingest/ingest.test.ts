import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ingest, type IngestOptions } from '../../src/ingest/ingest.ts';
import type { IngestProgress, IngestResult } from '../../src/ingest/ingest-tally.ts';
import { DEFAULT_FORMAT } from '../../src/model/fields.ts';
import { ObjectChangedError } from '../../src/sources/object-changed.ts';
import type { Source } from '../../src/sources/source.ts';
import { streamSource } from '../../src/sources/stdin.ts';
import { openStore, plainRows, storePath, textSource, withStore } from '../store/stores.ts';

const HEADER = 'interface-id bytes action log-status';
const log = (...lines: readonly string[]) => logOf(lines);
const logOf = (lines: readonly string[]) => [HEADER, ...lines].join('\n');
const records = (count: number, interfaceId: string) =>
  Array.from({ length: count }, (_, i) => `${interfaceId} ${i} ACCEPT OK`);

/** Ingests as a command of its own does. */
const run = (path: string, sources: readonly Source[], options: IngestOptions = {}) =>
  withStore(path, (store) => ingest(store, sources, options));

/** A source whose bytes end with an error. */
function brokenSource(name: string, text: string): Source {
  return {
    ...textSource(name, text),
    async *open() {
      yield Buffer.from(text);
      throw new Error('the line went dead');
    },
  };
}

function stream(text: string, name = 'stdin'): Source {
  async function* pieces() {
    for (let at = 0; at < text.length; at += 7) yield Buffer.from(text.slice(at, at + 7));
  }
  return streamSource(pieces(), name);
}

const counts = ({ objects, skippedObjects, failures, records: n, unparsedLines }: IngestResult) => ({
  objects,
  skippedObjects,
  failed: failures.map(({ object }) => object),
  records: n,
  unparsedLines,
});

const OBJECTS = 'SELECT name, records FROM objects ORDER BY name';
const STORED =
  'SELECT name, count(*) AS records FROM records JOIN objects USING (object_id) GROUP BY name ORDER BY name';

describe('the result', () => {
  it('counts objects, records by kind, bytes, and lines that are no records with the first of each object', async () => {
    const store = await openStore();
    const a = log(
      'eni-1 1 ACCEPT OK',
      'eni-1 2 REJECT OK',
      'bad',
      'eni-1 - - NODATA',
      'eni-1 - - SKIPDATA',
      'worse still',
    );
    const b = log('eni-2 5 REJECT OK');
    const result = await ingest(store, [textSource('a', a), textSource('b', b)]);
    expect(result.seconds).toBeGreaterThan(0);
    expect(result).toMatchObject({
      objects: 2,
      skippedObjects: 0,
      failures: [],
      unparsedObjects: [
        { object: 'a', lines: 2, records: 4, firstLineNumber: 4, firstReason: expect.any(String) },
      ],
      records: 5,
      accepted: 1,
      rejected: 2,
      nodata: 1,
      skipdata: 1,
      unparsedLines: 2,
      bytesRead: a.length + b.length,
      bytesDecoded: a.length + b.length,
    });
    expect(await plainRows(store, 'SELECT object, line_number, line FROM unparsed_lines ORDER BY 2')).toEqual(
      [
        { object: 'a', line_number: 4, line: 'bad' },
        { object: 'a', line_number: 7, line: 'worse still' },
      ],
    );
    expect(await plainRows(store, "SELECT fields FROM objects WHERE name = 'a'")).toEqual([
      { fields: HEADER.split(' ') },
    ]);
  });

  it('of no sources is nothing', async () => {
    expect(counts(await ingest(await openStore(), []))).toEqual({
      objects: 0,
      skippedObjects: 0,
      failed: [],
      records: 0,
      unparsedLines: 0,
    });
  });

  it('dates objects by the given clock and reads headerless lines by the given fields', async () => {
    const store = await openStore();
    const now = () => new Date('2026-03-02T10:00:00Z');
    await ingest(store, [textSource('a', 'eni-1 7\n')], { fields: ['interface-id', 'bytes'], now });
    expect(await plainRows(store, 'SELECT ingested_at, fields FROM objects')).toEqual([
      { ingested_at: '2026-03-02T10:00:00Z', fields: ['interface-id', 'bytes'] },
    ]);
    expect(await plainRows(store, 'SELECT interface_id, bytes FROM flow_logs')).toEqual([
      { interface_id: 'eni-1', bytes: 7 },
    ]);
  });

  it('reads the default format without a header', async () => {
    const store = await openStore();
    const line = '2 123456789012 eni-1 10.0.0.1 10.0.0.2 1 2 6 1 40 1700000000 1700000060 REJECT OK';
    await ingest(store, [textSource('a', `${line}\n`)]);
    const columns = DEFAULT_FORMAT.map((name) => `"${name.replaceAll('-', '_')}"`).join(', ');
    const [row] = await plainRows(store, `SELECT ${columns} FROM flow_logs`);
    expect(Object.values(row ?? {}).join(' ')).toBe(line);
  });

  it('tells of progress object by object', async () => {
    const store = await openStore();
    const seen: IngestProgress[] = [];
    const text = log('eni-1 1 ACCEPT OK');
    const bytes = 2 * text.length;
    await ingest(store, [textSource('a', text), textSource('b', text)], {
      onProgress: (progress) => seen.push(progress),
    });
    expect(new Set(seen.map(({ object }) => object))).toEqual(new Set(['a', 'b']));
    expect(seen.every(({ objectsTotal, bytesTotal }) => objectsTotal === 2 && bytesTotal === bytes)).toBe(
      true,
    );
    expect(seen.at(-1)).toMatchObject({ objectsDone: 2, bytesRead: bytes, records: 2 });
    for (const member of ['objectsDone', 'bytesRead', 'records', 'seconds'] as const) {
      const values = seen.map((progress) => progress[member]);
      expect(values).toEqual(values.toSorted((x, y) => x - y));
    }
  });
});

describe('objects that the store has', () => {
  it('are skipped while name, size and version are the same, and replaced when they are not', async () => {
    const path = storePath();
    const text = log('eni-1 1 ACCEPT OK');
    await run(path, [textSource('a', text, 'v1')]);
    expect(counts(await run(path, [textSource('a', text, 'v1')]))).toMatchObject({
      objects: 0,
      skippedObjects: 1,
    });
    const again = await run(path, [textSource('b', text, 'v1'), textSource('a', text, 'v2')]);
    expect(counts(again)).toMatchObject({ objects: 2, skippedObjects: 0 });
    const kept = [
      { name: 'a', records: 1 },
      { name: 'b', records: 1 },
    ];
    const store = await openStore(path);
    expect([await plainRows(store, OBJECTS), await plainRows(store, STORED)]).toEqual([kept, kept]);
  });

  it('are told apart by their content when they are streams', async () => {
    const path = storePath();
    const one = log('eni-1 1 ACCEPT OK');
    const other = log('eni-1 22 ACCEPT OK');
    expect(counts(await run(path, [stream(one)]))).toMatchObject({ objects: 1, records: 1 });
    expect(counts(await run(path, [stream(one)]))).toMatchObject({
      objects: 0,
      skippedObjects: 1,
      records: 0,
    });
    expect(counts(await run(path, [stream(other)]))).toMatchObject({ objects: 1, skippedObjects: 0 });
    const store = await openStore(path);
    expect(await plainRows(store, 'SELECT bytes FROM records ORDER BY 1')).toEqual([
      { bytes: 1 },
      { bytes: 22 },
    ]);
    expect(await plainRows(store, 'SELECT size FROM objects ORDER BY 1')).toEqual([
      { size: one.length },
      { size: other.length },
    ]);
  });

  // The ledger that a writer asks is the one that it found when it was opened.
  it('are skipped when the same stream comes twice in one run', async () => {
    const store = await openStore();
    const text = log('eni-1 1 ACCEPT OK');
    expect(counts(await ingest(store, [stream(text), stream(text)]))).toMatchObject({
      objects: 1,
      skippedObjects: 1,
    });
    expect(await plainRows(store, 'SELECT bytes FROM records')).toEqual([{ bytes: 1 }]);
  });

  it('are there once when the same file comes twice in one run', async () => {
    const store = await openStore();
    const text = log('eni-1 1 ACCEPT OK');
    await ingest(store, [textSource('a', text), textSource('a', text)]);
    expect(await plainRows(store, STORED)).toEqual([{ name: 'a', records: 1 }]);
    expect(await plainRows(store, OBJECTS)).toEqual([{ name: 'a', records: 1 }]);
  });

  // As in the tests of the writer: DuckDB goes on asking the first run's writer for rows.
  it('stay when others are added through the same open store', async () => {
    const store = await openStore();
    await ingest(store, [textSource('a', log('eni-1 1 ACCEPT OK'))]);
    await ingest(store, [textSource('b', log('eni-1 2 ACCEPT OK'))]);
    expect(await plainRows(store, STORED)).toEqual(await plainRows(store, OBJECTS));
  });
});

describe('an object that cannot be read to its end', () => {
  it('is reported and leaves nothing, while those before and after it stay', async () => {
    const store = await openStore();
    const result = await ingest(store, [
      textSource('a', log(...records(3, 'eni-1'))),
      brokenSource('b', log(...records(5, 'eni-2'), 'bad')),
      textSource('c', log(...records(2, 'eni-3'))),
    ]);
    expect(counts(result)).toEqual({
      objects: 2,
      skippedObjects: 0,
      failed: ['b'],
      records: 5,
      unparsedLines: 0,
    });
    expect(result.failures[0]?.reason).toContain('the line went dead');
    const kept = [
      { name: 'a', records: 3 },
      { name: 'c', records: 2 },
    ];
    expect([await plainRows(store, OBJECTS), await plainRows(store, STORED)]).toEqual([kept, kept]);
    expect(await plainRows(store, 'SELECT interface_id FROM contexts ORDER BY context_id')).toEqual([
      { interface_id: 'eni-1' },
      { interface_id: 'eni-3' },
    ]);
    expect(await plainRows(store, 'FROM unparsed_lines')).toEqual([]);
  });

  it('leaves nothing even of batches that were copied already', async () => {
    const path = storePath();
    const many = logOf(records(130_000, 'eni-2'));
    const result = await run(path, [textSource('a', log(...records(3, 'eni-1'))), brokenSource('b', many)]);
    expect(counts(result)).toMatchObject({ objects: 1, failed: ['b'], records: 3 });
    const stored = () => withStore(path, (store) => plainRows(store, STORED));
    expect(await stored()).toEqual([{ name: 'a', records: 3 }]);
    expect(counts(await run(path, [textSource('b', many)]))).toMatchObject({ objects: 1, records: 130_000 });
    const values =
      "SELECT count(DISTINCT bytes) AS n, sum(bytes) AS sum FROM flow_logs WHERE interface_id = 'eni-2'";
    expect(await withStore(path, (store) => plainRows(store, values))).toEqual([
      { n: 130_000, sum: (130_000 * 129_999) / 2 },
    ]);
  });

  it('such as a truncated gzip is named with the reason', async () => {
    const store = await openStore();
    const whole = gzipSync(log(...records(2000, 'eni-1')));
    const cut: Source = {
      ...textSource('cut.log.gz', ''),
      async *open() {
        yield whole.subarray(0, whole.length - 20);
      },
    };
    const { failures } = await ingest(store, [cut]);
    expect(failures).toEqual([{ object: 'cut.log.gz', reason: expect.stringContaining('truncated') }]);
    expect(await plainRows(store, OBJECTS)).toEqual([]);
  });

  it('does not stop its next reading, in the same run or in another', async () => {
    const store = await openStore();
    const text = log(...records(3, 'eni-1'));
    const result = await ingest(store, [brokenSource('a', text), textSource('a', text)]);
    expect(counts(result)).toMatchObject({ objects: 1, failed: ['a'], records: 3 });
    expect(await plainRows(store, STORED)).toEqual([{ name: 'a', records: 3 }]);
  });
});

describe('an object that changes while it is read', () => {
  /** A source whose first `times` readings end with the news that it has become another. */
  function changing(times: number): Source {
    const text = log(...records(times + 1, 'eni-1'));
    return {
      ...textSource('a', text, `v${times}`),
      async *open() {
        yield Buffer.from(text);
        if (times > 0) throw new ObjectChangedError(changing(times - 1));
      },
    };
  }

  it('is read anew, and nothing is kept of what it was', async () => {
    const store = await openStore();
    const result = await ingest(store, [changing(2), textSource('b', log(...records(2, 'eni-2')))]);
    expect(counts(result)).toMatchObject({ objects: 2, failed: [], records: 3 });
    expect(await plainRows(store, 'SELECT name, version FROM objects ORDER BY 1')).toMatchObject([
      { name: 'a', version: 'v0' },
      { name: 'b' },
    ]);
    expect(await plainRows(store, STORED)).toEqual([
      { name: 'a', records: 1 },
      { name: 'b', records: 2 },
    ]);
  });

  it('is a failure when it does not stop changing', async () => {
    const store = await openStore();
    const result = await ingest(store, [changing(3)]);
    expect(result.failures).toEqual([{ object: 'a', reason: 'it was replaced while being read' }]);
    expect(await plainRows(store, OBJECTS)).toEqual([]);
  });
});

describe('a run that is aborted', () => {
  it('keeps the objects before, nothing of the one under way, and can be run again', async () => {
    const path = storePath();
    const controller = new AbortController();
    const sources = [
      textSource('a', log(...records(3, 'eni-1'))),
      textSource('b', logOf(records(130_000, 'eni-2'))),
      textSource('c', log(...records(2, 'eni-3'))),
    ];
    const aborted = run(path, sources, {
      concurrency: 1,
      signal: controller.signal,
      onProgress: ({ object }) => {
        if (object === 'b') controller.abort(new Error('stopped by hand'));
      },
    });
    await expect(aborted).rejects.toThrow('stopped by hand');
    const stored = (sql: string) => withStore(path, (store) => plainRows(store, sql));
    expect(await stored(OBJECTS)).toEqual([{ name: 'a', records: 3 }]);
    expect(await stored(STORED)).toEqual([{ name: 'a', records: 3 }]);

    expect(counts(await run(path, sources))).toMatchObject({
      objects: 2,
      skippedObjects: 1,
      records: 130_002,
    });
    expect(await stored(STORED)).toEqual([
      { name: 'a', records: 3 },
      { name: 'b', records: 130_000 },
      { name: 'c', records: 2 },
    ]);
  });

  it('reads nothing when it was aborted before', async () => {
    const store = await openStore();
    const signal = AbortSignal.abort(new Error('never mind'));
    await expect(ingest(store, [textSource('a', log('eni-1 1 ACCEPT OK'))], { signal })).rejects.toThrow(
      'never mind',
    );
    expect(await plainRows(store, OBJECTS)).toEqual([]);
  });
});
