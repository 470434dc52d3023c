import { DETECTOR_FACTS, type Stage, STAGES } from '../anomalies/detectors.ts';
import type { Story } from '../anomalies/finding.ts';

const STAGE_WORDS: Readonly<Record<Stage, string>> = {
  'looks-around': 'looked around',
  'gets-in': 'got into or tried other hosts',
  'calls-home': 'called home',
  'takes-out': 'sent data out',
};

/** What the actor of a story did, one step after the other: `looked around, then called home`. */
export function stagesWords({ findings }: Story): string {
  const taken = new Set(findings.map(({ detector }) => DETECTOR_FACTS[detector].stage));
  return STAGES.filter((stage) => taken.has(stage))
    .map((stage) => STAGE_WORDS[stage])
    .join(', then ');
}
