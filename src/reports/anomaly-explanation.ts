import type { Finding } from '../anomalies/finding.ts';
import { ADVICE } from './anomaly-advice.ts';
import { baselineWords, measureWords } from './anomaly-measures.ts';
import { findingSentence } from './anomaly-sentences.ts';
import { stoppedByWords } from './anomaly-parties.ts';
import { whyCommand } from './why-question.ts';

/** All that is said about a finding, in words. */
export interface Explanation {
  readonly sentence: string;
  /** Numbers beside their thresholds. */
  readonly numbers: readonly string[];
  readonly baseline: string;
  readonly stoppedBy: readonly string[];
  /** What else it may be, and what of it is ruled out already. */
  readonly harmless: readonly string[];
  readonly checked: readonly string[];
  readonly next: string;
  /** The question about the rules, where the finding is about refusals between two known ends. */
  readonly why: string | null;
  /** The entry of an allow-list that silences it. */
  readonly suppression: Readonly<Record<string, string | number>>;
}

/** Explains a finding; `db`: the store as it was named, for commands. */
export function explain(finding: Finding, db: string): Explanation {
  const { harmless, checked, next } = ADVICE[finding.detector];
  const { awsService } = finding.target;
  const prevalence = finding.measures.some(({ name }) => name.includes('hosts_with_target'));
  return {
    sentence: findingSentence(finding),
    numbers: finding.measures.map(measureWords),
    baseline: baselineWords(finding),
    stoppedBy: stoppedByWords(finding),
    harmless,
    checked: [
      ...checked,
      ...(awsService === null ? [] : [`the address is one of AWS ${awsService}`]),
      ...(prevalence ? ['few of the own hosts contact this address'] : []),
    ],
    next,
    why: whyOf(finding, db),
    suppression: suppressionOf(finding),
  };
}

function whyOf({ detector, actor, target, port, protocol }: Finding, db: string): string | null {
  const [src, dst] = [actor.address, target.address];
  if (detector !== 'denied-egress' || src === null || dst === null || protocol === null) return null;
  return whyCommand({ src, dst, protocol, port }, db);
}

function suppressionOf({
  detector,
  actor,
  target,
  port,
}: Finding): Readonly<Record<string, string | number>> {
  const [source, destination] = [actor.address ?? actor.interfaceId, target.address ?? target.interfaceId];
  return {
    detector,
    ...(source === null ? {} : { actor: source }),
    ...(destination === null ? {} : { target: destination }),
    ...(port === null ? {} : { port }),
    reason: '',
  };
}
