import type { ImportedFiles, ImportOptions } from './network/aws/import-files.ts';
import { appendSnapshot, loadSnapshots, replaceRuleTables } from './store/network-tables.ts';
import type { Store } from './store/store.ts';

export interface NetworkImportOptions extends ImportOptions {
  /** When the configuration was captured, Unix seconds; default: the newest file's modification time. */
  readonly capturedAtS?: number;
  readonly now?: () => Date;
}

export interface NetworkImportResult extends ImportedFiles {
  readonly capturedAtS: number;
  /** Configurations that are now in force one after the other. */
  readonly epochs: number;
  readonly rules: number;
  readonly interfaces: number;
}

/**
 * Reads `aws ec2 describe-*` output, keeps it as one dated import, and rebuilds the rule tables from all imports.
 *
 * @throws NetworkImportError naming every wrong member by file and JSON path; the store is then unchanged
 */
export async function importNetwork(
  store: Store,
  paths: readonly string[],
  options: NetworkImportOptions = {},
): Promise<NetworkImportResult> {
  // On demand, as most commands import no network and need none of what checks one.
  const { importNetworkFiles } = await import('./network/aws/import-files.ts');
  const { networkEpochs } = await import('./network/epochs.ts');
  const { ruleTables } = await import('./network/rule-tables/rule-tables.ts');
  const imported = await importNetworkFiles(paths, options);
  const capturedAtS = options.capturedAtS ?? imported.latestModifiedS;
  return await store.transaction(async () => {
    await appendSnapshot(
      store,
      { capturedAtS, resources: imported.resources },
      options.now?.() ?? new Date(),
    );
    const tables = ruleTables(networkEpochs(await loadSnapshots(store)));
    await replaceRuleTables(store, tables);
    return {
      ...imported,
      capturedAtS,
      epochs: tables.networkEpochs.length,
      rules: tables.rules.length,
      interfaces: tables.interfaces.length,
    };
  });
}
