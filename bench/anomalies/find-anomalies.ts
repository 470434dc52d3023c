import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type AllowEntry, parseAllowList } from '../../src/anomalies/allow-list.ts';
import type { AnomalyReport } from '../../src/anomalies/finding.ts';
import type { Store } from '../../src/store/store.ts';

const MODULE = join(import.meta.dirname, '../../src/anomalies/anomalies.ts');

/** Whether the report can be made at all. */
export const CAN_FIND_ANOMALIES = existsSync(MODULE);

export interface FindOptions {
  /** Unix seconds; null: no bound. */
  readonly sinceS: number | null;
  readonly untilS: number | null;
  /** JSON of an allow-list, and the name of its file. */
  readonly allowList: string;
  readonly allowListName: string;
}

type Anomalies = (
  store: Store,
  options: {
    readonly window: { readonly sinceS: number | null; readonly untilS: number | null };
    readonly sinceS: number | null;
    readonly untilS: number | null;
    readonly allow: readonly AllowEntry[];
    readonly most: null;
  },
) => Promise<AnomalyReport>;

/** Everything that the product finds in a store, with nothing cut off. */
export async function findAnomalies(
  store: Store,
  { sinceS, untilS, allowList, allowListName }: FindOptions,
): Promise<AnomalyReport> {
  const { anomalies } = (await import(pathToFileURL(MODULE).href)) as { anomalies: Anomalies };
  const allow = parseAllowList(allowList, allowListName);
  return await anomalies(store, { window: { sinceS, untilS }, sinceS, untilS, allow, most: null });
}
