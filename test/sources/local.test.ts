import { appendFile, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { localSources } from '../../src/sources/local.ts';
import { ObjectChangedError } from '../../src/sources/object-changed.ts';

let root = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'flowblame-sources-'));
});
afterEach(() => rm(root, { recursive: true }));

async function put(...paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), path);
  }
}

async function found(pattern: string): Promise<{ sources: string[]; leftOut: string[] }> {
  const { sources, leftOut } = await localSources(join(root, pattern));
  return {
    sources: sources.map((source) => relative(root, source.name)),
    leftOut: leftOut.map((path) => relative(root, path)),
  };
}

describe('a file', () => {
  test('is taken whatever its name, with size and version', async () => {
    await put('notes.json');
    await utimes(join(root, 'notes.json'), 1_700_000_000, 1_700_000_000.25);
    const { sources } = await localSources(join(root, 'notes.json'));
    expect(sources).toHaveLength(1);
    expect(sources[0]).toMatchObject({
      name: join(root, 'notes.json'),
      size: 10,
      version: '2023-11-14T22:13:20.250000000Z',
    });
    const chunks: Uint8Array[] = [];
    for await (const chunk of sources[0]?.open() ?? []) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).toBe('notes.json');
  });

  test('may have the characters of globs in its name', async () => {
    await put('a[1]*.log', 'a1.log');
    expect((await found('a[1]*.log')).sources).toEqual(['a[1]*.log']);
  });

  test('of another kind than files is refused by name', async () => {
    await expect(localSources('s3://bucket/logs')).rejects.toThrow(
      'Cannot read "s3://bucket/logs": only local files, folders, globs and s3:// URLs are read',
    );
  });

  test('that is missing is named in one line', async () => {
    await expect(localSources(join(root, 'no.log'))).rejects.toThrow(
      /^Cannot read ".*no\.log": no such file$/,
    );
    await put('a.log');
    await expect(localSources(join(root, 'a.log', 'b.log'))).rejects.toThrow('no such file');
  });
});

describe('a file that is written to while it is read', () => {
  test('is not handed out as either of its contents', async () => {
    const path = join(root, 'growing.log');
    await writeFile(path, 'one\n');
    const [source] = (await localSources(path)).sources;
    const read = async () => {
      for await (const chunk of source?.open() ?? []) {
        expect(String(chunk)).toBe('one\n');
        await appendFile(path, 'two\n');
      }
    };
    const error = await read().then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(ObjectChangedError);
    const { current } = error as ObjectChangedError;
    expect(current).toMatchObject({ name: path, size: 8 });
    expect(current.version).not.toBe(source?.version);
    let text = '';
    for await (const chunk of current.open()) text += String(chunk);
    expect(text).toBe('one\ntwo\n');
  });
});

describe('a folder', () => {
  test('gives what is named like a flow log, in order, and says what it leaves out', async () => {
    await put('b/2.log.gz', 'b/10.txt', 'a/000000.gz', 'flow.log.1', 'plain', 'UPPER.LOG.GZ');
    await put('c.log.parquet', 'd.csv', 'e.json.gz', '1_vpcflowlogs_fl-0a1.csv.gz');
    await put('aws-logs-write-test', '.hidden.log', '.git/objects/00', '_SUCCESS', 'd.csv.metadata', 'f.pdf');
    await put(
      '111122223333_CloudTrail_us-east-1_20250104T0000Z_a.json.gz',
      '111122223333_vpcflowlogs_us-east-1_a.log',
    );
    const logs = ['1_vpcflowlogs_fl-0a1.csv.gz', '111122223333_vpcflowlogs_us-east-1_a.log', 'UPPER.LOG.GZ'];
    expect(await found('.')).toEqual({
      sources: [
        ...logs,
        'a/000000.gz',
        'b/10.txt',
        'b/2.log.gz',
        'c.log.parquet',
        'd.csv',
        'e.json.gz',
        'flow.log.1',
        'plain',
      ].toSorted(),
      leftOut: [
        '.git',
        '.hidden.log',
        '111122223333_CloudTrail_us-east-1_20250104T0000Z_a.json.gz',
        '_SUCCESS',
        'aws-logs-write-test',
        'd.csv.metadata',
        'f.pdf',
      ],
    });
  });

  test('is followed through links to files, never twice to one file nor in circles', async () => {
    await put('logs/a.log', 'elsewhere/b.log');
    await symlink(join(root, 'elsewhere/b.log'), join(root, 'logs/b.log'));
    await symlink(join(root, 'elsewhere/b.log'), join(root, 'logs/b-again.log'));
    await symlink(join(root, 'logs/a.log'), join(root, 'logs/latest.log'));
    await symlink(join(root, 'logs'), join(root, 'logs/circle'));
    await symlink(join(root, 'nowhere'), join(root, 'logs/broken'));
    expect(await found('logs')).toEqual({
      sources: ['logs/a.log', 'logs/b-again.log'],
      leftOut: ['logs/b.log', 'logs/broken', 'logs/circle', 'logs/latest.log'],
    });
  });

  test('without flow logs is an error', async () => {
    await expect(localSources(root)).rejects.toThrow(/^Cannot find flow logs in folder ".*": it is empty$/);
    await put('a.pdf', 'b.csv.metadata');
    await expect(localSources(root)).rejects.toThrow(/: none of its 2 files is named like one$/);
  });
});

describe('a glob', () => {
  beforeEach(() =>
    put('2025/01/a.log', '2025/01/b.csv', '2025/02/c.log.gz', '2025/.x/d.log', 'e+(1).log', '2026/01/f.log'),
  );

  test.each([
    ['2025/*/*', ['2025/01/a.log', '2025/01/b.csv', '2025/02/c.log.gz']],
    ['2025/0?/*.log', ['2025/01/a.log']],
    ['**/*.log', ['2025/01/a.log', '2026/01/f.log', 'e+(1).log']],
    ['2025/**', ['2025/01/a.log', '2025/01/b.csv', '2025/02/c.log.gz']],
    ['**/01/**/*.log', ['2025/01/a.log', '2026/01/f.log']],
    ['202[5-6]/01/[!b]*', ['2025/01/a.log', '2026/01/f.log']],
    ['2025/{01,02}/*.{log,log.gz}', ['2025/01/a.log', '2025/02/c.log.gz']],
    ['2025/.x/*', ['2025/.x/d.log']],
    ['2025/.*/*', ['2025/.x/d.log']],
    ['e+(*).log', ['e+(1).log']],
  ])('%s', async (pattern, expected) => {
    expect(await found(pattern)).toEqual({ sources: expected, leftOut: [] });
  });

  test('that names no file is an error', async () => {
    await expect(found('*.none')).rejects.toThrow(/: nothing matches$/);
    await expect(found('nowhere/*')).rejects.toThrow(/: nothing matches$/);
    await expect(found('20*')).rejects.toThrow('it matches folders only, end it with /**');
  });
});
