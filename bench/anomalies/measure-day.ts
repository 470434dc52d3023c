import { join } from 'node:path';
import type { AnomalyReport } from '../../src/anomalies/finding.ts';
import { judge } from '../../src/blame/judge.ts';
import { importNetwork } from '../../src/import-network.ts';
import { ingest } from '../../src/ingest/ingest.ts';
import { localSources } from '../../src/sources/local.ts';
import { Store } from '../../src/store/store.ts';
import {
  allowList,
  type DaysOptions,
  type GeneratedDays,
  generateDays,
} from '../labelled-days/generate-days.ts';
import { findAnomalies } from './find-anomalies.ts';
import { type OrientationScore, scoreOrientation } from './orientation.ts';

/** A generated day as the product sees it. */
export interface MeasuredDay {
  readonly day: GeneratedDays;
  readonly report: AnomalyReport;
  readonly orientation: OrientationScore;
  /** Of the report alone. */
  readonly seconds: number;
}

export interface MeasureOptions {
  readonly withNetwork: boolean;
  /** Whether records that a second flow log delivers are left out. */
  readonly dedupe: boolean;
}

/** Generates days, reads them into a store of their own, and makes the report of the last one. */
export async function measureDay(
  options: DaysOptions,
  { withNetwork, dedupe }: MeasureOptions = { withNetwork: true, dedupe: false },
): Promise<MeasuredDay> {
  const day = await generateDays(options);
  const store = await Store.open(':memory:');
  try {
    const { sources } = await localSources(day.logs);
    const { failures, unparsedLines } = await ingest(store, sources, { dedupe });
    if (failures.length > 0 || unparsedLines > 0) {
      throw new Error(`Cannot read the logs in "${day.logs}": ${unparsedLines} lines are no records`);
    }
    const { fromS, toS } = day.labels;
    if (withNetwork) await importNetwork(store, [day.network], { capturedAtS: toS });
    await judge(store, { sinceS: fromS, untilS: toS });
    const began = performance.now();
    const report = await findAnomalies(store, {
      sinceS: fromS,
      untilS: toS,
      allowList: JSON.stringify(allowList(day.labels)),
      allowListName: join(options.folder, 'allow-list.json'),
    });
    const seconds = (performance.now() - began) / 1000;
    return { day, report, seconds, orientation: await scoreOrientation(store, day.openers) };
  } finally {
    store.close();
  }
}
