import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_FORMAT } from '../src/model/fields.ts';
import { readFlowLogs } from '../src/read-flow-logs.ts';
import { readAll, rowsOf } from './parse/read-all.ts';
import { memorySource } from './sources/memory-source.ts';

const REAL_LOGS = join(import.meta.dirname, '../../shared/data/logs');

describe('a folder', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'flowblame-read-'));
    await writeFile(join(folder, 'a.log.gz'), gzipSync('srcport action\n1 ACCEPT\n2 REJECT\nbad\n'));
    await writeFile(join(folder, 'b.log'), 'dstport\n3\n');
    await writeFile(join(folder, 'c.log'), '');
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('is read file by file, and what was read is counted over all of them', async () => {
    const reader = readFlowLogs(folder);
    const rows: unknown[] = [];
    for await (const batch of reader) rows.push(rowsOf(batch));
    expect(rows).toEqual([
      [
        { srcport: 1, action: 'ACCEPT' },
        { srcport: 2, action: 'REJECT' },
      ],
      [{ dstport: 3 }],
    ]);
    const { bytesRead, ...progress } = reader.progress;
    expect(progress).toEqual({
      bytesDecoded: 47,
      records: 3,
      unparsedLines: 1,
      fields: ['srcport', 'action', 'dstport'],
    });
    expect(bytesRead).toBeGreaterThan(20);
  });

  test('is read again when iterated again', async () => {
    const reader = readFlowLogs(join(folder, '*.log'));
    for (let round = 0; round < 2; round++) {
      let rows = 0;
      for await (const batch of reader) rows += batch.numRows;
      expect([rows, reader.progress.records]).toEqual([1, 1]);
    }
  });

  test('that is missing is an error when it is read', async () => {
    const iterator = readFlowLogs(join(folder, 'none'))[Symbol.asyncIterator]();
    await expect(iterator.next()).rejects.toThrow('no such file');
  });
});

describe('errors', () => {
  test('name the source', async () => {
    await expect(readAll(gzipSync('srcport\n1\n').subarray(0, -3))).rejects.toThrow(
      'Cannot read "memory": gzip stream ends early: the object is truncated',
    );
    await expect(readAll(`srcport\n1\n${'x'.repeat(2 << 20)}`)).rejects.toThrow(
      'Cannot read "memory": line 3 is longer than 1 MiB: not a flow log',
    );
  });

  test('come after the batches that were whole', async () => {
    const bytes = gzipSync(`srcport\n${'1\n'.repeat(500_000)}`, { level: 0 });
    let rows = 0;
    const reading = (async () => {
      const source = memorySource(bytes.subarray(0, -100));
      for await (const batch of readFlowLogs(source, { batchRows: 1000 })) rows += batch.numRows;
    })();
    await expect(reading).rejects.toThrow('gzip stream ends early');
    expect(rows).toBeGreaterThan(100_000);
  });

  test('of the options come at once', () => {
    expect(() => readFlowLogs('x', { batchRows: 0 })).toThrow('Cannot read batches of 0 rows');
    expect(() => readFlowLogs('x', { fields: [] })).toThrow('no field is named');
    expect(() => readFlowLogs('x', { fields: ['srcaddr,dstaddr'] })).toThrow(
      '"srcaddr,dstaddr": not the name of a field',
    );
    expect(() => readFlowLogs('x', { fields: ['srcport', 'srcport'] })).toThrow(
      'Cannot read field "srcport" twice',
    );
  });

  test('of the one who is told of lines stay as they are', async () => {
    const onUnparsedLine = () => {
      throw new RangeError('enough');
    };
    const batches = readFlowLogs(memorySource('srcport\nx\n'), { onUnparsedLine });
    const reading = batches[Symbol.asyncIterator]().next();
    await expect(reading).rejects.toThrow(new RangeError('enough'));
  });
});

describe('concatenated gzip files', () => {
  test('with a header each lose no row and read none as data', async () => {
    const members = Buffer.concat([gzipSync('srcport dstport\n1 2\n'), gzipSync('dstport srcport\n4 3\n')]);
    const { rows, unparsed } = await readAll(members);
    expect(rows).toEqual([
      { srcport: 1, dstport: 2 },
      { srcport: 3, dstport: 4 },
    ]);
    expect(unparsed).toEqual([]);
  });
});

test('the names of the default format are known once a line has it', async () => {
  expect((await readAll('')).progress.fields).toEqual([]);
  const { progress } = await readAll('2 1 eni-1 - - - - - - - 1 2 - NODATA\n');
  expect(progress.fields).toEqual(DEFAULT_FORMAT);
});

describe.skipIf(!existsSync(REAL_LOGS))('logs of others (in ../shared/data/logs, else skipped)', () => {
  test.each([
    ['aws-docs.tcpflags.log', 8, 0],
    ['aws-docs.v2.log', 7, 0],
    ['aws-docs.v5.log', 2, 0],
    ['elastic-integrations-8532.v5-alphabetical-skipdata.log', 0, 1],
    ['flowlogs-reader.v4.log', 2, 0],
    ['goaccess-1341.cwl-export-timestamp-prefix.log', 5, 0],
    ['vpcflowlog.log.gz', 3, 0],
  ])('%s', async (name, records, unparsedLines) => {
    const reader = readFlowLogs(join(REAL_LOGS, name));
    for await (const batch of reader) expect(batch.numRows).toBe(records);
    expect(reader.progress).toMatchObject({ records, unparsedLines });
  });
});
