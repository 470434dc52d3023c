import { copyFileSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  flowblame,
  ownFolder,
  rowsOf,
  SAMPLE_LOGS,
  SAMPLE_NETWORK,
  V2_HEADER,
  v2Lines,
} from './run-flowblame.ts';

const own = ownFolder();
const DB_LOG = '2026-03-02-db-v5.log.gz';
const GZ = readFileSync(join(SAMPLE_LOGS, DB_LOG));
const PLAIN = gunzipSync(GZ).toString();

/** Runs `ingest` with JSON output into a store of the test's own folder. */
async function ingest(db: string, args: readonly string[], input?: string | Uint8Array) {
  const all = ['ingest', ...args, '--db', own.path(db), '--format', 'json'];
  const { code, stdout, stderr } = await flowblame(all, {
    cwd: own.path('.'),
    ...(input === undefined ? {} : { input }),
  });
  return { code, stderr, result: JSON.parse(stdout || '{}') as Readonly<Record<string, unknown>> };
}

async function count(db: string): Promise<unknown> {
  return (await rowsOf(own.path(db), 'SELECT count(*) AS n FROM flow_logs'))[0]?.n;
}

function file(name: string, content: string | Uint8Array): string {
  writeFileSync(own.path(name), content);
  return name;
}

describe.concurrent('the JSON result', () => {
  test('has exactly the members of the contract, and the reasons of failures', async () => {
    const { code, result, stderr } = await ingest('json.duckdb', [SAMPLE_LOGS]);
    expect(code).toBe(0);
    expect(Object.keys(result)).toEqual([
      'objects',
      'skippedObjects',
      'failedObjects',
      'records',
      'accepted',
      'rejected',
      'nodata',
      'skipdata',
      'unparsedLines',
      'bytesRead',
      'bytesDecoded',
      'seconds',
      'recordsPerSecond',
      'failures',
      'duplicates',
    ]);
    expect(result).toMatchObject({
      objects: 4,
      skippedObjects: 0,
      failedObjects: 0,
      skipdata: 1,
      unparsedLines: 0,
      failures: [],
    });
    const { records, accepted, rejected, nodata, skipdata } = result as Record<string, number>;
    expect((accepted ?? 0) + (rejected ?? 0) + (nodata ?? 0) + (skipdata ?? 0)).toBe(records);
    expect(await count('json.duckdb')).toBe(records);
    expect(stderr).toContain('1 SKIPDATA record: AWS dropped records');
    expect(stderr).toContain('files that are not named like flow logs');
  });

  test('goes to a file whose name ends in .json, and the summary to standard error otherwise', async () => {
    file('small.log', `${V2_HEADER}\n${v2Lines(10)}`);
    const summary = await flowblame(['ingest', own.path('small.log'), '--db', own.path('out.duckdb')]);
    expect(summary).toMatchObject({ code: 0, stdout: '' });
    expect(summary.stderr).toMatch(/^10 records from 1 object in [\d.]+ s\n {2}9 ACCEPT, 1 REJECT\n$/);
    const again = ['ingest', own.path('small.log'), '--db', own.path('out.duckdb'), '--quiet'];
    expect(await flowblame(again)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await flowblame([...again, '--output', own.path('out.json')])).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    });
    expect(JSON.parse(readFileSync(own.path('out.json'), 'utf8'))).toMatchObject({
      objects: 0,
      skippedObjects: 1,
    });
  });
});

describe('sources', () => {
  test('a file, a folder and a glob name the same objects, which are ingested once', async () => {
    mkdirSync(own.path('logs/deeper'), { recursive: true });
    file('logs/a.log', `${V2_HEADER}\n${v2Lines(10)}`);
    file('logs/deeper/b.log', `${V2_HEADER}\n${v2Lines(20)}`);
    const first = await ingest('sources.duckdb', ['logs/a.log']);
    expect(first.result).toMatchObject({ objects: 1, skippedObjects: 0, records: 10 });
    const folder = await ingest('sources.duckdb', ['logs']);
    expect(folder.result).toMatchObject({ objects: 1, skippedObjects: 1, records: 20 });
    const several = await ingest('sources.duckdb', ['logs/**/*.log', 'logs', 'logs/a.log']);
    expect(several.result).toMatchObject({ objects: 0, skippedObjects: 2, records: 0 });
    expect(await count('sources.duckdb')).toBe(30);
  });

  test('a changed file replaces what it brought before', async () => {
    file('changing.log', `${V2_HEADER}\n${v2Lines(10)}nonsense\n`);
    await ingest('changing.duckdb', ['changing.log']);
    file('changing.log', `${V2_HEADER}\n${v2Lines(25)}`);
    expect((await ingest('changing.duckdb', ['changing.log'])).result).toMatchObject({
      objects: 1,
      records: 25,
    });
    utimesSync(own.path('changing.log'), 1_772_409_600, 1_772_409_600);
    expect((await ingest('changing.duckdb', ['changing.log'])).result).toMatchObject({
      objects: 1,
      records: 25,
    });
    expect(await count('changing.duckdb')).toBe(25);
    expect(await rowsOf(own.path('changing.duckdb'), 'FROM unparsed_lines')).toEqual([]);
  });

  test('standard input is told apart by content, plain or gzip', async () => {
    const ten = `${V2_HEADER}\n${v2Lines(10)}`;
    expect((await ingest('stdin.duckdb', ['-'], ten)).result).toMatchObject({ objects: 1, records: 10 });
    expect((await ingest('stdin.duckdb', ['-'], ten)).result).toMatchObject({
      objects: 0,
      skippedObjects: 1,
    });
    const gzip = gzipSync(`${V2_HEADER}\n${v2Lines(7, 100)}`);
    expect((await ingest('stdin.duckdb', ['-'], gzip)).result).toMatchObject({ objects: 1, records: 7 });
    expect(await count('stdin.duckdb')).toBe(17);
  });
});

describe.concurrent('objects that cannot be read', () => {
  test('fail alone, each with its reason, and nothing of them is kept', async () => {
    mkdirSync(own.path('bad'));
    file('bad/1-good.log', `${V2_HEADER}\n${v2Lines(10)}`);
    file('bad/2-truncated.log.gz', GZ.subarray(0, 9000));
    file(
      'bad/3-corrupt.log.gz',
      Buffer.concat([GZ.subarray(0, 9000), Buffer.alloc(500, 7), GZ.subarray(9500)]),
    );
    file('bad/4-parquet.log', 'PAR1\u0015\u0004\u0015PAR1');
    file('bad/5-binary.log', Buffer.from([0, 1, 2, 3, 0, 255, 254]));
    copyFileSync(join(SAMPLE_NETWORK, 'describe-vpcs.json'), own.path('bad/6-network.log'));
    file('bad/7-good.log', `${V2_HEADER}\n${v2Lines(5, 50)}`);
    const { code, result, stderr } = await ingest('bad.duckdb', ['bad']);
    expect(code).toBe(1);
    expect(result).toMatchObject({ objects: 2, failedObjects: 5, records: 15 });
    expect(result.failures).toEqual([
      {
        object: own.path('bad/2-truncated.log.gz'),
        reason: expect.stringMatching(/^gzip stream ends early/),
      },
      { object: own.path('bad/3-corrupt.log.gz'), reason: expect.stringMatching(/^gzip stream is corrupt/) },
      { object: own.path('bad/4-parquet.log'), reason: expect.stringContaining('Parquet') },
      { object: own.path('bad/5-binary.log'), reason: expect.stringContaining('binary') },
      { object: own.path('bad/6-network.log'), reason: expect.stringContaining('flowblame network import') },
    ]);
    expect(stderr.split('\n').filter((line) => line.startsWith('Cannot read "'))).toHaveLength(5);
    expect(stderr).not.toMatch(/Cannot read.*Cannot read/);
    expect(await count('bad.duckdb')).toBe(15);
    expect((await ingest('bad.duckdb', ['bad'])).result).toMatchObject({
      objects: 0,
      skippedObjects: 2,
      failedObjects: 5,
    });
  });

  test('an empty file is an object without records, and said to be empty', async () => {
    file('empty.log', '');
    file('empty.log.gz', '');
    file('header.log', `${V2_HEADER}\n`);
    const { code, result, stderr } = await ingest('empty.duckdb', [
      'empty.log',
      'empty.log.gz',
      'header.log',
    ]);
    expect(code).toBe(0);
    expect(result).toMatchObject({ objects: 3, failedObjects: 0, records: 0 });
    expect(stderr.match(/ is empty$/gm)).toHaveLength(3);
  });

  test('a folder without logs is an error that says so', async () => {
    mkdirSync(own.path('nothing'));
    mkdirSync(own.path('others'));
    file('others/readme.md', '# no log\n');
    const empty = await flowblame(['ingest', 'nothing', '--db', 'x.duckdb'], { cwd: own.path('.') });
    expect(empty).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('it is empty') });
    const others = await flowblame(['ingest', 'others', '--db', 'x.duckdb'], { cwd: own.path('.') });
    expect(others).toMatchObject({ code: 1, stderr: expect.stringContaining('is named like one') });
  });

  test('text that is no log is kept in unparsed_lines, with a warning', async () => {
    file('wrong.txt', 'Dear diary,\nthe network was slow today.\n');
    const { code, result, stderr } = await ingest('wrong.duckdb', ['wrong.txt']);
    expect(code).toBe(0);
    expect(result).toMatchObject({ objects: 1, records: 0, unparsedLines: 2 });
    expect(stderr).toContain('wrong.txt": no flow-log record in 2 lines; the first is line 1: ');
    const lines = await rowsOf(
      own.path('wrong.duckdb'),
      'SELECT line_number, line FROM unparsed_lines ORDER BY 1',
    );
    expect(lines).toEqual([
      { line_number: 1, line: 'Dear diary,' },
      { line_number: 2, line: 'the network was slow today.' },
    ]);
  });
});

describe.concurrent('shapes of text', () => {
  const lines = PLAIN.trimEnd().split('\n');
  const header = lines[0] ?? '';
  const some = lines.slice(1, 51);

  test('line ends, byte order mark, double spaces and repeated headers change nothing', async () => {
    const text = `${[header, ...some].join('\n')}\n`;
    file('shape-crlf.log', text.replaceAll('\n', '\r\n'));
    file('shape-bom.log', `\uFEFF${text}`);
    file('shape-spaces.log', text.replaceAll('OK', ' OK'));
    file('shape-twice.log', `${text}${header}\n`);
    file('shape-plain.log', text);
    const { result } = await ingest('shapes.duckdb', ['shape-*.log']);
    expect(result).toMatchObject({ objects: 5, records: 250, unparsedLines: 0 });
    const contents = await rowsOf(
      own.path('shapes.duckdb'),
      "SELECT count(*) AS n FROM (SELECT DISTINCT COLUMNS(c -> c <> 'object_id') FROM flow_logs)",
    );
    expect(contents).toEqual([{ n: new Set(some).size }]);
  });

  test('a log without a header needs --fields unless it is in the default format', async () => {
    file('headless-v2.log', v2Lines(10));
    file(
      'headless-cloudwatch.log',
      v2Lines(10, 20).replaceAll(/^/gm, '2026-03-02T00:00:00.000Z ').slice(0, -25),
    );
    file('headless-v5.log', `${some.join('\n')}\n`);
    const bare = await ingest('headless.duckdb', ['headless-*.log']);
    expect(bare.result).toMatchObject({ objects: 3, records: 20, unparsedLines: 50 });
    expect(bare.stderr).toContain('--fields');
    const named = await ingest('named.duckdb', ['headless-v5.log', '--fields', header]);
    expect(named.result).toMatchObject({ records: 50, unparsedLines: 0 });
    const commas = await ingest('commas.duckdb', [
      'headless-v5.log',
      '--fields',
      header.replaceAll(' ', ','),
    ]);
    expect(commas.result).toMatchObject({ records: 50, unparsedLines: 0 });
  });

  test('fields that AWS does not have yet are in the column extra, and a misspelt one of --fields is pointed out', async () => {
    file('extra.log', `${V2_HEADER} colour\n${v2Lines(3).replaceAll(' OK', ' OK green')}`);
    expect((await ingest('extra.duckdb', ['extra.log'])).result).toMatchObject({
      records: 3,
      unparsedLines: 0,
    });
    const rows = await rowsOf(
      own.path('extra.duckdb'),
      "SELECT DISTINCT extra['colour'] AS colour FROM flow_logs",
    );
    expect(rows).toEqual([{ colour: 'green' }]);
    const { stderr } = await ingest('misspelt.duckdb', ['extra.log', '--fields', 'version srcadr']);
    expect(stderr).toContain('kept in the column "extra": srcadr');
  });

  test('a transit gateway log is refused by its header, with the reason', async () => {
    const tgw = 'version resource-type account-id tgw-id tgw-attachment-id srcaddr dstaddr log-status';
    file('tgw.log', `${tgw}\n6 TransitGateway 111122223333 tgw-1 tgw-attach-1 10.0.0.1 10.0.0.2 OK\n`);
    const { result, stderr } = await ingest('tgw.duckdb', ['tgw.log']);
    expect(result).toMatchObject({ records: 0 });
    expect(stderr).toMatch(/transit gateway/i);
  });
});
