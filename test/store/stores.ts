import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ingest, type IngestOptions } from '../../src/ingest/ingest.ts';
import type { IngestResult } from '../../src/ingest/ingest-tally.ts';
import type { NetworkResources } from '../../src/network/aws/resources.ts';
import { networkEpochs } from '../../src/network/epochs.ts';
import { ruleTables } from '../../src/network/rule-tables/rule-tables.ts';
import type { NetworkSnapshot } from '../../src/network/snapshot.ts';
import type { Source } from '../../src/sources/source.ts';
import { appendSnapshot, loadSnapshots, replaceRuleTables } from '../../src/store/network-tables.ts';
import { Store } from '../../src/store/store.ts';
import { plainValue } from '../../src/store/store-values.ts';

/** A store, in memory unless said otherwise, that is closed with the test. */
export async function openStore(path = ':memory:'): Promise<Store> {
  const store = await Store.open(path);
  onTestFinished(() => store.close());
  return store;
}

/** Where a store can be made; it goes away with the test. */
export function storePath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'flowblame-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'test.duckdb');
}

/** Opens a store for one piece of work, as a command does. */
export async function withStore<T>(path: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await Store.open(path);
  try {
    return await work(store);
  } finally {
    store.close();
  }
}

/** A source over text, under a version, so that it stands for a file. */
export function textSource(name: string, text: string, version = '1'): Source {
  const bytes = Buffer.from(text);
  return {
    name,
    size: bytes.length,
    version,
    async *open() {
      yield bytes;
    },
  };
}

/** Ingests one log of the given text; an object that cannot be read fails the test. */
export async function ingestText(
  store: Store,
  text: string,
  options: IngestOptions = {},
): Promise<IngestResult> {
  const result = await ingest(store, [textSource('test.log', text)], options);
  if (result.failures.length > 0) throw new Error(JSON.stringify(result.failures));
  return result;
}

/** Imports networks as `importNetwork` does, without their files. */
export async function takeNetworks(store: Store, snapshots: readonly NetworkSnapshot[]): Promise<void> {
  for (const each of snapshots) await appendSnapshot(store, each, new Date(0));
  await replaceRuleTables(store, ruleTables(networkEpochs(await loadSnapshots(store))));
}

export function snapshot(capturedAtS: number, resources: NetworkResources): NetworkSnapshot {
  return { capturedAtS, resources };
}

/** The rows of a query as plain values. */
export async function plainRows(store: Store, sql: string): Promise<readonly Record<string, unknown>[]> {
  const rows = await store.rows(sql);
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plainValue(value)])),
  );
}
