import { join } from 'node:path';
import { FLOWBLAME, folderOfThisBuild, preparedFolder, script } from './prepared-data.ts';
import { runProcess } from './run-process.ts';

/** A store with a network of 500 interfaces, `keys` distinct refused flows and `accepts` accepted records; once per build. */
export async function judgedStore(keys: number, accepts: number): Promise<string> {
  const size = ['--keys', String(keys), '--accepts', String(accepts)];
  const logs = await preparedFolder(`blame-logs-${keys}-${accepts}`, (folder) =>
    runProcess('node', script('generate-blame-keys.ts', ...size, '--output', folder)),
  );
  const network = await preparedFolder('blame-network', (folder) =>
    runProcess('node', script('generate-network.ts', '--output', folder)),
  );
  const folder = await folderOfThisBuild(`blame-store-${keys}-${accepts}`, (made) =>
    makeStore(join(made, STORE), logs, network),
  );
  return join(folder, STORE);
}

const STORE = 'store.duckdb';

async function makeStore(path: string, logs: string, network: string): Promise<void> {
  const store = ['--db', path, '--quiet'];
  await runProcess('node', [FLOWBLAME, 'ingest', logs, ...store]);
  const captured = ['--captured-at', '2026-03-02T00:00:00Z'];
  await runProcess('node', [FLOWBLAME, 'network', 'import', network, ...captured, ...store]);
}
