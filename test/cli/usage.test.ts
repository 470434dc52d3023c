import { describe, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { flowblame, ownFolder, ROOT } from './run-flowblame.ts';

const own = ownFolder();

/** Prints at the end whether DuckDB's library was loaded. */
const TELL_DUCKDB = `data:text/javascript,${encodeURIComponent(`
  import { writeSync } from 'node:fs';
  process.on('exit', () => {
    const loaded = process.report.getReport().sharedObjects.some((path) => path.includes('duckdb'));
    writeSync(2, loaded ? 'duckdb loaded' : 'duckdb not loaded');
  });
`)}`;

describe.concurrent('help and version', () => {
  test.each([
    [['--help'], /^Usage: flowblame [\s\S]*ingest[\s\S]*network[\s\S]*blame[\s\S]*query/],
    [['--version'], /^\d+\.\d+\.\d+\n$/],
    [['ingest', '--help'], /^Usage: flowblame ingest[\s\S]*--fields[\s\S]*unparsed_lines/],
    [['network', 'import', '--help'], /^Usage: flowblame network import[\s\S]*--captured-at/],
    [['blame', '--help'], /^Usage: flowblame blame[\s\S]*--group-by[\s\S]*nacl-implicit-deny/],
    [['query', '--help'], /^Usage: flowblame query[\s\S]*--param/],
    [['status', '--help'], /^Usage: flowblame status[\s\S]*--gap[\s\S]*NODATA/],
  ])('%j is on standard output and loads no DuckDB', async (args, expected) => {
    const { code, stdout, stderr } = await flowblame(args, { node: ['--import', TELL_DUCKDB] });
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'duckdb not loaded' });
    expect(stdout).toMatch(expected);
  });

  test('a command that works loads it', async () => {
    const { stderr } = await flowblame(['blame', '--db', ':memory:', '--quiet'], {
      node: ['--import', TELL_DUCKDB],
    });
    expect(stderr).toBe('duckdb loaded');
  });

  test('the version is that of package.json', async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect((await flowblame(['--version'])).stdout).toBe(`${version}\n`);
  });
});

describe.concurrent('a usage error', () => {
  test.each([
    [['bogus'], "unknown command 'bogus'"],
    [['blam'], 'Did you mean blame?'],
    [['ingest'], "missing required argument 'source'"],
    [['ingest', '--bogus', 'x.log'], "unknown option '--bogus'"],
    [['ingest', 'x.log', '--format', 'csv'], "argument 'csv' is invalid"],
    [['ingest', 'x.log', '--fields', ' '], 'expected the names of fields'],
    [['network', 'bogus'], "unknown command 'bogus'"],
    [['network', 'import'], "missing required argument 'path'"],
    [['network', 'import', 'x', '--captured-at', 'noon'], "argument 'noon' is invalid"],
    [['network', 'import', 'x', '--prefix-list', 'pl-1'], 'expected ID=FILE, found "pl-1"'],
    [['blame', 'extra'], "too many arguments for 'blame'"],
    [['blame', '--format', 'xml'], "argument 'xml' is invalid"],
    [['blame', '--since', 'yesterday'], 'expected ISO 8601'],
    [['blame', '--since', '2026-03-03', '--until', '2026-03-02'], '--since must be before --until'],
    [['query'], 'expected the name of a query or SQL'],
    [['query', ' '], 'expected the name of a query or SQL'],
    [['query', 'bogus'], 'there is no query "bogus"'],
    [['query', 'SELECT 1', '--param', 'limit=1'], '--param goes with a named query'],
    [['query', 'SELECT 1', '--since', '0'], '--since and --until go with a named query'],
  ])('%j is named in one line', async (args, expected) => {
    const { code, stdout, stderr } = await flowblame(args, { cwd: own.path('.') });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(expected);
    expect(stderr).toMatch(/^[^\n]+\n$/);
  });

  test('without a command shows the help on standard error', async () => {
    const { code, stdout, stderr } = await flowblame([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^Usage: flowblame/);
  });
});

describe.concurrent('a failure', () => {
  test.each([
    [['blame', '--db', 'none.duckdb'], 'Cannot open "none.duckdb": no such store'],
    [['query', 'top-talkers', '--db', 'none.duckdb'], 'Cannot open "none.duckdb": no such store'],
    [['ingest', 'none.log', '--db', 'x.duckdb'], 'Cannot read "none.log": no such file'],
    [['ingest', 'none*.log', '--db', 'x.duckdb'], 'Cannot find files for "none*.log": nothing matches'],
    [['ingest', '-', '--db', 'none/x.duckdb'], 'Cannot open "none/x.duckdb"'],
    [['blame', '--db', ':memory:', '--quiet', '--output', 'none/x.json'], 'Cannot write "none/x.json"'],
  ])('%j is one line without a stack trace', async (args, expected) => {
    const { code, stdout, stderr } = await flowblame(args, { cwd: own.path('.') });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(expected);
    expect(stderr).toMatch(/^[^\n]+\n$/);
  });

  test('has its stack trace with --verbose', async () => {
    const { code, stderr } = await flowblame(['blame', '--db', own.path('none.duckdb'), '--verbose']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/no such store.*\n +at /);
  });
});
