import { onTestFinished } from 'vitest';
import { ingest, type IngestOptions, type IngestResult } from '../../src/ingest.ts';
import type { NetworkResources } from '../../src/network/aws/resources.ts';
import { networkEpochs } from '../../src/network/epochs.ts';
import { ruleTables } from '../../src/network/rule-tables/rule-tables.ts';
import type { NetworkSnapshot } from '../../src/network/snapshot.ts';
import type { Source } from '../../src/sources/source.ts';
import { appendSnapshot, loadSnapshots, replaceRuleTables } from '../../src/store/network-tables.ts';
import { Store } from '../../src/store/store.ts';
import { plainValue } from '../../src/store/store-values.ts';

/** A store in memory that goes away with the test. */
export async function openStore(): Promise<Store> {
  const store = await Store.open(':memory:');
  onTestFinished(() => store.close());
  return store;
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
  for (const snapshot of snapshots) await appendSnapshot(store, snapshot, new Date(0));
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
