import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { judge } from '../src/blame/judge.ts';
import { DuckDbEngine } from '../src/engines/duckdb.ts';
import { importNetwork } from '../src/import-network.ts';
import { ingest } from '../src/ingest/ingest.ts';
import { FLOW_LOG_FIELDS } from '../src/model/fields.ts';
import { ruleTables } from '../src/network/rule-tables/rule-tables.ts';
import { namedQueries, renderParameters } from '../src/queries/named-query.ts';
import { localSources } from '../src/sources/local.ts';
import { listSql, loadSql } from '../src/sql/load.ts';
import { RECORD_COLUMNS } from '../src/store/batch-columns.ts';
import { Store } from '../src/store/store.ts';
import { network, networkAcl } from './network/networks.ts';
import { openStore, snapshot, takeNetworks, textSource } from './store/stores.ts';

const QUERIES = join(import.meta.dirname, '../queries');
const SAMPLES = join(import.meta.dirname, '../sample-logs');

let empty: Store;
let samples: Store;
/** Logs of the default format, and no network. */
let plain: Store;

beforeAll(async () => {
  empty = await Store.open(':memory:');
  samples = await Store.open(':memory:');
  const { failures } = await ingest(samples, (await localSources(join(SAMPLES, '*.log*'))).sources);
  if (failures.length > 0) throw new Error(JSON.stringify(failures));
  await importNetwork(samples, [join(SAMPLES, 'network')], { capturedAtS: 0 });
  await judge(samples, { sinceS: null, untilS: null });
  plain = await Store.open(':memory:');
  await ingest(plain, (await localSources(join(SAMPLES, '*-v2.log'))).sources);
});
afterAll(() => {
  empty.close();
  plain.close();
  samples.close();
});

/** The statement without its comments. */
function statement(sql: string): string {
  return sql
    .split('\n')
    .map((line) => line.replace(/--.*$/, ''))
    .join('\n');
}

function usedParameters(sql: string): readonly string[] {
  return [...new Set([...statement(sql).matchAll(/\$(\w+)/g)].map(([, name]) => name ?? ''))].toSorted();
}

async function columnsOf(store: Store, table: string): Promise<readonly (readonly [string, string])[]> {
  const rows = await store.rows(
    'SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = $table AND NOT internal ORDER BY column_index',
    { table },
  );
  return rows.map((row) => [String(row.column_name), String(row.data_type)]);
}

describe.each(namedQueries().map((query) => [query.name, query] as const))('query %s', (_, query) => {
  const needed = query.parameters
    .filter(({ defaultText }) => defaultText === undefined)
    .map(({ name }) => name);
  const given = new Map(needed.map((name) => [name, NEEDED[name] ?? '']));
  const defaults = renderParameters(query, given);

  it('declares the parameters that it uses, and no others', () => {
    expect(query.parameters.map(({ name }) => name).toSorted()).toEqual(usedParameters(query.sql));
  });

  it('has a header alone on top, and one statement', () => {
    expect(query.sql).toMatch(
      /^-- title: .+\n-- section: .+\n-- answers: .+\?.*\n(-- \$.+\n)*(--(?! \$).+\n)*(SELECT|WITH)\b/,
    );
    expect(statement(query.sql).trim().replace(/;$/, '')).not.toContain(';');
  });

  it('binds', async () => {
    await empty.run(`EXPLAIN ${query.sql}`, defaults);
  });

  it('gives its rows in one order only', async () => {
    const { rows } = await new DuckDbEngine(samples).run(unlimited(query.sql), withoutLimit(defaults));
    const all: unknown[] = [];
    for await (const portion of rows) all.push(...portion);
    const keys = orderKeys(query.sql);
    const [{ distinct, total } = { distinct: 0, total: 0 }] = await samples.rows(
      `SELECT count(DISTINCT (${keys.join(', ')}, 0)) AS distinct, count(*) AS total FROM (${unordered(query.sql)})`,
      withoutLimit(defaults),
    );
    expect([Number(distinct), Number(total)]).toEqual([all.length, all.length]);
  });

  it('answers on an empty store, on logs of the default format alone, and on the sample logs', async () => {
    const { columns: usual } = await new DuckDbEngine(empty).run(query.sql, defaults);
    for (const [store, fewest] of [
      [empty, 0],
      [plain, 0],
      [samples, HAS_NO_ROWS.has(query.name) ? 0 : 1],
    ] as const) {
      const { columns, rows } = await new DuckDbEngine(store).run(query.sql, defaults);
      expect(columns).toEqual(usual);
      let count = 0;
      for await (const portion of rows) {
        for (const row of portion) expect(row).toHaveLength(columns.length);
        count += portion.length;
      }
      expect(count).toBeGreaterThanOrEqual(fewest);
      if (store === empty) expect(count).toBe(0);
    }
  });

  it('takes a value of its type for every parameter', async () => {
    const values = { BIGINT: '1772409600', DOUBLE: '0.5', VARCHAR: '10.20.11.31', BOOLEAN: 'true' };
    for (const { name, type } of query.parameters) {
      const parameters = renderParameters(query, new Map([...given, [name, values[type]]]));
      await samples.run(query.sql, parameters);
    }
  });
});

/** For parameters that must be given: an address of the sample logs. */
const NEEDED: Readonly<Record<string, string>> = { address: '10.20.20.51' };

/** The sample logs have nothing of the kind. */
const HAS_NO_ROWS: ReadonlySet<string> = new Set([
  'accepted-then-rejected',
  'bytes-by-ecs-service',
  'new-talkers',
  'resets',
  'unencrypted',
  'unparsed-reasons',
]);

function orderBy(sql: string): string {
  const match = /\nORDER BY ([^;]*?)(?:\nLIMIT [^;]*)?;?\s*$/.exec(statement(sql).trimEnd());
  return match?.[1] ?? '';
}

/** The columns of the last ORDER BY, as the result names them. */
function orderKeys(sql: string): readonly string[] {
  return orderBy(sql)
    .split(',')
    .map((key) =>
      key
        .trim()
        .replace(/ (ASC|DESC)?( ?NULLS (FIRST|LAST))?$/, '')
        .replace(/^\w+\./, ''),
    );
}

function unordered(sql: string): string {
  return unlimited(sql).replace(/\nORDER BY [^;]*$/, '');
}

function unlimited(sql: string): string {
  return statement(sql)
    .trimEnd()
    .replace(/;$/, '')
    .replace(/\nLIMIT \$limit$/, '');
}

function withoutLimit<T extends object>(parameters: T): Omit<T, 'limit'> {
  const { limit: _, ...others } = parameters as T & { readonly limit?: unknown };
  return others;
}

it('every query that limits its rows orders them first', () => {
  for (const { name, sql } of namedQueries()) {
    if (/\bLIMIT\b/.test(statement(sql)))
      expect({ name, order: orderBy(sql) }).not.toEqual({ name, order: '' });
  }
});

describe('the statements of the store', () => {
  it.each(listSql('store').filter((name) => name !== 'store/forget-rule-tables'))(
    '%s binds',
    async (name) => {
      const sql = loadSql(name);
      const store = await Store.open(':memory:');
      // The table function is registered by whoever writes objects.
      if (sql.includes('flow_log_batch'))
        await store.run('CREATE MACRO flow_log_batch(lane) AS TABLE SELECT * FROM records');
      const prepared = await store.connection.prepare(sql);
      expect(
        Array.from({ length: prepared.parameterCount }, (_, i) => prepared.parameterName(i + 1)).toSorted(),
      ).toEqual(usedParameters(sql));
      store.close();
    },
  );

  it('forget-rule-tables empties every table that is derived from imports, and no other', async () => {
    const store = await Store.open(':memory:');
    const forgotten = [...loadSql('store/forget-rule-tables').matchAll(/DELETE FROM (\w+);/g)].map(
      ([, name]) => name ?? '',
    );
    const derived = Object.keys(ruleTables([])).map((name) =>
      name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`),
    );
    expect(forgotten.toSorted()).toEqual(derived.toSorted());
    await store.run(loadSql('store/forget-rule-tables'));
    store.close();
  });
});

describe('the steps of blame', () => {
  it('are all files of queries/blame and queries/evaluate with a number, in order', async () => {
    const steps: string[] = [];
    const store = await openStore();
    const epochs = [100, 200].map((number) =>
      network({ networkAcls: [networkAcl('acl-1', 'vpc-1', number)] }),
    );
    await takeNetworks(
      store,
      epochs.map((resources, i) => snapshot(i, resources)),
    );
    await judge(store, { sinceS: null, untilS: null }, (step) => steps.push(step));
    const numbered = [...listSql('blame'), ...listSql('evaluate')].filter((name) => /\/\d\d-/.test(name));
    expect(new Set(steps)).toEqual(new Set(numbered.filter((name) => name !== 'blame/00-what-is-logged')));
    for (const folder of ['blame/', 'evaluate/01', 'evaluate/02', 'evaluate/03', 'evaluate/04']) {
      const own = steps.filter((step) => step.startsWith(folder));
      expect(own).toEqual([...own].toSorted());
    }
  });

  it('bind and find nothing in an empty store', async () => {
    await judge(empty, { sinceS: 0, untilS: 1 });
    expect(await empty.rows('FROM verdicts')).toEqual([]);
    for (const name of listSql('blame').filter((file) => !/\/\d\d-/.test(file))) {
      expect(await empty.rows(loadSql(name))).toEqual([]);
    }
  });

  it('give the view verdicts as many rows as there are refused flows', async () => {
    const [counts] = await samples.rows(
      "SELECT (SELECT sum(records) FROM verdicts) AS judged, (SELECT count(*) FROM flow_logs WHERE action = 'REJECT') AS refused",
    );
    expect(Number(counts?.judged)).toBe(Number(counts?.refused));
    expect(Number(counts?.refused)).toBeGreaterThan(1000);
  });
});

describe('the steps of --dedupe', () => {
  it('are all files of queries/dedupe with a number, in order, and find nothing in an empty store', async () => {
    const store = await openStore();
    const span = { first_s: 0n, last_s: 1n };
    const steps = listSql('dedupe').filter((name) => /\/\d\d-/.test(name));
    for (const step of steps.filter((name) => !name.endsWith('-forget-steps'))) {
      await store.run(loadSql(step), usedParameters(loadSql(step)).length > 0 ? span : {});
    }
    expect(await store.rows(loadSql('dedupe/result'))).toEqual([{ duplicates: 0n, incomparable: 0n }]);
    await store.run(loadSql('dedupe/12-forget-steps'));
    expect(await store.rows('SELECT table_name FROM duckdb_tables() WHERE temporary')).toEqual([]);
    expect(await store.rows(loadSql('dedupe/spans'))).toEqual([]);
    expect(await store.rows(loadSql('dedupe/new-objects'))).toEqual([{ objects: 0n }]);

    const run = vi.spyOn(store, 'run');
    await ingest(store, [textSource('a', 'start\n1\n')], { dedupe: true });
    const ran = run.mock.calls.map(([sql]) => sql);
    expect(steps.filter((step) => ran.includes(loadSql(step)))).toEqual(steps);
    expect(ran.filter((sql) => steps.some((step) => loadSql(step) === sql))).toEqual(steps.map(loadSql));
  });
});

describe('the schema', () => {
  const TYPES = {
    integer: 'INTEGER',
    count: 'BIGINT',
    time: 'BIGINT',
    text: 'VARCHAR',
    word: 'VARCHAR',
    address: 'VARCHAR',
  };

  it('shows every field in the view flow_logs, under its own name and in its own order', async () => {
    expect(await columnsOf(empty, 'flow_logs')).toEqual([
      ...FLOW_LOG_FIELDS.map(({ column, kind }) => [column, TYPES[kind]]),
      ['extra', 'MAP(VARCHAR, VARCHAR)'],
      ['object_id', 'INTEGER'],
    ]);
  });

  it('has the columns that batches are copied into', async () => {
    expect(await columnsOf(empty, 'records')).toEqual(
      RECORD_COLUMNS.map(({ name, type }) => [name, String(type)]),
    );
  });

  it('has every field that does not say what flowed in the contexts, in the order in which they are appended', async () => {
    const flow = new Set(RECORD_COLUMNS.map(({ name }) => name));
    const fields = FLOW_LOG_FIELDS.filter(({ column, kind }) => kind !== 'address' && !flow.has(column));
    expect(await columnsOf(empty, 'contexts')).toEqual([
      ['context_id', 'INTEGER'],
      ...fields.map(({ column, kind }) => [column, TYPES[kind]]),
      ['extra', 'MAP(VARCHAR, VARCHAR)'],
    ]);
  });

  it('leaves what exists as it is when it is run again', async () => {
    const count = async () => (await samples.rows('SELECT count(*) AS n FROM records'))[0]?.n;
    const before = await count();
    await samples.run(loadSql('schema'));
    expect(await count()).toEqual(before);
    expect(Number(before)).toBeGreaterThan(9000);
  });

  it('says in its first comment of each file what the file is for', () => {
    for (const file of readdirSync(QUERIES, { recursive: true, encoding: 'utf8' }).filter((f) =>
      f.endsWith('.sql'),
    )) {
      expect(readFileSync(join(QUERIES, file), 'utf8'), file).toMatch(/^\s*(-- \S|DROP TABLE)/);
    }
  });
});
