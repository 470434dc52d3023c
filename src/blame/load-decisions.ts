import type { Direction } from '../model/direction.ts';
import { loadSql } from '../sql/load.ts';
import type { Store } from '../store/store.ts';
import { RowReader } from '../store/store-values.ts';
import { missingEntry } from './missing-entry.ts';
import type { Blocker, Confidence, Decision, Doubt, EvidenceKind, Leg, VerdictKind } from './verdict.ts';

/** The decisions of the last blame, by id. */
export async function loadDecisions(store: Store): Promise<ReadonlyMap<number, Decision>> {
  const rows = await store.rows(loadSql('blame/decisions'));
  const decisions = rows.map((row) => readDecision(new RowReader(row)));
  return new Map(decisions.map((decision) => [decision.decisionId, decision]));
}

function readDecision(row: RowReader): Decision {
  const direction = row.textOrNull('direction') as Direction | null;
  const verdict = row.text('verdict') as VerdictKind;
  const securityGroups = row.texts('security_groups');
  const blocker = (refusal: string, ruleId: string, rule: string) =>
    readBlocker(row, direction, refusal, { ruleId, rule });
  const first = blocker('refusal', 'rule_id', 'rule');
  const also = [
    blocker('next_refusal', 'next_rule_id', 'next_rule'),
    blocker('sure_group_refusal', '', ''),
    blocker('sure_acl_refusal', 'sure_rule_id', 'sure_rule'),
  ];
  return {
    decisionId: row.numberOrNull('decision_id') ?? 0,
    verdict,
    leg: row.text('leg') as Leg,
    direction,
    ruleId: first?.kind === 'nacl' ? first.ruleId : null,
    rule: first?.kind === 'nacl' ? first.rule : null,
    securityGroups: first?.kind === 'groups' ? securityGroups : [],
    alsoBlockedBy: also.filter((candidate) => candidate !== null),
    confidence: row.text('confidence') as Confidence,
    evidence: row
      .text('evidence')
      .split(' ')
      .filter((word) => word !== '') as EvidenceKind[],
    doubts: [readDoubt(row, 'acl_doubt'), readDoubt(row, 'group_doubt')].filter((doubt) => doubt !== null),
    missedOwner: missedOwner(row, verdict),
  };
}

function readBlocker(
  row: RowReader,
  direction: Direction | null,
  refusalColumn: string,
  columns: { readonly ruleId: string; readonly rule: string },
): Blocker | null {
  const refusal = row.numberOrNull(refusalColumn);
  if (refusal === null) return null;
  if (refusal === 0) return { kind: 'groups', securityGroups: row.texts('security_groups') };
  const missing = missingEntry(row.text('acl_id'), direction);
  return {
    kind: 'nacl',
    ruleId: row.textOrNull(columns.ruleId) ?? missing.ruleId,
    rule: row.textOrNull(columns.rule) ?? missing.rule,
  };
}

function readDoubt(row: RowReader, column: string): Doubt | null {
  const doubt = row.textOrNull(column);
  return doubt === null ? null : { doubt, rule: row.textOrNull(`${column}_rule`) };
}

function missedOwner(row: RowReader, verdict: VerdictKind): number | null {
  if (verdict === 'sg-no-allow') return row.numberOrNull('group_owner');
  return verdict === 'nacl-implicit-deny' ? row.numberOrNull('acl_owner') : null;
}
