import { execFile, execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FLOW_LOG_FIELDS } from '../src/model/fields.ts';
import { namedQueries } from '../src/queries/named-query.ts';

const ROOT = resolve(import.meta.dirname, '..');
const MAIN = join(ROOT, 'dist/cli/main.js');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const PAGES = ['README.md', 'ARCHITECTURE.md', 'CHANGELOG.md', 'docs', 'sample-logs', 'bench'].flatMap(
  (place) =>
    place.endsWith('.md')
      ? [place]
      : readdirSync(join(ROOT, place))
          .filter((name) => name.endsWith('.md'))
          .map((name) => `${place}/${name}`),
);

/** Commands that write their result to standard output and end with exit code 0. */
function flowblame(...args: readonly string[]): string {
  return execFileSync(process.execPath, [MAIN, ...args], { encoding: 'utf8', cwd: folder });
}

/** The output of a command that ends with exit code 3. */
function flowblameSaysNo(...args: readonly string[]): string {
  const { status, stdout } = spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8', cwd: folder });
  expect(status).toBe(3);
  return stdout;
}

/** How a script ends, and what it says on standard error. */
async function bash(
  script: string,
  cwd: string,
): Promise<{ readonly code: number; readonly stderr: string }> {
  return await new Promise((done) => {
    execFile('bash', ['-c', script], { cwd, maxBuffer: 2 ** 26 }, (error, _, stderr) =>
      done({ code: error ? Number(error.code ?? 1) : 0, stderr }),
    );
  });
}

/** The contents of the README's fenced blocks in one language. */
function blocks(language: string): readonly string[] {
  const found = README.matchAll(new RegExp(`^( *)\`\`\`${language}\\n([\\s\\S]*?)^ *\`\`\`$`, 'gm'));
  return [...found].map(([, indent = '', text = '']) => text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''));
}

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowblame-docs-'));
  // In `own` stand what the README calls the reader's own logs and network.
  mkdirSync(join(folder, 'own'));
  symlinkSync(join(ROOT, 'sample-logs'), join(folder, 'own/logs'));
  symlinkSync(join(ROOT, 'sample-logs/network'), join(folder, 'own/network'));
  symlinkSync(join(ROOT, 'sample-logs'), join(folder, 'sample-logs'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the commands of README.md', () => {
  const scripts = blocks('sh');

  test('are there', () => {
    expect(scripts.length).toBeGreaterThanOrEqual(5);
    for (const script of scripts) expect(script).toMatch(/^(?:flowblame |.*\| flowblame )/m);
  });

  // In their order, for later ones read what earlier ones stored.
  test.each(scripts.map((script) => [script.split('\n')[0], script]))(
    'run: %s …',
    async (_, script = '') => {
      const define = `set -euo pipefail\nflowblame() { '${process.execPath}' '${MAIN}' "$@"; }\n`;
      const cwd = / logs\/$/m.test(script) ? join(folder, 'own') : folder;
      expect(await bash(define + script, cwd)).toEqual({
        code: 0,
        stderr: expect.not.stringMatching(/error|cannot|unparsed/i),
      });
    },
    180_000,
  );

  test('give what README.md shows', () => {
    const shown = blocks('text');
    const table = flowblame('blame', '--quiet').split('\n');
    const lines = (shown[0] ?? '').split('\n').filter((line) => line !== '');
    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines) expect(table).toContain(line);

    const status = flowblame('status', '--gap', '120', '--limit', '3').split('\n');
    const told = (shown.at(-1) ?? '').split('\n').filter((line) => line !== '');
    expect(told.length).toBeGreaterThan(20);
    for (const line of told) expect(status).toContain(line);

    const why = flowblameSaysNo('why', 'shop-web-2', '10.20.20.51', '--port', '5432').split('\n');
    const answered = (shown[2] ?? '').split('\n').filter((line) => line !== '' && line !== '…');
    expect(answered.length).toBeGreaterThan(10);
    for (const line of answered) expect(why).toContain(line);

    const flow = (shown[1] ?? '').replaceAll('\n', '');
    expect(flowblame('blame', '--quiet', '--format', 'ndjson').split('\n')).toContain(flow);
  });

  test('include the library', () => {
    const [script = ''] = blocks('js');
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    symlinkSync(ROOT, join(folder, 'node_modules/flowblame'));
    writeFileSync(join(folder, 'library.mjs'), script);
    const output = execFileSync(process.execPath, ['library.mjs'], { cwd: folder, encoding: 'utf8' });
    expect(output).toBe('1080 of 9446 records are refusals\n');
  });
});

describe('README.md names', () => {
  test('every command and every option', () => {
    const commands = [
      ['ingest'],
      ['network', 'import'],
      ['blame'],
      ['connectivity'],
      ['anomalies'],
      ['report'],
      ['why'],
      ['query'],
      ['status'],
    ];
    const listed = [...flowblame('--help').matchAll(/^ {2}(\w+) .*$/gm)].map(([, name = '']) => name);
    expect(listed.toSorted()).toEqual([...new Set(commands.map(([name = '']) => name)), 'help'].toSorted());
    const networks = [...flowblame('network', '--help').matchAll(/^ {2}(\w+) \[options\]/gm)].map(
      ([, name]) => name,
    );
    expect(networks).toEqual(['import']);

    for (const command of commands) {
      expect(README).toContain(`### \`flowblame ${command.join(' ')}`);
      const help = flowblame(...command, '--help');
      const options = [...help.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, option]) => option);
      expect(options.length).toBeGreaterThan(5);
      for (const option of options) expect(README).toMatch(new RegExp(`\`(?:[^\`]* )?${option}[ \`]`));
    }
  });

  test('every format, verdict and confidence that the command line knows', () => {
    const choices = [...flowblame('blame', '--help').matchAll(/"([a-z]+)"/g)].map(([, choice]) => choice);
    expect(choices).toContain('ndjson');
    for (const choice of choices) expect(README).toMatch(new RegExp(`\`(?:--group-by )?${choice}\``));
    const verdicts = /gets a verdict: ([\s\S]*?)\. /
      .exec(flowblame('blame', '--help'))?.[1]
      ?.split(/,\s+|\s+or\s+/);
    expect(verdicts).toHaveLength(9);
    for (const verdict of verdicts ?? []) expect(README).toContain(`| \`${verdict}\` |`);
  });

  test('queries that there are, and the page with all of them', () => {
    const [, chapter = ''] = README.split('### `flowblame query');
    const [section = ''] = chapter.split('\n## ');
    const named = section
      .split('\n')
      .filter((line) => line.startsWith('| `') && !line.startsWith('| `--'))
      .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([\w-]+)`/g)].map(([, name]) => name));
    expect(named.length).toBeGreaterThanOrEqual(10);
    const names: readonly (string | undefined)[] = namedQueries().map(({ name }) => name);
    expect(named.filter((name) => !names.includes(name))).toEqual([]);
    expect(section).toContain('](docs/queries.md)');
    expect(section).toContain(`${names.length} questions`);
  });

  test('every field', () => {
    for (const { version, column } of FLOW_LOG_FIELDS) {
      const row = README.split('\n').find((line) => line.startsWith(`| ${version} | \``));
      expect(row).toContain(`\`${column}\``);
    }
  });

  test('every table and view of the store', () => {
    const schema = readFileSync(join(ROOT, 'queries/schema.sql'), 'utf8');
    const names = [...schema.matchAll(/^CREATE (?:OR REPLACE VIEW|TABLE IF NOT EXISTS) (\w+)/gm)].map(
      ([, name]) => name,
    );
    expect(names.length).toBeGreaterThan(15);
    for (const name of names) expect(README).toContain(`\`${name}\``);
  });
});

describe.each(PAGES)('%s', (page) => {
  const text = readFileSync(join(ROOT, page), 'utf8');

  test('links to files that exist', () => {
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    const local = links.filter((link) => !/^[a-z]+:/.test(link) && !link.startsWith('#'));
    const missing = local.filter((link) => !existsSync(join(ROOT, dirname(page), link.replace(/#.*$/, ''))));
    expect(missing).toEqual([]);
  });

  test('names files that exist', () => {
    const named = [...text.matchAll(/`((?:src|queries|test|bench|docs|sample-logs)\/[\w./-]*\w)`/g)].map(
      ([, path = '']) => path,
    );
    expect(named.filter((path) => !path.startsWith('bench/data') && !existsSync(join(ROOT, path)))).toEqual(
      [],
    );
  });
});
