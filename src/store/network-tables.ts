import type { NetworkResources, ResourceKind } from '../network/aws/resources.ts';
import { RESOURCE_KINDS, resourceId } from '../network/aws/resources.ts';
import type { RuleTables } from '../network/rule-tables/rows.ts';
import type { NetworkSnapshot } from '../network/snapshot.ts';
import { loadSql } from '../sql/load.ts';
import type { Store } from './store.ts';
import { appendRows } from './table-writer.ts';

/** Keeps one import of a network beside the earlier ones. */
export async function appendSnapshot(
  store: Store,
  snapshot: NetworkSnapshot,
  importedAt: Date,
): Promise<void> {
  const [next] = await store.rows(loadSql('store/next-import-id'));
  const importId = Number(next?.import_id);
  await store.run(loadSql('store/append-import'), {
    import_id: importId,
    captured_at_s: BigInt(snapshot.capturedAtS),
    imported_at: importedAt.toISOString(),
  });
  const rows = RESOURCE_KINDS.flatMap((kind) => resourceRows(importId, kind, snapshot.resources));
  await appendRows(store.connection, 'network_resources', rows);
}

/** All imports, oldest capture first. */
export async function loadSnapshots(store: Store): Promise<readonly NetworkSnapshot[]> {
  const snapshots = new Map<number, { capturedAtS: number; resources: Record<ResourceKind, unknown[]> }>();
  for (const row of await store.rows(loadSql('store/network-resources'))) {
    const importId = Number(row.import_id);
    const snapshot = snapshots.get(importId) ?? {
      capturedAtS: Number(row.captured_at_s),
      resources: Object.fromEntries(RESOURCE_KINDS.map((kind) => [kind, []])) as unknown as Record<
        ResourceKind,
        unknown[]
      >,
    };
    snapshots.set(importId, snapshot);
    // Checked when it was imported, and written by no one else.
    snapshot.resources[row.kind as ResourceKind].push(JSON.parse(String(row.resource)));
  }
  return [...snapshots.values()].map(({ capturedAtS, resources }) => ({
    capturedAtS,
    resources: resources as unknown as NetworkResources,
  }));
}

/** Puts the compiled tables in the place of the earlier ones. */
export async function replaceRuleTables(store: Store, tables: RuleTables): Promise<void> {
  await store.run(loadSql('store/forget-rule-tables'));
  for (const [member, rows] of Object.entries(tables) as [keyof RuleTables, readonly object[]][]) {
    await appendRows(
      store.connection,
      member.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      rows,
    );
  }
}

function resourceRows(importId: number, kind: ResourceKind, resources: NetworkResources): object[] {
  return resources[kind].map((resource) => ({
    importId,
    kind,
    resourceId: resourceId(kind, resource as never),
    resource: JSON.stringify(resource),
  }));
}
