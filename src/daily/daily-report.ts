import { anomalies } from '../anomalies/anomalies.ts';
import type { TimeWindow } from '../blame/judge.ts';
import { findBrokenPairs } from '../connectivity/find-broken-pairs.ts';
import type { NetworkResources } from '../network/aws/resources.ts';
import { networkEpochs } from '../network/epochs.ts';
import { storeStatus } from '../queries/status.ts';
import { loadSnapshots } from '../store/network-tables.ts';
import type { Store } from '../store/store.ts';
import { completeness } from './completeness.ts';
import { costs } from './costs.ts';
import type { DailyReport, Headline } from './document/daily-report.ts';
import type { Lack, SectionName } from './document/lack.ts';
import { exposure } from './exposure.ts';
import { headlineOf } from './headline.ts';
import { news } from './news.ts';
import { listPrices, type Prices } from './prices.ts';
import { refused } from './refused.ts';
import { ask, count, type OnStep, runStep, STEPS } from './steps.ts';
import { traffic } from './traffic.ts';
import { chosenWindow, columnsOf, dayBefore, heldDays } from './window.ts';

/** How the report is made. */
export interface DailyReportOptions {
  /** Default: AWS's list prices that this version knows. */
  readonly prices?: Prices;
  /** Most members of each list. Default: 20. */
  readonly limit?: number;
  readonly onStep?: OnStep;
}

const DEFAULT_LIMIT = 20;

/** Pairs of one cause that work one way only. */
const MOST_BROKEN_PAIRS = 5;

/**
 * Everything about a day of flow logs in one document. Records that start in the window are looked at; null: those of the last
 * whole day (UTC) of the store, or all when it has none. Earlier records in the store are history. Blame, connections and
 * what is unusual are computed anew, and their tables stay in the store. The same logs give the same document.
 */
export async function dailyReport(
  store: Store,
  window: TimeWindow | null = null,
  options: DailyReportOptions = {},
): Promise<DailyReport> {
  const { prices = listPrices(), limit = DEFAULT_LIMIT, onStep = () => undefined } = options;
  const days = await heldDays(store);
  const { chosen, ...span } = chosenWindow(window, days);
  const beforeS = dayBefore(span, days);
  // They leave the verdicts, connections and hosts that the sections read.
  const unusual = await anomalies(store, { window: span, onStep });
  const status = await storeStatus(store, { ...span }, onStep);
  const columns = columnsOf(span, days);
  const parameters = {
    since: bigintOf(span.sinceS),
    until: bigintOf(span.untilS),
    before_s: bigintOf(beforeS),
    from_s: BigInt(columns.fromS),
    step_s: BigInt(columns.stepS),
  };
  const oneWay = await findBrokenPairs(store, { window: span, limit: MOST_BROKEN_PAIRS }, onStep);
  for (const step of STEPS) await runStep(store, step, parameters, onStep);
  const counts = await ask(store, 'headline');
  const [own, before] = ['false', 'true'].map((side) => counts.find((row) => row.text('before') === side));
  const headline = headlineOf(own);
  const lacks = lacksOf(headline, unusual.notChecked, { beforeS, historyDays: unusual.historyDays });
  const network = await networkAt(store, span.untilS);
  const started = performance.now();
  const complete = await completeness(store, columns, status, count(own, 'untimed'));
  onStep('report/completeness', performance.now() - started);
  const facts = {
    network,
    records: headline.records,
    withoutServices:
      complete.missingFields.find(({ field }) => field === 'pkt-dst-aws-service')?.records ?? 0,
    skipdata: headline.skipdata,
  };
  const servicesLogged = facts.withoutServices < headline.records;
  const told = async <T>(section: SectionName, make: () => Promise<T>): Promise<T | null> => {
    if (lacks[section] !== undefined) return null;
    const from = performance.now();
    const made = await make();
    onStep(`report/${section}`, performance.now() - from);
    return made;
  };
  const document: DailyReport = {
    window: {
      ...span,
      firstStartS: own?.numberOrNull('first_s') ?? null,
      lastEndS: own?.numberOrNull('last_s') ?? null,
      chosen,
    },
    headline,
    dayBefore: lacks.dayBefore === undefined ? headlineOf(before) : null,
    completeness: complete,
    refused: await told('refused', () => refused(store, limit)),
    oneWay: lacks.oneWay === undefined ? oneWay : null,
    traffic: await told('traffic', () => traffic(store, { network, columns, servicesLogged, limit })),
    news: await told('news', () => news(store, unusual.historyDays, limit)),
    exposure: await told('exposure', () => exposure(store, network !== null, limit)),
    costs: await told('costs', () => costs(store, prices, facts)),
    anomalies: unusual,
    unusedRules: null,
    notTold: lacks,
  };
  await runStep(store, 'report/11-forget-steps', {}, onStep);
  return document;
}

/** What cannot be told at all, and why. */
function lacksOf(
  { records, accepted }: Headline,
  notChecked: DailyReport['anomalies']['notChecked'],
  { beforeS, historyDays }: { readonly beforeS: number | null; readonly historyDays: number },
): DailyReport['notTold'] {
  const lacks: Partial<Record<SectionName, Lack>> = { unusedRules: 'usage-not-run' };
  if (beforeS === null) lacks.dayBefore = 'no-day-before';
  if (historyDays < 1) lacks.news = 'no-earlier-day';
  if (notChecked.includes('no-rejects')) lacks.refused = 'no-refusals';
  if (accepted === 0) {
    const sections = ['oneWay', 'traffic', 'news', 'exposure', 'costs'] as const;
    for (const section of sections) lacks[section] = 'no-accepts';
  }
  if (records === 0) {
    const sections = ['refused', 'oneWay', 'traffic', 'news', 'exposure', 'costs'] as const;
    for (const section of sections) lacks[section] = 'no-records';
  }
  return lacks;
}

/** The configuration in force at the end of the window; null when none was imported. */
async function networkAt(store: Store, untilS: number | null): Promise<NetworkResources | null> {
  const epochs = networkEpochs(await loadSnapshots(store));
  const epoch = epochs.findLast(
    ({ validFromS }) => untilS === null || validFromS === null || validFromS < untilS,
  );
  return epoch?.resources ?? null;
}

function bigintOf(value: number | null): bigint | null {
  return value === null ? null : BigInt(value);
}
