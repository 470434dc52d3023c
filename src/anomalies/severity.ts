import type { Base } from './candidate.ts';
import { DETECTOR_FACTS, HARMLESS_VARIANTS } from './detectors.ts';
import type { SeverityBand, SeverityModifier } from './finding.ts';
import type { Sighting, Surroundings } from './sighting.ts';

/** Points that a finding starts with. */
export const BASE_POINTS: Readonly<Record<Base, number>> = { info: 10, low: 25, medium: 50, high: 75 };

/** Points that circumstances add or take. */
export const MODIFIER_POINTS: Readonly<Record<SeverityModifier['why'], number>> = {
  'own-host-acts': 15,
  'it-worked': 15,
  'all-rejected': -15,
  'rare-remote': 15,
  'common-remote': -15,
  'first-seen': 15,
  'long-known': -15,
  'sensitive-role': 10,
  'open-to-the-world': 10,
  'second-detector': 15,
  listed: 20,
  'sensitive-port': 10,
};

/** The least points of each band, the highest first. */
export const BANDS: readonly (readonly [SeverityBand, number])[] = [
  ['critical', 90],
  ['high', 70],
  ['medium', 40],
  ['low', 20],
  ['info', 0],
];

/** Roles of hosts that are worth more to whoever takes them over. */
const SENSITIVE_ROLES: readonly string[] = ['database', 'bastion'];

/** Of the hosts inside: up to this share is rare, from that share on common. */
const RARE_SHARE = 0.02;
const COMMON_SHARE = 0.5;

/** Days of history from which on "first seen" is more than a guess, and of acquaintance that make something known. */
export const LEARNT_DAYS = 7;
const KNOWN_DAYS = 30;

export interface Severity {
  /** 0–100. */
  readonly points: number;
  readonly band: SeverityBand;
  readonly modifiers: readonly SeverityModifier[];
}

/**
 * The severity of a finding: the detector's base and the modifiers that apply, but for those whose condition the base has in
 * it already. `secondDetector`: another detector found the same actor within an hour.
 */
export function severityOf(sighting: Sighting, around: Surroundings, secondDetector: boolean): Severity {
  const { presupposes } = DETECTOR_FACTS[sighting.detector];
  // What a host is worth matters of a broken rule too; of an expected scan nothing does.
  const harmless = HARMLESS_VARIANTS.has(sighting.variant ?? '');
  const whys = harmless
    ? sighting.base === 'info'
      ? []
      : ofAssets(sighting)
    : [
        ...ofOutcome(sighting),
        ...ofRemote(sighting, around),
        ...ofHistory(sighting, around),
        ...ofAssets(sighting),
        ...(secondDetector ? (['second-detector'] as const) : []),
        ...(sighting.listed ? (['listed'] as const) : []),
      ].filter((why) => !presupposes.includes(why));
  const modifiers = whys.map((why) => ({ why, points: MODIFIER_POINTS[why] }));
  const sum = modifiers.reduce((points, modifier) => points + modifier.points, BASE_POINTS[sighting.base]);
  const points = Math.min(100, Math.max(0, sum));
  return { points, band: bandOf(points), modifiers };
}

/** The band of 0–100 points. */
export function bandOf(points: number): SeverityBand {
  return BANDS.find(([, least]) => points >= least)?.[0] ?? 'info';
}

type Why = SeverityModifier['why'];

function ofOutcome({ actor, worked, allRefused }: Sighting): readonly Why[] {
  return [
    ...(actor.inside ? (['own-host-acts'] as const) : []),
    ...(worked === true ? (['it-worked'] as const) : []),
    ...(allRefused && worked !== true ? (['all-rejected'] as const) : []),
  ];
}

/** How many of the own hosts speak with the remote one; of ends inside that is no sign of anything. */
function ofRemote({ target, hostsWithTarget }: Sighting, { insideHosts }: Surroundings): readonly Why[] {
  if (hostsWithTarget === null || hostsWithTarget < 1 || target.address === null || target.inside) return [];
  if (hostsWithTarget === 1 || hostsWithTarget <= RARE_SHARE * insideHosts) return ['rare-remote'];
  return hostsWithTarget >= COMMON_SHARE * insideHosts ? ['common-remote'] : [];
}

/** Only of what own hosts do: who comes from the Internet has mostly never been there before. */
function ofHistory({ actor, target, firstDay }: Sighting, around: Surroundings): readonly Why[] {
  if (!actor.inside || target.address === null || around.historyDays < LEARNT_DAYS) return [];
  if (firstDay === null) return ['first-seen'];
  return around.day - firstDay >= KNOWN_DAYS ? ['long-known'] : [];
}

/** Ten points for what is at stake, whether by one of these or by both. */
function ofAssets({ actor, target, targetPorts, port }: Sighting): readonly Why[] {
  const sensitive = [actor, target].some(
    ({ inside, roles }) => inside && roles.some((role) => SENSITIVE_ROLES.includes(role)),
  );
  if (sensitive) return ['sensitive-role'];
  const open = target.inside && !actor.inside && port !== null && targetPorts.includes(port);
  return open ? ['open-to-the-world'] : [];
}
