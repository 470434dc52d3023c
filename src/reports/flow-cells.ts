import type { FlowVerdict } from '../blame/verdict.ts';
import { formatProtocol } from '../model/protocol.ts';
import { blockerWords, deciderWords, nearestMissWords } from './decision-words.ts';
import { evidenceSentences } from './evidence.ts';
import { isoTime } from './values.ts';

/** Columns of CSV and Markdown. */
export const FLOW_COLUMNS: readonly string[] = [
  'interface_id',
  'direction',
  'srcaddr',
  'dstaddr',
  'srcport',
  'dstport',
  'protocol',
  'records',
  'packets',
  'bytes',
  'first_seen',
  'last_seen',
  'verdict',
  'leg',
  'rule_id',
  'rule',
  'security_groups',
  'nearest_miss',
  'also_blocked_by',
  'confidence',
  'evidence',
];

/** A flow's verdict as cells of {@link FLOW_COLUMNS}. */
export function flowCells(flow: FlowVerdict): readonly unknown[] {
  const { decision } = flow;
  return [
    flow.interfaceId,
    decision.direction,
    flow.srcaddr,
    flow.dstaddr,
    flow.srcport,
    flow.dstport,
    flow.protocol,
    flow.records,
    flow.packets,
    flow.bytes,
    isoTime(flow.firstSeenS),
    isoTime(flow.lastSeenS),
    decision.verdict,
    decision.leg,
    decision.ruleId,
    decision.rule,
    decision.securityGroups.join(' '),
    nearestMissWords(flow.nearestMiss),
    decision.alsoBlockedBy.map(blockerWords).join('; '),
    decision.confidence,
    evidenceSentences(decision).join('; '),
  ];
}

/** Columns of the table in a terminal: what fits, and what one reads first. */
export const FLOW_TABLE_COLUMNS: readonly string[] = [
  'first_seen',
  'interface_id',
  'direction',
  'srcaddr',
  'srcport',
  'dstaddr',
  'dstport',
  'protocol',
  'records',
  'verdict',
  'refused_by',
];

/** A flow's verdict as cells of {@link FLOW_TABLE_COLUMNS}. */
export function flowTableCells(flow: FlowVerdict): readonly unknown[] {
  const { decision, protocol } = flow;
  return [
    isoTime(flow.firstSeenS),
    flow.interfaceId,
    decision.direction,
    flow.srcaddr,
    flow.srcport,
    flow.dstaddr,
    flow.dstport,
    protocol === null ? null : formatProtocol(protocol),
    flow.records,
    decision.verdict,
    deciderWords(decision),
  ];
}
