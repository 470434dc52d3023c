import type { AnomalyReport, Finding, Party, SeverityBand } from '../../src/anomalies/finding.ts';
import type { Incident, Labels } from '../labelled-days/labels.ts';

/**
 * What a finding is. `exact`: it names an incident by one of its detectors. `related`: it is of a host of an incident, at
 * that time, by another detector. `expected`: its actor has leave to do so. `false`: nothing of the kind happened.
 */
export type Truth = 'exact' | 'related' | 'expected' | 'false';

export interface JudgedFinding {
  readonly finding: Finding;
  readonly truth: Truth;
  /** Ids of the incidents that it names or is related to. */
  readonly incidents: readonly string[];
}

/** A report beside what really happened. */
export interface DayScore {
  readonly findings: readonly JudgedFinding[];
  readonly found: readonly Incident[];
  readonly missed: readonly Incident[];
}

const BANDS: readonly SeverityBand[] = ['info', 'low', 'medium', 'high', 'critical'];
/** Seconds by which records may be late, and windows longer than what happened in them. */
const SLACK_S = 1300;

/** Whether a severity is at least the other. */
export function isAtLeast(band: SeverityBand, least: SeverityBand): boolean {
  return BANDS.indexOf(band) >= BANDS.indexOf(least);
}

/** All findings of a report, those told in stories too. */
export function allFindings({ stories, findings }: AnomalyReport): readonly Finding[] {
  return [...stories.flatMap((story) => story.findings), ...findings];
}

/** Compares a report with the labels of its day. */
export function scoreDay(report: AnomalyReport, labels: Labels): DayScore {
  const judged = allFindings(report).map((finding) => judgeFinding(finding, labels));
  const named = new Set(
    judged.filter(({ truth }) => truth === 'exact').flatMap(({ incidents }) => incidents),
  );
  const isFound = (incident: Incident) =>
    named.has(incident.id) ||
    (incident.detector === 'inbound-scan' &&
      report.background.some(({ target }) => isEnd(target, incident.target, labels)));
  return {
    findings: judged,
    found: labels.incidents.filter(isFound),
    missed: labels.incidents.filter((incident) => !isFound(incident)),
  };
}

function judgeFinding(finding: Finding, labels: Labels): JudgedFinding {
  const near = labels.incidents.filter((incident) => overlaps(finding, incident));
  const exact = near.filter((incident) => names(finding, incident, labels));
  if (exact.length > 0) return { finding, truth: 'exact', incidents: exact.map(({ id }) => id) };
  if (labels.allowed.some((address) => finding.actor.address === address)) {
    return { finding, truth: 'expected', incidents: [] };
  }
  const related = near.filter(({ actor, target }) =>
    [actor, target].some(
      (end) => end !== null && (isEnd(finding.actor, end, labels) || isEnd(finding.target, end, labels)),
    ),
  );
  return {
    finding,
    truth: related.length > 0 ? 'related' : 'false',
    incidents: related.map(({ id }) => id),
  };
}

function overlaps({ firstSeenS, lastSeenS }: Finding, { fromS, toS }: Incident): boolean {
  return firstSeenS <= toS + SLACK_S && fromS - SLACK_S <= lastSeenS;
}

function names({ detector, actor, target }: Finding, incident: Incident, labels: Labels): boolean {
  if (detector !== incident.detector && !incident.alsoNamedBy.includes(detector)) return false;
  if (incident.actor !== null) {
    if (isEnd(actor, incident.actor, labels)) {
      return target.address === null || incident.target === null || isEnd(target, incident.target, labels);
    }
    // Of replies that are refused, the side that sends them may be called the actor.
    const isOther = actor.address === null || isEnd(actor, incident.target, labels);
    return isOther && (isEnd(target, incident.actor, labels) || isEnd(target, incident.target, labels));
  }
  if (incident.target !== null) {
    return isEnd(target, incident.target, labels) || isEnd(actor, incident.target, labels);
  }
  return true;
}

function isEnd({ address, name }: Party, end: string | null, labels: Labels): boolean {
  return end !== null && (address === end || (name !== null && labels.names[end] === name));
}
