import { DETECTORS, type DetectorName, type SeverityModifier } from './finding.ts';

/** Where a detector's findings stand in an attack that goes on from one to the next; a story is made of them. */
export type Stage = 'looks-around' | 'gets-in' | 'calls-home' | 'takes-out';

/** What is drawn of the connections behind a finding. */
export type Drawn = 'starts' | 'open' | 'bytes';

/** What is known of a detector besides its query. */
export interface DetectorFacts {
  /** MITRE ATT&CK technique ids. */
  readonly attack: readonly string[];
  /** Null: it is no step of an attack, or an attack does not go on from it. */
  readonly stage: Stage | null;
  /**
   * Severity modifiers whose condition the detector's query demands already, so that its base severity has them in it: of a
   * beacon that is called low, every host of the VPC that has one acts by itself and was answered.
   */
  readonly presupposes: readonly SeverityModifier['why'][];
  /** Rests on times between connections or counts per minute, which long aggregation blurs. */
  readonly timing: boolean;
  /** Says that something is new or rare here, which a short history cannot vouch for. */
  readonly novelty: boolean;
  readonly drawn: Drawn;
  /** Its actor may be the server of the connections behind it, where a log does not tell who asked. */
  readonly eitherEnd: boolean;
}

const FACTS: DetectorFacts = {
  attack: [],
  stage: null,
  presupposes: [],
  timing: false,
  novelty: false,
  drawn: 'starts',
  eitherEnd: false,
};

const OUTBOUND = ['own-host-acts', 'it-worked', 'rare-remote'] as const;

/** What is known of each detector; ATT&CK ids as of https://attack.mitre.org, enterprise matrix. */
export const DETECTOR_FACTS: Readonly<Record<DetectorName, DetectorFacts>> = {
  'port-scan': { ...FACTS, attack: ['T1046'], stage: 'looks-around' },
  sweep: { ...FACTS, attack: ['T1018', 'T1046'], stage: 'looks-around' },
  'inbound-scan': { ...FACTS, attack: ['T1595.001', 'T1595.002'] },
  'open-door': { ...FACTS, attack: ['T1190', 'T1133'], presupposes: ['it-worked'] },
  'brute-force': {
    ...FACTS,
    attack: ['T1110.001', 'T1110.003'],
    stage: 'gets-in',
    presupposes: ['own-host-acts', 'it-worked', 'rare-remote'],
  },
  beacon: {
    ...FACTS,
    attack: ['T1071.001', 'T1573', 'T1029'],
    stage: 'calls-home',
    // Its query makes a strong one that is new high by itself.
    presupposes: [...OUTBOUND, 'first-seen'],
    timing: true,
  },
  'long-connection': {
    ...FACTS,
    attack: ['T1071', 'T1572', 'T1496.001'],
    presupposes: OUTBOUND,
    timing: true,
    drawn: 'open',
  },
  exfiltration: {
    ...FACTS,
    attack: ['T1041', 'T1048', 'T1030'],
    stage: 'takes-out',
    presupposes: OUTBOUND,
    drawn: 'bytes',
  },
  'foreign-dns': {
    ...FACTS,
    attack: ['T1071.004', 'T1048.003'],
    presupposes: ['own-host-acts', 'it-worked'],
  },
  smtp: { ...FACTS, attack: ['T1071.003'], presupposes: ['own-host-acts', 'it-worked'] },
  'outbound-flood': {
    ...FACTS,
    attack: ['T1498.001', 'T1498.002'],
    presupposes: ['own-host-acts', 'rare-remote'],
    timing: true,
  },
  'inbound-surge': { ...FACTS, attack: ['T1498', 'T1499'], presupposes: ['it-worked'], timing: true },
  tunnel: {
    ...FACTS,
    attack: ['T1095', 'T1572'],
    presupposes: ['own-host-acts', 'it-worked'],
    drawn: 'bytes',
    eitherEnd: true,
  },
  'denied-egress': {
    ...FACTS,
    attack: ['T1571', 'T1041'],
    presupposes: ['own-host-acts', 'all-rejected', 'rare-remote'],
  },
  'admin-edge': {
    ...FACTS,
    attack: ['T1021.001', 'T1021.002', 'T1021.004', 'T1021.006'],
    stage: 'gets-in',
    presupposes: ['own-host-acts', 'it-worked', 'rare-remote', 'first-seen'],
    novelty: true,
  },
  'rare-port': { ...FACTS, attack: ['T1571'], presupposes: OUTBOUND, novelty: true },
  'log-gap': { ...FACTS, attack: ['T1562.008'], presupposes: ['own-host-acts', 'it-worked', 'listed'] },
  'listed-address': { ...FACTS, presupposes: ['rare-remote', 'listed'] },
};

/**
 * Variants that are nobody's attack: a rule that refuses what it let pass, a network ACL that refuses answers, a scan by a
 * host that is there to scan. They have no ATT&CK technique and no part in a story.
 */
export const HARMLESS_VARIANTS: ReadonlySet<string> = new Set([
  'broken-rule',
  'nacl-blocks-replies',
  'expected-scan',
]);

/** Techniques of a variant, where they are others than its detector's. */
const VARIANT_ATTACK: ReadonlyMap<string, readonly string[]> = new Map([
  ['sweep outside', ['T1046', 'T1595.001']],
]);

/** MITRE ATT&CK technique ids of what was found; none where it is nobody's attack. */
export function attackOf(detector: DetectorName, variant: string | null): readonly string[] {
  if (HARMLESS_VARIANTS.has(variant ?? '')) return [];
  return VARIANT_ATTACK.get(`${detector} ${variant}`) ?? DETECTOR_FACTS[detector].attack;
}

/** The stages in the order in which an attack goes through them. */
export const STAGES: readonly Stage[] = ['looks-around', 'gets-in', 'calls-home', 'takes-out'];

/** Whether a text names a detector. */
export function isDetector(text: string): text is DetectorName {
  return (DETECTORS as readonly string[]).includes(text);
}
