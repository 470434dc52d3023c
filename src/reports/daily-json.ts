import type { Decision } from '../blame/verdict.ts';
import type { DailyReport } from '../daily/document/daily-report.ts';
import type { DailyQuestion } from '../daily/document/ends.ts';
import type { Refused, RefusingRule } from '../daily/document/refused.ts';
import { findingJson, storyJson } from './anomaly-json.ts';
import { headline, NOT_CHECKED } from './anomaly-run-words.ts';
import { blockerJson } from './blocker-json.ts';
import { pairJson } from './connectivity-report.ts';
import { savingCommand } from './daily-cost-words.ts';
import { LACK_WORDS } from './daily-lack-words.ts';
import { evidenceSentences } from './evidence.ts';
import { summaryJson } from './summary-cells.ts';
import { isoTime, jsonText } from './values.ts';
import { whyCommand } from './why-question.ts';

/** The report as a document; `head`: the members before those of the report, the window that was chosen among them. */
export function dailyJson(report: DailyReport, head: Readonly<Record<string, unknown>>, db: string): string {
  const { refused, oneWay, anomalies, costs, notTold } = report;
  const document = {
    ...head,
    period: report.window,
    headline: report.headline,
    dayBefore: report.dayBefore,
    refused: refused && refusedJson(refused),
    oneWay: oneWay && { ...oneWay, pairs: oneWay.pairs.map((pair) => pairJson(pair, db)) },
    anomalies: anomaliesJson(anomalies, db),
    exposure: report.exposure,
    costs: costs && {
      ...costs,
      savings: costs.savings.map((saving) => ({ ...saving, command: savingCommand(saving) })),
    },
    traffic: report.traffic,
    news: report.news,
    completeness: report.completeness,
    unusedRules: report.unusedRules,
    notTold: Object.fromEntries(
      Object.entries(notTold).map(([section, lack]) => [section, { reason: lack, why: LACK_WORDS[lack] }]),
    ),
  };
  return `${jsonText(readable(document, db))}\n`;
}

function refusedJson({ internal, internet, ...counts }: Refused): object {
  const rules = ({ total, listed }: Refused['internal']) => ({ total, listed: listed.map(ruleJson) });
  return { ...counts, internal: rules(internal), internet: rules(internet) };
}

function ruleJson({ decision, targets, ...counts }: RefusingRule): object {
  return {
    ...decisionJson(decision),
    ...counts,
    targets: {
      total: targets.total,
      listed: targets.listed.map(({ summary, target, question }) => ({
        ...summaryJson(summary),
        target,
        question,
      })),
    },
  };
}

function decisionJson(decision: Decision): object {
  const { verdict, leg, direction, ruleId, rule, securityGroups, confidence, alsoBlockedBy } = decision;
  return {
    verdict,
    leg,
    direction,
    ruleId,
    rule,
    securityGroups,
    alsoBlockedBy: alsoBlockedBy.map(blockerJson),
    confidence,
    evidence: evidenceSentences(decision),
  };
}

function anomaliesJson(report: DailyReport['anomalies'], db: string): object {
  const { stories, findings, notChecked, ...rest } = report;
  return {
    summary: headline(report),
    ...rest,
    stories: stories.map((story) => storyJson(story, db)),
    findings: findings.map((finding) => findingJson(finding, db)),
    notChecked: notChecked.map((what) => ({ what, why: NOT_CHECKED[what] })),
  };
}

/** Members that are times in Unix seconds; other members that end in S are lengths of time. */
const TIMES: ReadonlySet<string> = new Set([
  'sinceS',
  'untilS',
  'firstStartS',
  'lastEndS',
  'firstSeenS',
  'lastSeenS',
  'fromS',
  'toS',
  'startsS',
  'longestGapFromS',
  'longestGapToS',
  'scopeFirstStartS',
  'scopeLastEndS',
]);

/** The same with times as ISO 8601, under names without the S, and with the command line beside each question. */
function readable(value: unknown, db: string): unknown {
  if (Array.isArray(value)) return value.map((member) => readable(member, db));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]: [string, unknown]) => {
      if (TIMES.has(name)) return [[name.slice(0, -1), isoTimes(member)]];
      const told = [name, readable(member, db)] as const;
      if (name !== 'question') return [told];
      return [told, ['why', member === null ? null : whyCommand(member as DailyQuestion, db)]];
    }),
  );
}

function isoTimes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(isoTimes);
  return typeof value === 'number' ? isoTime(value) : value;
}
