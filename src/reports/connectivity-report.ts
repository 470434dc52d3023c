import type { BrokenPair, BrokenPairs } from '../connectivity/broken-pair.ts';
import { blockerJson } from './blocker-json.ts';
import { connectivityText } from './connectivity-text.ts';
import { causeWords } from './connectivity-words.ts';
import { evidenceSentences } from './evidence.ts';
import type { Report } from './report.ts';
import { isoTime, jsonText } from './values.ts';
import { whyCommand } from './why-question.ts';

const COLUMNS = [
  'kind',
  'place',
  'cause',
  'verdict',
  'rule_id',
  'security_groups',
  'client',
  'server',
  'protocol',
  'port',
  'srcport',
  'interface_id',
  'direction',
  'refused_records',
  'packets',
  'accepted_records',
  'connections',
  'answered',
  'first_seen',
  'last_seen',
  'last_answer',
  'pairs',
  'confidence',
  'why',
] as const;

/** The broken pairs in any format; `db` is the store as it was named, for the commands that ask about a pair. */
export function connectivityReport(
  found: BrokenPairs,
  head: Readonly<Record<string, unknown>>,
  db: string,
): Report {
  return {
    head: { ...head, mostlyWorking: found.mostlyWorking },
    rowsName: 'pairs',
    columns: COLUMNS,
    async *rows() {
      yield found.pairs.map((pair) => pairCells(pair, db));
    },
    async *jsonRows() {
      yield found.pairs.map((pair) => jsonText(pairJson(pair, db)));
    },
    async *text() {
      yield connectivityText(found, db);
    },
  };
}

function pairCells(pair: BrokenPair, db: string): readonly unknown[] {
  return [
    pair.kind,
    pair.place,
    causeWords(pair),
    pair.decision?.verdict ?? null,
    pair.decision?.ruleId ?? null,
    pair.decision?.securityGroups.join(' ') ?? null,
    pair.client,
    pair.server,
    pair.protocol,
    pair.port,
    pair.srcport,
    pair.interfaceId,
    pair.direction,
    pair.refusedRecords,
    pair.packets,
    pair.acceptedRecords,
    pair.connections,
    pair.answered,
    isoTime(pair.firstSeenS),
    isoTime(pair.lastSeenS),
    isoTime(pair.lastAnswerS),
    pair.pairs,
    pair.confidence,
    commandOf(pair, db),
  ];
}

/** A pair as a JSON object; `db` is the store as it was named. */
export function pairJson(pair: BrokenPair, db: string): object {
  const { decision, why, firstSeenS, lastSeenS, lastAnswerS, kind, place, cause: _, ...rest } = pair;
  return {
    kind,
    place,
    verdict: decision?.verdict ?? null,
    ruleId: decision?.ruleId ?? null,
    rule: decision?.rule ?? null,
    securityGroups: decision?.securityGroups ?? [],
    ...rest,
    firstSeen: isoTime(firstSeenS),
    lastSeen: isoTime(lastSeenS),
    lastAnswer: isoTime(lastAnswerS),
    alsoBlockedBy: decision?.alsoBlockedBy.map(blockerJson) ?? [],
    evidence: decision ? evidenceSentences(decision) : [],
    whySrc: why.src,
    whyDst: why.dst,
    why: commandOf(pair, db),
  };
}

function commandOf({ why, protocol, port }: BrokenPair, db: string): string {
  return whyCommand({ ...why, protocol, port }, db);
}
