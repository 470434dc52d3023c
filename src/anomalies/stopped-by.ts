import type { Decision } from '../blame/verdict.ts';
import type { StoppedBy } from './finding.ts';

/** What refused the traffic, by the verdicts of blame: each thing once, in an order that is the same in every run. */
export function stoppedBy(
  decisionIds: readonly number[],
  decisions: ReadonlyMap<number, Decision>,
): readonly StoppedBy[] {
  const named = decisionIds.flatMap((id) => {
    const decision = decisions.get(id);
    if (!decision) return [];
    const { verdict, ruleId, rule, securityGroups } = decision;
    return [[JSON.stringify([verdict, ruleId, rule, securityGroups]), decision] as const];
  });
  return [...new Map(named)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { verdict, ruleId, rule, securityGroups }]) => ({ verdict, ruleId, rule, securityGroups }));
}
