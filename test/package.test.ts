import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');
const read = (name: string) => readFileSync(join(ROOT, name), 'utf8');

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly type: string;
  readonly license: string;
  readonly engines: { readonly node: string };
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: { readonly '.': { readonly types: string; readonly default: string } };
  readonly files: readonly string[];
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

interface Lock {
  readonly packages: Readonly<
    Record<
      string,
      {
        readonly resolved?: string;
        readonly dev?: boolean;
        readonly license?: string;
        readonly hasInstallScript?: boolean;
      }
    >
  >;
}

const manifest = JSON.parse(read('package.json')) as Manifest;
const lock = JSON.parse(read('package-lock.json')) as Lock;

describe('package.json', () => {
  test('is that of an ES module for Node.js 20', () => {
    expect(manifest).toMatchObject({
      name: 'flowblame',
      type: 'module',
      engines: { node: '>=20' },
      license: 'Apache-2.0',
    });
    expect(manifest.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(read('CHANGELOG.md')).toContain(`## ${manifest.version}`);
    expect(read('LICENSE')).toMatch(/^\s*Apache License\s+Version 2\.0, January 2004/);
  });

  test('names a command and an entry that the build makes', () => {
    expect(manifest.bin).toEqual({ flowblame: 'dist/cli/main.js' });
    const made = [manifest.bin.flowblame ?? '', manifest.exports['.'].types, manifest.exports['.'].default];
    for (const path of made) {
      const source = path.replace(/^(?:\.\/)?dist/, 'src').replace(/(?:\.d)?\.[jt]s$/, '.ts');
      expect(existsSync(join(ROOT, source)), source).toBe(true);
    }
    expect(read('src/cli/main.ts')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  test('names files that exist', () => {
    const named = manifest.files.filter((path) => path !== 'dist' && !path.startsWith('!'));
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  test('runs nothing when it is installed', () => {
    expect(Object.keys(manifest.scripts)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(?:pre|post)?install$/)]),
    );
  });

  test('pins every dependency to one version', () => {
    const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+(?:-r\.\d+)?$/.test(version))).toEqual([]);
  });

  test('depends on no package that runs scripts or has another kind of licence', () => {
    const shipped = Object.entries(lock.packages).filter(([path, { dev }]) => path !== '' && !dev);
    expect(shipped.length).toBeGreaterThan(5);
    expect(shipped.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path)).toEqual([]);
    const licences = new Set(shipped.map(([, { license = 'none' }]) => license));
    expect(
      [...licences].filter((licence) => !/^(?:Apache-2\.0|MIT|ISC|0BSD|BSD-[23]-Clause)$/.test(licence)),
    ).toEqual([]);
  });
});

test('package-lock.json names no registry', () => {
  const resolved = Object.entries(lock.packages).filter(([, entry]) => entry.resolved !== undefined);
  expect(resolved).toEqual([]);
  expect(read('.npmrc')).toContain('omit-lockfile-registry-resolved=true');
});

test('the package holds what is needed to run, and nothing else', () => {
  const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [packed] = JSON.parse(output) as { readonly files: readonly { readonly path: string }[] }[];
  const paths = (packed?.files ?? []).map(({ path }) => path);
  for (const path of [
    'package.json',
    'README.md',
    'LICENSE',
    'queries/schema.sql',
    'sample-logs/demo.sh',
    'docs/verdicts.md',
  ]) {
    expect(paths).toContain(path);
  }
  const folders = new Set(paths.filter((path) => path.includes('/')).map((path) => path.split('/')[0] ?? ''));
  expect([...folders].filter((folder) => !manifest.files.includes(folder))).toEqual([]);
  expect(paths.filter((path) => /\.(?:duckdb|wal|tgz|map)$/.test(path))).toEqual([]);
});
