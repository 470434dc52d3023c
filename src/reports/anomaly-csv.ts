import type { AnomalyReport, Finding } from '../anomalies/finding.ts';
import { explain } from './anomaly-explanation.ts';
import { storied } from './anomaly-json.ts';
import { csvLine } from './csv.ts';
import { isoTime } from './values.ts';

const COLUMNS = [
  'id',
  'detector',
  'variant',
  'severity',
  'band',
  'confidence',
  'actor',
  'actor_name',
  'target',
  'target_name',
  'port',
  'protocol',
  'first_seen',
  'last_seen',
  'connections',
  'bytes',
  'sentence',
  'attack',
  'stopped_by',
  'story',
] as const;

/** The findings as CSV, one a line, those of stories with the story's id. */
export function anomalyCsv(report: AnomalyReport, db: string): string {
  const lines = storied(report).map(({ finding, story }) => csvLine(cells(finding, story, db)));
  return [csvLine(COLUMNS), ...lines].join('');
}

function cells(finding: Finding, story: string | null, db: string): readonly unknown[] {
  const { actor, target } = finding;
  const { sentence, stoppedBy } = explain(finding, db);
  return [
    finding.id,
    finding.detector,
    finding.variant,
    finding.severity,
    finding.band,
    finding.confidence,
    actor.address ?? actor.interfaceId,
    actor.name,
    target.address ?? target.interfaceId,
    target.name,
    finding.port,
    finding.protocol,
    isoTime(finding.firstSeenS),
    isoTime(finding.lastSeenS),
    finding.connections,
    finding.bytes,
    sentence,
    finding.attack.join(' '),
    stoppedBy.join('; '),
    story,
  ];
}
