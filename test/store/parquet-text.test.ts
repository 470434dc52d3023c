import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FLOW_LOG_FIELDS } from '../../src/model/fields.ts';
import { readFlowLogs } from '../../src/read-flow-logs.ts';
import { parquetText, spooledParquetText } from '../../src/store/parquet-text.ts';
import { everywhere, memorySource } from '../sources/memory-source.ts';
import { temporaryFolder, writeParquet } from './parquet-files.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const path = join(folder.path, 'flow.parquet');

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) {
    expect(chunk.at(-1)).toBe(0x0a);
    parts.push(chunk);
  }
  return Buffer.concat(parts).toString();
}

/** The lines of a Parquet file made of these rows. */
async function linesOf(query: string, options = ''): Promise<readonly string[]> {
  await writeParquet(path, query, options);
  return (await textOf(parquetText(path))).trimEnd().split('\n');
}

const DEFAULT = `SELECT 2::INTEGER AS version, '000022223333' AS account_id, 'eni-0a1' AS interface_id, '203.0.113.7' AS srcaddr,
  '192.0.2.5' AS dstaddr, 4711::INTEGER AS srcport, 22::INTEGER AS dstport, 6::INTEGER AS protocol, 3::BIGINT AS packets,
  180::BIGINT AS bytes, 1700000000::BIGINT AS "start", 1700000060::BIGINT AS "end", 'REJECT' AS "action", 'OK' AS log_status`;
const DEFAULT_HEADER =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
const DEFAULT_LINE =
  '2 000022223333 eni-0a1 203.0.113.7 192.0.2.5 4711 22 6 3 180 1700000000 1700000060 REJECT OK';

describe('a Parquet file becomes text', () => {
  test.each(['uncompressed', 'snappy', 'gzip', 'zstd', 'lz4', 'brotli'])(
    'of any codec: %s',
    async (codec) => {
      expect(await linesOf(DEFAULT, `, COMPRESSION ${codec}`)).toEqual([DEFAULT_HEADER, DEFAULT_LINE]);
    },
  );

  test('of all fields, in any order and any spelling', async () => {
    const fields = FLOW_LOG_FIELDS.toReversed();
    const columns = fields.map(
      ({ name, column }, i) => `'v${i}' AS "${i % 2 ? name.toUpperCase() : column}"`,
    );
    expect(await linesOf(`SELECT ${columns.join(', ')}`)).toEqual([
      fields.map(({ name }) => name).join(' '),
      fields.map((_, i) => `v${i}`).join(' '),
    ]);
  });

  test('with - for all that is no value', async () => {
    const lines = await linesOf(
      `SELECT NULL::INTEGER AS srcport, NULL::VARCHAR AS srcaddr, '' AS dstaddr, 'None' AS vpc_id, '-' AS "action",
        'NaN'::DOUBLE AS packets, NULL::TIMESTAMP AS "start", NULL::DECIMAL(9, 2) AS bytes, '' AS instance_tag`,
    );
    expect(lines[1]).toBe('- - - - - - - - -');
  });

  test('with whole numbers of any type', async () => {
    const lines = await linesOf(
      `SELECT 443::USMALLINT AS dstport, '80' AS srcport, 6.0::FLOAT AS protocol, 1e15::DOUBLE AS packets,
        9007199254740993.00::DECIMAL(38, 2) AS bytes, 12.5::DOUBLE AS tcp_flags, TIMESTAMP '2023-11-14 22:13:20.9' AS "start",
        TIMESTAMPTZ '2023-11-14 22:14:20+00' AS "end", 2::UBIGINT AS version, 22223333::BIGINT AS account_id,
        4::HUGEINT AS encryption_status, DATE '2023-11-14' AS region`,
    );
    expect(lines[1]).toBe(
      '443 80 6 1000000000000000 9007199254740993 12.5 1700000000 1700000060 2 000022223333 4 1699920000',
    );
  });

  test('with byte strings that are not said to be text', async () => {
    expect((await linesOf(`SELECT 'eni-0a1'::BLOB AS interface_id, 'REJECT'::BLOB AS "action"`))[1]).toBe(
      'eni-0a1 REJECT',
    );
  });

  test('without partitions, and with columns that are no field under their own names', async () => {
    const lines = await linesOf(
      `SELECT '192.0.2.1' AS srcaddr, 'ACCEPT' AS "action", 'OK' AS log_status, 2023 AS "year", '01' AS "month", '1' AS "aws-account-id",
        'blue team' AS "Team Name", TIMESTAMP '2023-11-14 22:13:20' AS ingested, [1, 2] AS "7"`,
    );
    expect(lines).toEqual([
      'srcaddr action log-status team_name ingested x7',
      '192.0.2.1 ACCEPT OK blue%20team 2023-11-14%2022%3A13%3A20 %5B1%2C%202%5D',
    ]);
  });

  test('in the order of its rows, over row groups and slices', async () => {
    const rows = 300_000;
    const lines = await linesOf(
      `SELECT i AS packets, '192.0.2.' || i % 256 AS srcaddr FROM range(${rows}) t(i)`,
      ', ROW_GROUP_SIZE 50000',
    );
    expect(lines).toHaveLength(rows + 1);
    expect(lines.findIndex((line, i) => i > 0 && !line.startsWith(`${i - 1} `))).toBe(-1);
  });

  test('of no row, with its header', async () => {
    expect(await linesOf(`${DEFAULT} WHERE false`)).toEqual([DEFAULT_HEADER]);
  });

  test('from a path that looks like a pattern', async () => {
    await writeParquet(path, DEFAULT);
    const odd = join(folder.path, "we[i]r*d? 'name'.parquet");
    renameSync(path, odd);
    expect(await textOf(parquetText(odd))).toBe(`${DEFAULT_HEADER}\n${DEFAULT_LINE}\n`);
  });
});

describe('white space in values', () => {
  test('is kept in tags and costs the row elsewhere, and no other row', async () => {
    const query = `SELECT '192.0.2.' || i AS srcaddr, CASE i WHEN 1 THEN E'eni\\n 1' WHEN 2 THEN ' ' ELSE 'eni-1' END AS interface_id,
        CASE i WHEN 0 THEN '50% of it' WHEN 2 THEN E'a\\tb' ELSE '100%25' END AS instance_tag FROM range(4) t(i)`;
    const bytes = await writeParquet(path, query);
    const unparsed: string[] = [];
    const reader = readFlowLogs(memorySource(bytes), {
      onUnparsedLine: ({ lineNumber, reason }) => unparsed.push(`${lineNumber}: ${reason}`),
    });
    const tags: unknown[] = [];
    for await (const batch of reader)
      for (const row of batch.toArray() as Iterable<Record<string, unknown>>) tags.push(row.instance_tag);
    expect(tags).toEqual(['50% of it', '100%']);
    expect(unparsed).toEqual([
      expect.stringMatching(/^3: field "interface-id": control character/),
      expect.stringMatching(/^4: field "interface-id": control character/),
    ]);
    expect(reader.progress).toMatchObject({ records: 2, unparsedLines: 2 });
  });
});

describe('a Parquet file is refused', () => {
  test.each([
    [
      'SELECT 1 AS a, 2 AS b',
      'a Parquet file with columns "a", "b": expected names of VPC flow log fields, found 0',
    ],
    ['SELECT 1 AS srcaddr, 2 AS a, 3 AS b', 'found 1'],
    ['SELECT 1 AS start_time, 2 AS "start"', 'two columns for the field "start"'],
  ])('%s', async (query, message) => {
    await writeParquet(path, query);
    await expect(textOf(parquetText(path))).rejects.toThrow(message);
  });

  test('that is cut or is none', async () => {
    const bytes = await writeParquet(path, DEFAULT);
    for (const length of [4, 8, bytes.length >> 1, bytes.length - 1]) {
      writeFileSync(path, bytes.subarray(0, length));
      await expect(textOf(parquetText(path))).rejects.toThrow(/^a Parquet file that cannot be read: [^\n]+$/);
    }
    await expect(textOf(parquetText(join(folder.path, 'none')))).rejects.toThrow(
      'a Parquet file that cannot be read',
    );
  });

  test.each([
    ['fewer', [0x64], 'should have 50 rows and has 200: it is corrupt'],
    ['less than none', [0x01], 'negative number of rows'],
    ['endlessly many', [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f], 'rows and has 200: it is corrupt'],
  ])('that promises %s rows than it has', async (_, varint, message) => {
    const bytes = await writeParquet(path, `${DEFAULT} FROM range(200)`);
    // The number of rows as a zigzag varint, between the schema and the row groups.
    const at = bytes.indexOf(Buffer.from([0x16, 0x90, 0x03, 0x19]));
    expect(at).toBeGreaterThan(0);
    const changed = Buffer.concat([bytes.subarray(0, at + 1), Buffer.from(varint), bytes.subarray(at + 3)]);
    const footer = changed.length - 8;
    changed.writeUInt32LE(changed.readUInt32LE(footer) + varint.length - 2, footer);
    writeFileSync(path, changed);
    await expect(textOf(parquetText(path))).rejects.toThrow(message);
  });

  test('with more text than is allowed', async () => {
    await writeParquet(path, `${DEFAULT} FROM range(5000)`);
    await expect(textOf(parquetText(path, 100_000))).rejects.toThrow(
      'the Parquet file holds more than 100000 bytes: allow more with --max-decoded-bytes',
    );
  });
});

describe('a stream of Parquet', () => {
  // Others spool into the common one at the same time.
  const temporary = join(folder.path, 'temporary');
  const spooled = () => readdirSync(temporary);
  beforeEach(() => {
    mkdirSync(temporary, { recursive: true });
    for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, temporary);
  });
  afterEach(() => vi.unstubAllEnvs());

  test('is read like a file, and leaves nothing behind', async () => {
    const bytes = await writeParquet(path, DEFAULT);
    const source = memorySource(bytes, everywhere(bytes.length));
    expect(await textOf(spooledParquetText(source.open()))).toBe(`${DEFAULT_HEADER}\n${DEFAULT_LINE}\n`);
    for await (const _ of spooledParquetText(source.open())) {
      expect(spooled()).toHaveLength(1);
      break;
    }
    await expect(textOf(spooledParquetText(memorySource('PAR1').open()))).rejects.toThrow('cannot be read');
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield bytes.subarray(0, 30);
      throw new Error('disk on fire');
    }
    await expect(textOf(spooledParquetText(failing()))).rejects.toThrow('disk on fire');
    expect(spooled()).toEqual([]);
  });

  test('may be let go of while slices are being read', async () => {
    const bytes = await writeParquet(path, `${DEFAULT} FROM range(400000)`);
    let chunks = 0;
    for await (const _ of spooledParquetText(memorySource(bytes).open())) if (++chunks === 5) break;
    expect(chunks).toBe(5);
    expect(spooled()).toEqual([]);
  });

  test('is not read beyond what is allowed', async () => {
    const bytes = await writeParquet(path, `${DEFAULT} FROM range(5000)`);
    const reading = async () => {
      for await (const _ of readFlowLogs(memorySource(bytes), { maxDecodedBytes: 100_000 }));
    };
    await expect(reading()).rejects.toThrow(
      'Cannot read "memory": the Parquet file holds more than 100000 bytes',
    );
  });

  test('is refused where it was not asked for', async () => {
    const bytes = await writeParquet(path, DEFAULT);
    const reading = async () => {
      for await (const _ of readFlowLogs(memorySource(bytes), { inputFormat: 'csv' }));
    };
    await expect(reading()).rejects.toThrow('the content is Parquet, not what --input-format csv stands for');
  });

  test('comes as records out of the library', async () => {
    const bytes = await writeParquet(path, `${DEFAULT} FROM range(3)`);
    const reader = readFlowLogs(memorySource(bytes));
    for await (const batch of reader) expect(batch.numRows).toBe(3);
    expect(reader.progress).toMatchObject({
      records: 3,
      unparsedLines: 0,
      fields: DEFAULT_HEADER.split(' '),
    });
  });
});
