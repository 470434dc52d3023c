import type { Coverage } from '../queries/coverage.ts';
import { counted, isoTime } from './values.ts';

/** What the logs hold and cannot tell, as a member of JSON documents. */
export function coverageJson({ firstStartS, lastEndS, networksCapturedAtS, ...coverage }: Coverage): object {
  const { missingFields, ...counts } = coverage;
  return {
    ...counts,
    firstStart: isoTime(firstStartS),
    lastEnd: isoTime(lastEndS),
    missingFields,
    networksCapturedAt: networksCapturedAtS.map(isoTime),
  };
}

/** What keeps blame from answering, or from answering well, line by line. */
export function coverageWarnings(known: Coverage): string {
  const lines: string[] = [];
  if (known.objects === 0) lines.push('The store holds no flow logs: "flowblame ingest" reads them');
  if (known.networksCapturedAtS.length === 0) {
    lines.push(
      'No network was imported, so no rule can be named: "flowblame network import" reads describe-* output',
    );
  }
  if (known.rejected > 0 && known.accepted === 0) {
    lines.push('The logs hold no ACCEPT records: answers cannot be told from requests');
  }
  if (known.skipdata > 0) {
    lines.push(
      `${counted(known.skipdata, 'SKIPDATA record')}: AWS dropped records there, so the log is not complete`,
    );
  }
  return lines.map((line) => `${line}\n`).join('');
}
