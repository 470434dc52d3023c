import { loadSql } from '../sql/load.ts';
import type { Store } from './store.ts';

/** An object with the very content of another one. */
export interface ObjectCopy {
  readonly object: string;
  readonly copyOf: string;
}

/** Objects from this number on whose content the store had under another name. */
export async function copiesSince(store: Store, firstObjectId: number): Promise<readonly ObjectCopy[]> {
  const rows = await store.rows(loadSql('store/copies'), { first_object_id: firstObjectId });
  return rows.map((row) => ({ object: String(row.name), copyOf: String(row.copy_of) }));
}

/** Objects of which records were left out for the sake of others that have changed since, so that they may be missing. */
export async function outdatedObjects(store: Store): Promise<readonly string[]> {
  const rows = await store.rows(loadSql('store/outdated-objects'));
  return rows.map(({ name }) => String(name));
}
