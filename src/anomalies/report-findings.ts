import { loadDecisions } from '../blame/load-decisions.ts';
import { loadSql } from '../sql/load.ts';
import type { Store } from '../store/store.ts';
import { RowReader } from '../store/store-values.ts';
import type { AddressList } from './address-list.ts';
import { type AllowEntry, isAllowed } from './allow-list.ts';
import { backgroundOf } from './background.ts';
import type { Candidate } from './candidate.ts';
import type { AnomalyReport, Finding } from './finding.ts';
import { type Analysis, notChecked, readAnalysis } from './not-checked.ts';
import { MOST_SHOWN, ranked } from './ranking.ts';
import type { Surroundings } from './sighting.ts';
import { foldGaps } from './fold-gaps.ts';
import { loadSamples } from './samples.ts';
import { histograms, sight } from './sight.ts';
import { tellStories } from './stories.ts';
import { weigh } from './weigh.ts';

/** How candidates become a report. */
export interface ReportOptions {
  /** What is expected; it is counted and not shown. */
  readonly allow?: readonly AllowEntry[];
  /** Addresses that the user has on a list. */
  readonly list?: AddressList;
  /** Most stories and findings that are shown; null: all. Default: 25. */
  readonly most?: number | null;
  /** The ports that scanners try most, by `host_no`. */
  readonly scannedPorts?: ReadonlyMap<number, readonly number[]>;
}

const DAY_S = 86_400;

/**
 * The report of what detectors found: allow-list, severity, confidence, stories, ranking, and of what is shown the histograms
 * and some connections.
 * It reads the tables of the run that the candidates come from.
 */
export async function reportFindings(
  store: Store,
  candidates: readonly Candidate[],
  { allow = [], list = [], most = MOST_SHOWN, scannedPorts = new Map() }: ReportOptions = {},
): Promise<AnomalyReport> {
  const [row] = await store.rows(loadSql('anomalies/findings/analysis'));
  const counts = new RowReader(row ?? {});
  const analysis = readAnalysis(counts);
  const seen = await sight(store, candidates, list);
  const weather = seen.filter(({ detector }) => detector === 'inbound-scan');
  const actions = seen.filter(({ detector }) => detector !== 'inbound-scan');
  const unexpected = actions.filter((sighting) => !isAllowed(sighting, allow));
  const shown = foldGaps(unexpected);
  const gaps = actions.filter(({ detector }) => detector === 'log-gap');
  const weighed = weigh(shown, gaps, surroundingsOf(analysis), await loadDecisions(store));
  const told = tellStories(weighed.map(([finding]) => finding));
  const top = ranked(told, most ?? Number.POSITIVE_INFINITY);
  const sightingOf = new Map(weighed.map(([finding, i]) => [finding.id, shown[i]]));
  const drawn = await draw(store, [...top.stories.flatMap(({ findings }) => findings), ...top.findings]);
  return {
    records: counts.numberOrNull('records') ?? 0,
    connections: counts.numberOrNull('connections') ?? 0,
    fromS: analysis.sinceS,
    toS: analysis.untilS,
    aggregationS: analysis.aggregationS,
    historyDays: analysis.historyDays,
    stories: top.stories.map((story) => ({ ...story, findings: story.findings.map(drawn) })),
    findings: top.findings.map(drawn),
    notShown: top.notShown,
    allowed: actions.length - unexpected.length,
    background: backgroundOf(weather, (targetNo) => scannedPorts.get(targetNo) ?? []),
    notChecked: notChecked(analysis),
  };

  async function draw(on: Store, findings: readonly Finding[]): Promise<(finding: Finding) => Finding> {
    const behind = findings.map(({ id }) => sightingOf.get(id)).filter((one) => one !== undefined);
    const bars = await histograms(on, behind, analysis.sinceS ?? 0, analysis.untilS ?? 0);
    const byId = new Map(findings.map(({ id }, i) => [id, bars[i] ?? []]));
    await on.run(loadSql('anomalies/findings/forget-sightings'));
    const samples = new Map<string, Finding['samples']>();
    for (const { id } of findings) samples.set(id, await loadSamples(on, sightingOf.get(id)?.whereSql ?? ''));
    return (finding) => ({
      ...finding,
      histogram: byId.get(finding.id) ?? [],
      samples: samples.get(finding.id) ?? [],
    });
  }
}

function surroundingsOf({ sinceS, aggregationS, historyDays, insideHosts }: Analysis): Surroundings {
  return { aggregationS, historyDays, insideHosts, day: Math.floor((sinceS ?? 0) / DAY_S) };
}
