import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from './run-command.ts';
import { IS_THOROUGH } from '../thorough.ts';
import { problemsOf } from './schemas.ts';

const ROOT = join(import.meta.dirname, '../..');
const SAMPLES = join(ROOT, 'sample-logs');
const ADDRESS = ['--param', 'address=10.20.20.51'];

/** How a command is asked for JSON, what describes the document, and what describes a line of NDJSON where it prints that. */
interface Output {
  readonly args: readonly string[];
  readonly schema: string;
  readonly rows?: string;
  /** Where it cannot answer without an imported network. */
  readonly needsNetwork?: boolean;
}

/** What reads a store, by file of src/cli/commands. `ingest` and `network` make one, and are tried below. */
const OUTPUTS: Readonly<Record<string, readonly Output[]>> = {
  anomalies: [{ args: ['anomalies', '--all'], schema: 'anomalies.json', rows: 'anomalies.json#/$defs/row' }],
  blame: [
    {
      args: ['blame', '--group-by', 'flow'],
      schema: 'blame.json#/$defs/byFlow',
      rows: 'blame.json#/$defs/flow',
    },
    {
      args: ['blame', '--group-by', 'rule'],
      schema: 'blame.json#/$defs/byRule',
      rows: 'blame.json#/$defs/rule',
    },
  ],
  connectivity: [
    { args: ['connectivity'], schema: 'connectivity.json', rows: 'connectivity.json#/$defs/pair' },
  ],
  ingest: [],
  network: [],
  query: [
    { args: ['query', 'top-talkers'], schema: 'query.json#/$defs/answer', rows: 'query.json#/$defs/row' },
    { args: ['query', 'conversations-of', ...ADDRESS, '--since', '0'], schema: 'query.json' },
    {
      args: ['query', 'SELECT action, extra, sum(bytes) AS bytes FROM flow_logs GROUP BY ALL'],
      schema: 'query.json',
    },
    { args: ['query', '--list'], schema: 'query.json#/$defs/list', rows: 'query.json#/$defs/named' },
    { args: ['query', 'long-flows', '--list'], schema: 'query.json#/$defs/list' },
  ],
  report: [{ args: ['report'], schema: 'report.json' }],
  status: [
    { args: ['status'], schema: 'status.json', rows: 'status.json#/$defs/interface' },
    {
      args: ['status', '--since', '2026-03-02', '--until', '2026-03-03', '--gap', '30'],
      schema: 'status.json',
    },
  ],
  why: [
    ['shop-web-2', '10.20.20.51', '--port', '5432'],
    ['shop-web-1', '10.20.20.51', '--port', '5432'],
    ['internet', 'shop-bastion', '--port', '22'],
    ['10.20.12.34', 'internet'],
    ['10.20.11.35', '10.20.20.51', '--protocol', 'icmp'],
    ['192.168.30.5', 'subnet-0722f23a4f14560c2', '--source-port', '50000'],
  ].map((ends) => ({ args: ['why', ...ends], schema: 'why.json', needsNetwork: true })),
};

/** The stores on which commands are tried; without records only what asks a network, as the empty one tells of the others. */
const STORES = IS_THOROUGH ? ['shop', 'no-network', 'no-records', 'empty'] : ['shop', 'empty'];

let folder = '';
const path = (name: string) => join(folder, name);
const db = (store: string) => path(`${store}.duckdb`);

async function json(args: readonly string[], codes: readonly number[] = [0]): Promise<unknown> {
  const { code, stdout, stderr } = await runCommand([
    ...args,
    '--format',
    'json',
    '--quiet',
    '--no-progress',
  ]);
  if (!codes.includes(code)) throw new Error(`${args.join(' ')} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as unknown;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowblame-schema-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('what makes a store prints as its schema says:', () => {
  it.each([
    ['shop', join(SAMPLES, '*.log*'), 0],
    ['no-network', join(SAMPLES, '*-v2.log'), 0],
  ] as const)('ingest into %s', async (store, source, code) => {
    expect(problemsOf(await json(['ingest', source, '--db', db(store)], [code]), 'ingest.json')).toEqual([]);
  });

  it('ingest of nothing, of lines that are no records, and of an object that cannot be read', async () => {
    writeFileSync(path('empty.log'), '');
    writeFileSync(path('lines.log'), 'interface-id start\neni-1 0\neni-1 x\n');
    const whole = readFileSync(join(SAMPLES, '2026-03-02-db-v5.log.gz'));
    writeFileSync(path('cut.log.gz'), whole.subarray(0, 5000));
    const nothing = await json(['ingest', path('empty.log'), '--db', db('empty')]);
    expect(problemsOf(nothing, 'ingest.json')).toEqual([]);
    const broken = await json(['ingest', path('lines.log'), path('cut.log.gz'), '--db', db('broken')], [1]);
    expect(problemsOf(broken, 'ingest.json')).toEqual([]);
    expect(broken).toMatchObject({ failedObjects: 1, unparsedLines: 1 });
  });

  it('ingest of its progress', async () => {
    const { stderr } = await runCommand([
      'ingest',
      path('lines.log'),
      '--db',
      ':memory:',
      '--progress',
      'json',
      '--quiet',
    ]);
    const lines = stderr.trim().split('\n');
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(problemsOf(JSON.parse(line), 'ingest.json#/$defs/progress')).toEqual([]);
  });

  it('network import', async () => {
    for (const store of ['shop', 'no-records']) {
      const args = [
        'network',
        'import',
        join(SAMPLES, 'network'),
        '--captured-at',
        '2026-03-02',
        '--db',
        db(store),
      ];
      expect(problemsOf(await json(args), 'network-import.json')).toEqual([]);
    }
    const args = [
      'network',
      'import',
      join(SAMPLES, 'network'),
      path('lines.log'),
      '--skip-unknown',
      '--db',
      ':memory:',
    ];
    const skipped = await json(args);
    expect(problemsOf(skipped, 'network-import.json')).toEqual([]);
    expect(skipped).toMatchObject({ skipped: [{ path: path('lines.log') }] });
  });
});

describe.each(STORES)('on the store %s, what reads it prints as its schema says:', (store) => {
  const outputs = Object.values(OUTPUTS)
    .flat()
    .filter(({ needsNetwork = false }) => store === 'shop' || needsNetwork === (store === 'no-records'));

  it.each(outputs.map((output) => [output.args.join(' '), output] as const))('%s', async (_, output) => {
    const document = await json([...output.args, '--db', db(store)], [0, 3]);
    expect(problemsOf(document, output.schema)).toEqual([]);
    // A schema that allows several documents allows this one, too.
    expect(problemsOf(document, output.schema.split('#')[0] ?? '')).toEqual([]);
  });
});

it.each(
  Object.values(OUTPUTS)
    .flat()
    .flatMap(({ args, rows }) => (rows === undefined ? [] : [[args.join(' '), args, rows] as const])),
)('%s prints lines as their schema says', async (_, args, schema) => {
  const { stdout } = await runCommand([...args, '--db', db('shop'), '--format', 'ndjson', '--quiet']);
  const lines = stdout.split('\n').filter((line) => line !== '');
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) expect(problemsOf(JSON.parse(line), schema)).toEqual([]);
});

describe('every command', () => {
  const commands = readdirSync(join(ROOT, 'src/cli/commands')).map((file) => file.replace(/\.ts$/, ''));

  it('is held to a schema', () => {
    expect(commands.toSorted()).toEqual(Object.keys(OUTPUTS));
  });

  it('that prints NDJSON has a schema of its lines', async () => {
    for (const [command, outputs] of Object.entries(OUTPUTS)) {
      const { stdout } = await runCommand([command, '--help']);
      if (stdout.includes('"ndjson"')) {
        expect({ command, lines: outputs.filter(({ rows }) => rows !== undefined).length }).not.toEqual({
          command,
          lines: 0,
        });
      }
    }
  });
});
