import { ruleSummaries, type RuleSummary } from '../blame/rule-summaries.ts';
import type { Store } from '../store/store.ts';
import type { DailyEnd } from './document/ends.ts';
import type { Refused, RefusedTarget, RefusingRule } from './document/refused.ts';
import { endsOfAddresses, questionOf } from './ends.ts';

/** Targets of one rule that are told one by one. */
const MOST_TARGETS = 5;

/** What the last blame judged, by what refused it. At most `limit` rules are listed. */
export async function refused(store: Store, limit: number): Promise<Refused> {
  const summaries = await ruleSummaries(store);
  const [internal, internet] = [true, false].map((side) =>
    byRule(summaries.filter((summary) => summary.internal === side)).toSorted(
      (a, b) => recordsOf(b) - recordsOf(a),
    ),
  );
  const shown = [internal, internet].flatMap((rules) => rules?.slice(0, limit) ?? []);
  const services = shown.flatMap((own) => own.slice(0, MOST_TARGETS).map(({ service }) => service));
  const ends = await endsOfAddresses(
    store,
    services.filter((service) => service !== null),
  );
  const listed = (rules: readonly (readonly RuleSummary[])[] = []) => ({
    total: rules.length,
    listed: rules.slice(0, limit).map((own) => refusingRule(own, ends)),
  });
  return {
    records: recordsOf(summaries),
    packets: sum(summaries, ({ packets }) => packets),
    flows: sum(summaries, ({ flows }) => flows),
    internal: listed(internal),
    internet: listed(internet),
  };
}

/** What the same rule, groups or other cause refused, in the order of the summaries. */
function byRule(summaries: readonly RuleSummary[]): readonly (readonly RuleSummary[])[] {
  const rules = new Map<string, RuleSummary[]>();
  // A million refusals share a few thousand decisions.
  const ofDecision = new Map<number, RuleSummary[]>();
  for (const summary of summaries) {
    const { decisionId } = summary.decision;
    const own = ofDecision.get(decisionId) ?? membersOf(rules, ruleKey(summary));
    ofDecision.set(decisionId, own);
    own.push(summary);
  }
  return [...rules.values()];
}

function membersOf(rules: Map<string, RuleSummary[]>, key: string): RuleSummary[] {
  const members = rules.get(key) ?? [];
  rules.set(key, members);
  return members;
}

function ruleKey({ decision }: RuleSummary): string {
  const { verdict, leg, direction, ruleId, rule, securityGroups } = decision;
  return JSON.stringify([verdict, leg, direction, ruleId, rule, securityGroups]);
}

function refusingRule(summaries: readonly RuleSummary[], ends: ReadonlyMap<string, DailyEnd>): RefusingRule {
  const [first] = summaries;
  if (!first) throw new TypeError('a rule without targets');
  const times = (of: (summary: RuleSummary) => number | null) =>
    summaries.map(of).filter((time) => time !== null);
  const [starts, stops] = [times(({ firstSeenS }) => firstSeenS), times(({ lastSeenS }) => lastSeenS)];
  return {
    decision: first.decision,
    records: recordsOf(summaries),
    packets: sum(summaries, ({ packets }) => packets),
    flows: sum(summaries, ({ flows }) => flows),
    firstSeenS: starts.length === 0 ? null : Math.min(...starts),
    lastSeenS: stops.length === 0 ? null : Math.max(...stops),
    targets: {
      total: summaries.length,
      listed: summaries.slice(0, MOST_TARGETS).map((summary) => refusedTarget(summary, ends)),
    },
  };
}

function refusedTarget(summary: RuleSummary, ends: ReadonlyMap<string, DailyEnd>): RefusedTarget {
  const { service, servicePort, protocol, somePeers } = summary;
  const [peer] = somePeers;
  return {
    summary,
    target: service === null ? null : (ends.get(service) ?? null),
    question:
      service === null || peer === undefined ? null : questionOf(peer, service, protocol, servicePort),
  };
}

function sum(summaries: readonly RuleSummary[], of: (summary: RuleSummary) => number): number {
  return summaries.reduce((total, summary) => total + of(summary), 0);
}

function recordsOf(summaries: readonly RuleSummary[]): number {
  return sum(summaries, ({ records }) => records);
}
