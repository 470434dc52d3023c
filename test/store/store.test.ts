import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Store } from '../../src/store/store.ts';
import { openStore, storePath, withStore } from './stores.ts';

describe('Store.open', () => {
  it('makes a store where there is none, and keeps what is in it', async () => {
    const path = storePath();
    await withStore(path, (store) => store.run("INSERT INTO unparsed_lines VALUES ('a', 1, 'b', 'c')"));
    await withStore(path, async (store) => expect(await store.rows('FROM unparsed_lines')).toHaveLength(1));
  });

  it.each([[{ readOnly: true }], [{ mustExist: true }]])('with %o makes no new file', async (options) => {
    const path = storePath();
    await expect(Store.open(path, options)).rejects.toThrow(`Cannot open "${path}": no such store`);
    expect(existsSync(path)).toBe(false);
  });

  it('read-only refuses changes and shows the views', async () => {
    const path = storePath();
    await withStore(path, async () => undefined);
    const store = await Store.open(path, { readOnly: true });
    expect(await store.rows('FROM flow_logs')).toEqual([]);
    await expect(store.run('CREATE TABLE x (a INTEGER)')).rejects.toThrow('read-only');
    store.close();
  });

  it('names a file that is no DuckDB database', async () => {
    const path = storePath();
    writeFileSync(path, 'version account-id interface-id\n'.repeat(1000));
    await expect(Store.open(path)).rejects.toThrow(`Cannot open "${path}": not a DuckDB database`);
  });

  it('says in one line why a folder, or a path in no folder, cannot be a store', async () => {
    const path = storePath();
    mkdirSync(path);
    for (const unfit of [path, join(dirname(path), 'none', 'x.duckdb')]) {
      const error = await Store.open(unfit).then(
        () => null,
        (reason: Error) => reason,
      );
      expect(error?.message).toMatch(/^Cannot open "[^"\n]+": [^\n]+$/);
    }
  });
});

describe('a transaction', () => {
  it('keeps all of it, or, when the work throws, none', async () => {
    const store = await openStore();
    await store.run('CREATE TABLE x (a INTEGER)');
    expect(
      await store.transaction(async () => store.run('INSERT INTO x VALUES (1)').then(() => 'value')),
    ).toBe('value');
    const failing = store.transaction(async () => {
      await store.run('INSERT INTO x VALUES (2)');
      throw new Error('no more');
    });
    await expect(failing).rejects.toThrow('no more');
    expect(await store.rows('FROM x')).toEqual([{ a: 1 }]);
    await store.transaction(() => store.run('INSERT INTO x VALUES (3)'));
    expect(await store.rows('FROM x ORDER BY a')).toEqual([{ a: 1 }, { a: 3 }]);
  });
});

describe('a stream', () => {
  it('comes with its columns, in portions, whole', async () => {
    const store = await openStore();
    const { columns, chunks } = await store.stream(
      'SELECT range AS n, [range::VARCHAR] AS list, 1 AS n FROM range($count)',
      { count: 5000 },
    );
    expect(columns.map(({ type }) => type)).toEqual(['BIGINT', 'VARCHAR[]', 'INTEGER']);
    expect(new Set(columns.map(({ name }) => name)).size).toBe(3);
    const numbers: unknown[] = [];
    for await (const chunk of chunks) {
      expect(chunk.length).toBeLessThanOrEqual(2048);
      numbers.push(...chunk.map(([n]) => n));
    }
    expect(numbers).toEqual(Array.from({ length: 5000 }, (_, i) => BigInt(i)));
  });

  it('of nothing still has columns', async () => {
    const { columns, chunks } = await (await openStore()).stream('SELECT 1 AS a WHERE false');
    const all: unknown[] = [];
    for await (const chunk of chunks) all.push(...chunk);
    expect([columns, all]).toEqual([[{ name: 'a', type: 'INTEGER' }], []]);
  });
});

it('divides integers as Trino does', async () => {
  expect(await (await openStore()).rows('SELECT 7 / 2 AS a')).toEqual([{ a: 3 }]);
});
