import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ALLOWED, violations } from './architecture/rules.ts';
import { readSource, type SourceFile } from './architecture/source-file.ts';

const ROOT = resolve(import.meta.dirname, '..');

/** What breaks a rule today, with the reason. A line that nothing breaks any more must go. */
const KNOWN: readonly string[] = [];

const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => `src/${name.replaceAll('\\', '/')}`)
  .toSorted()
  .map((path) => readSource(path, readFileSync(join(ROOT, path), 'utf8')));

describe('the sources', () => {
  test('keep to the rules of ARCHITECTURE.md', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(violations(files)).toEqual(KNOWN.toSorted());
  });

  test('are all in a place that the rules know', () => {
    const places = new Set(files.map(({ path }) => path.split('/')[1] ?? ''));
    expect([...places].toSorted()).toEqual(Object.keys(ALLOWED).toSorted());
  });

  test('import something, so that the rules have something to judge', () => {
    const imports = files.flatMap((file) => file.imports);
    expect(imports.length).toBeGreaterThan(200);
    const paths = new Set(files.map(({ path }) => path));
    const lost = imports.filter(({ target }) => target.endsWith('.ts') && !paths.has(target));
    expect(lost).toEqual([]);
  });
});

function judge(sources: Readonly<Record<string, string>>): readonly string[] {
  return violations(Object.entries(sources).map(([path, text]): SourceFile => readSource(path, text)));
}

describe('the rules', () => {
  test.each([
    [
      'against the flow',
      { 'src/model/a.ts': "import { b } from '../store/b.ts';" },
      'src/model/a.ts imports src/store/b.ts',
    ],
    [
      'of a type against the flow',
      { 'src/store/a.ts': "import type { B } from '../blame/b.ts';" },
      'src/store/a.ts imports src/blame/b.ts (type)',
    ],
    [
      'through a re-export',
      { 'src/decode/a.ts': "export { b } from '../parse/b.ts';" },
      'src/decode/a.ts imports src/parse/b.ts',
    ],
    [
      'by import()',
      { 'src/parse/a.ts': "const b = await import('../store/b.ts');" },
      'src/parse/a.ts imports src/store/b.ts',
    ],
    [
      'for its effects',
      { 'src/parse/a.ts': "import '../store/b.ts';" },
      'src/parse/a.ts imports src/store/b.ts',
    ],
    [
      'over several lines',
      { 'src/parse/a.ts': "import {\n  b,\n  c,\n} from '../store/b.ts';" },
      'src/parse/a.ts imports src/store/b.ts',
    ],
    [
      'of the command line past index.ts',
      { 'src/cli/a.ts': "import type { B } from '../store/b.ts';" },
      'src/cli/a.ts imports src/store/b.ts (type)',
    ],
    [
      'of the command line before it is needed',
      { 'src/cli/a.ts': "import { b } from '../index.ts';" },
      'src/cli/a.ts imports src/index.ts',
    ],
    [
      'out of src',
      { 'src/parse/a.ts': "import { b } from '../../test/b.ts';" },
      'src/parse/a.ts imports test/b.ts',
    ],
    [
      'of a package in the wrong place',
      { 'src/blame/a.ts': "import type { D } from '@duckdb/node-api';" },
      'src/blame/a.ts imports @duckdb/node-api (type)',
    ],
    [
      'of a value where types are allowed',
      { 'src/ingest/ingest.ts': "import { RecordBatch } from 'apache-arrow';" },
      'src/ingest/ingest.ts imports apache-arrow',
    ],
    [
      'of a package before it is needed',
      { 'src/sources/s3/a.ts': "import { S3Client } from '@aws-sdk/client-s3';" },
      'src/sources/s3/a.ts imports @aws-sdk/client-s3',
    ],
    [
      'of an unknown package',
      { 'src/parse/a.ts': "import { x } from 'left-pad';" },
      'src/parse/a.ts imports left-pad',
    ],
    [
      'of the file system',
      { 'src/blame/a.ts': "import { readFileSync } from 'node:fs';" },
      'src/blame/a.ts imports node:fs',
    ],
    [
      'of anything in the model',
      { 'src/model/a.ts': "import { isIP } from 'node:net';" },
      'src/model/a.ts imports node:net',
    ],
  ])('find an import %s', (_, sources, violation) => {
    expect(judge(sources)).toEqual([violation]);
  });

  test.each([
    ['console', { 'src/store/a.ts': "console.log('x');" }, 'src/store/a.ts uses console.'],
    ['process', { 'src/store/a.ts': 'const home = process.env.HOME;' }, 'src/store/a.ts uses process.'],
    ['the clock', { 'src/store/a.ts': 'const now = Date.now();' }, 'src/store/a.ts uses Date.now('],
    ['SQL', { 'src/store/a.ts': "run('SELECT 1');" }, "src/store/a.ts holds SQL: 'SELECT 1'"],
    [
      'SQL in a template',
      { 'src/store/a.ts': 'run(`\n  INSERT INTO t VALUES (${x})`);' },
      'src/store/a.ts holds SQL: `\n  INSERT INTO t VALUES (${x})`',
    ],
    ['a long file', { 'src/store/a.ts': 'x;\n'.repeat(301) }, 'src/store/a.ts has 301 lines, at most 300'],
    [
      'a file of odds and ends',
      { 'src/store/string-utils.ts': '' },
      'src/store/string-utils.ts is named for no noun',
    ],
    ['a default export', { 'src/store/a.ts': 'export default 1;' }, 'src/store/a.ts has a default export'],
    [
      'a cycle',
      {
        'src/blame/a.ts': "import { b } from './b.ts';",
        'src/blame/b.ts': "import type { A } from './a.ts';",
      },
      'cycle: src/blame/a.ts → src/blame/b.ts → src/blame/a.ts',
    ],
  ])('find %s', (_, sources, violation) => {
    expect(judge(sources)).toEqual([violation]);
  });

  test('let pass what is allowed', () => {
    const sources = {
      'src/store/a.ts':
        "// process.exit, SELECT 1\nimport type { Context } from '../parse/context.ts';\nimport { loadSql } from '../sql/load.ts';",
      'src/cli/a.ts':
        "import type { Store } from '../index.ts';\nprocess.exitCode = 1;\nconst api = await import('../index.ts');",
      'src/reports/a.ts':
        "/* FROM records */\nimport { type IngestResult } from '../ingest/ingest.ts';\nconst text = 'FROM THE INTERNET, to be processed.';",
    };
    expect(judge(sources)).toEqual([]);
  });
});
