import type { RuleSummary } from '../../blame/rule-summaries.ts';
import type { Decision } from '../../blame/verdict.ts';
import type { Listed } from '../../queries/status.ts';
import type { DailyEnd, DailyQuestion } from './ends.ts';

/** What was refused, by what refused it. Records of all rules together are all that was refused. */
export interface Refused {
  readonly records: number;
  readonly packets: number;
  readonly flows: number;
  /** Refusals of what came from inside, the rule with the most records first. */
  readonly internal: Listed<RefusingRule>;
  /** The Internet's background noise, one entry for each rule. */
  readonly internet: Listed<RefusingRule>;
}

/** Everything that one rule, one set of groups or one other cause refused on one half of connections. */
export interface RefusingRule {
  /** Of the target with the most records. */
  readonly decision: Decision;
  readonly records: number;
  readonly packets: number;
  readonly flows: number;
  readonly firstSeenS: number | null;
  readonly lastSeenS: number | null;
  /** Most records first; from the Internet one that sums up all targets. */
  readonly targets: Listed<RefusedTarget>;
}

/** One service behind a rule; from the Internet all of them. */
export interface RefusedTarget {
  readonly summary: RuleSummary;
  /** Null when the target is no single address. */
  readonly target: DailyEnd | null;
  /** About one of the peers; null when there is no single target. */
  readonly question: DailyQuestion | null;
}
