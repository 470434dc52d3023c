import { join } from 'node:path';
import { importNetwork } from '../../src/import-network.ts';
import { ingest } from '../../src/ingest/ingest.ts';
import { localSources } from '../../src/sources/local.ts';
import { Store } from '../../src/store/store.ts';

const SAMPLES = join(import.meta.dirname, '../../sample-logs');

/** The sample logs with their network, in memory; to be closed by the caller. */
export async function sampleStore(): Promise<Store> {
  const store = await Store.open(':memory:');
  await ingest(store, (await localSources(join(SAMPLES, '*.log*'))).sources);
  await importNetwork(store, [join(SAMPLES, 'network')], { capturedAtS: 0 });
  return store;
}
