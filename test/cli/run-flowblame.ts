import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll } from 'vitest';

export const ROOT = resolve(import.meta.dirname, '../..');
export const MAIN = join(ROOT, 'dist/cli/main.js');
export const SAMPLE_LOGS = join(ROOT, 'sample-logs');
export const SAMPLE_NETWORK = join(SAMPLE_LOGS, 'network');

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly cwd?: string;
  /** All of standard input; none: it is empty. */
  readonly input?: string | Uint8Array;
  /** Options of Node.js itself. */
  readonly node?: readonly string[];
}

/** Runs the built command line to its end. */
export async function flowblame(args: readonly string[], surroundings: Surroundings = {}): Promise<Outcome> {
  const child = start(args, surroundings);
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(surroundings.input ?? '');
  return await outcome(child);
}

/** Starts the built command line; its standard input stays open. */
export function start(args: readonly string[], { cwd, node = [] }: Surroundings = {}): ChildProcess {
  return spawn(process.execPath, [...node, MAIN, ...args], { ...(cwd ? { cwd } : {}), stdio: 'pipe' });
}

/** What a process printed and how it ended. */
export async function outcome(child: ChildProcess): Promise<Outcome> {
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      printed[name] += text;
    });
  }
  return await new Promise((done) => child.once('close', (code) => done({ code, ...printed })));
}

/** Waits until the log of changes of a store grows, as it does when something is made permanent, or the process ends. */
export async function untilWritten(db: string, child: ChildProcess): Promise<void> {
  const size = () => statSync(`${db}.wal`, { throwIfNoEntry: false })?.size ?? 0;
  const before = size();
  while (child.exitCode === null && size() <= before) await wait(1);
}

/** A folder of the test file's own, removed at its end. */
export function ownFolder(): { readonly path: (name: string) => string } {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'flowblame-cli-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return { path: (name) => join(folder, name) };
}

/** A store with the sample logs and their network. */
export async function sampleStore(db: string): Promise<void> {
  const runs = [
    ['ingest', SAMPLE_LOGS, '--db', db, '--quiet'],
    ['network', 'import', SAMPLE_NETWORK, '--captured-at', '2026-03-02T00:00:00Z', '--db', db, '--quiet'],
  ];
  for (const args of runs) {
    const { code, stderr } = await flowblame(args);
    if (code !== 0) throw new Error(`flowblame ${args.join(' ')} ended with ${code}: ${stderr}`);
  }
}

/** The rows of a query on a store that no process has open, as any DuckDB client reads them. */
export async function rowsOf(db: string, sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const instance = await DuckDBInstance.create(db, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  try {
    const rows = (await connection.runAndReadAll(sql)).getRowObjectsJS();
    const plain = (value: unknown) => (typeof value === 'bigint' ? Number(value) : value);
    return rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])),
    );
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

export function ndjson(text: string): readonly Readonly<Record<string, unknown>>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

export const V2_HEADER =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';

/** Lines of the default format, each of its own source port and time. */
export function v2Lines(count: number, from = 0): string {
  const lines: string[] = [];
  for (let i = from; i < from + count; i++) {
    const startS = 1_772_409_600 + (i % 80_000);
    const action = i % 10 === 0 ? 'REJECT' : 'ACCEPT';
    lines.push(
      `2 111122223333 eni-0c41c928f98af4984 10.20.${(i >> 8) & 255}.${i & 255} 10.20.0.21 ${1024 + (i % 60_000)} 443 6 1 40 ${startS} ${startS + 59} ${action} OK\n`,
    );
  }
  return lines.join('');
}
