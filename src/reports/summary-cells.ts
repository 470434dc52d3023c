import type { RuleSummary } from '../blame/rule-summaries.ts';
import { blockerJson } from './blocker-json.ts';
import { blockerWords, deciderWords, nearestMissWords } from './decision-words.ts';
import { evidenceSentences } from './evidence.ts';
import { isoTime } from './values.ts';

/** Columns of the table by rule in CSV and Markdown. */
export const SUMMARY_COLUMNS: readonly string[] = [
  'verdict',
  'refused_by',
  'leg',
  'direction',
  'source',
  'interface_id',
  'service',
  'service_port',
  'protocol',
  'flows',
  'records',
  'packets',
  'bytes',
  'peers',
  'nearest_miss',
  'also_blocked_by',
  'confidence',
];

/** A summary as cells of {@link SUMMARY_COLUMNS}. */
export function summaryCells(summary: RuleSummary): readonly unknown[] {
  const { decision } = summary;
  return [
    decision.verdict,
    deciderWords(decision),
    decision.leg,
    decision.direction,
    summary.internal ? 'internal' : 'Internet',
    summary.interfaceId,
    summary.service,
    summary.servicePort,
    summary.protocol,
    summary.flows,
    summary.records,
    summary.packets,
    summary.bytes,
    summary.peers,
    nearestMissWords(summary.nearestMiss),
    decision.alsoBlockedBy.map(blockerWords).join('; '),
    decision.confidence,
  ];
}

/** A summary as a JSON object. */
export function summaryJson({ decision, ...summary }: RuleSummary): object {
  const { verdict, leg, direction, ruleId, rule, securityGroups, confidence } = decision;
  const { firstSeenS, lastSeenS, nearestMiss, ...counts } = summary;
  return {
    verdict,
    leg,
    direction,
    ruleId,
    rule,
    securityGroups,
    ...counts,
    firstSeen: isoTime(firstSeenS),
    lastSeen: isoTime(lastSeenS),
    nearestMiss,
    alsoBlockedBy: decision.alsoBlockedBy.map(blockerJson),
    confidence,
    evidence: evidenceSentences(decision),
  };
}
