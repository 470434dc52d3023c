import { expect, it } from 'vitest';
import { DuckDbEngine } from '../../src/engines/duckdb.ts';
import { openStore } from '../store/stores.ts';

it('gives columns and plain rows, portion by portion', async () => {
  const engine = new DuckDbEngine(await openStore());
  const { columns, rows } = await engine.run(
    "SELECT range AS n, range * $factor::HUGEINT AS big, [NULL, 'x'] AS list FROM range(3000)",
    { factor: 9007199254740993n },
  );
  expect(columns).toEqual([
    { name: 'n', type: 'BIGINT' },
    { name: 'big', type: 'HUGEINT' },
    { name: 'list', type: 'VARCHAR[]' },
  ]);
  const all: (readonly unknown[])[] = [];
  for await (const portion of rows) all.push(...portion);
  expect(all).toHaveLength(3000);
  expect([all[0], all[1], all[2999]]).toEqual([
    [0, 0, [null, 'x']],
    [1, 9007199254740993n, [null, 'x']],
    [2999, 2999n * 9007199254740993n, [null, 'x']],
  ]);
  expect(engine.stats().seconds).toBeGreaterThan(0);
  expect(engine.name).toBe('duckdb');
});

it('rejects with what is wrong in the SQL, and goes on', async () => {
  const engine = new DuckDbEngine(await openStore());
  await expect(engine.run('SELECT nothing_like_it FROM flow_logs', {})).rejects.toThrow('nothing_like_it');
  const { rows } = await engine.run('SELECT 1', {});
  for await (const portion of rows) expect(portion).toEqual([[1]]);
});

it('stops the query under way', async () => {
  const engine = new DuckDbEngine(await openStore());
  const query = async () => {
    const { rows } = await engine.run(
      'SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b',
      {},
    );
    for await (const _ of rows);
  };
  const running = query();
  const stopping = setInterval(() => engine.cancel(), 50);
  await expect(running).rejects.toThrow(/interrupt/i);
  clearInterval(stopping);
});
