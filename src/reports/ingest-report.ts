import type { IngestResult } from '../ingest.ts';
import { counted } from './values.ts';

/** The result of an ingest as one JSON object. */
export function ingestJson(result: IngestResult): string {
  const { records, seconds } = result;
  const document = {
    objects: result.objects,
    skippedObjects: result.skippedObjects,
    failedObjects: result.failures.length,
    records,
    accepted: result.accepted,
    rejected: result.rejected,
    nodata: result.nodata,
    skipdata: result.skipdata,
    unparsedLines: result.unparsedLines,
    bytesRead: result.bytesRead,
    bytesDecoded: result.bytesDecoded,
    seconds: Math.round(seconds * 1000) / 1000,
    recordsPerSecond: seconds > 0 ? Math.round(records / seconds) : 0,
    failures: result.failures,
  };
  return `${JSON.stringify(document)}\n`;
}

/** The result of an ingest for a person. */
export function ingestText(result: IngestResult): string {
  const { seconds } = result;
  const already = result.skippedObjects > 0 ? `, ${counted(result.skippedObjects, 'object')} already in the store` : '';
  const failed = result.failures.length > 0 ? `, ${counted(result.failures.length, 'object')} failed` : '';
  const speed = seconds > 0 && result.records > 0 ? ` in ${seconds.toFixed(1)} s` : '';
  const counts = [
    counted(result.accepted, 'ACCEPT', 'ACCEPT'),
    counted(result.rejected, 'REJECT', 'REJECT'),
    ...(result.nodata > 0 ? [counted(result.nodata, 'NODATA', 'NODATA')] : []),
    ...(result.skipdata > 0 ? [counted(result.skipdata, 'SKIPDATA', 'SKIPDATA')] : []),
    ...(result.unparsedLines > 0 ? [counted(result.unparsedLines, 'unparsed line')] : []),
  ];
  return (
    `${counted(result.records, 'record')} from ${counted(result.objects, 'object')}${speed}${already}${failed}\n` +
    (result.records > 0 || result.unparsedLines > 0 ? `  ${counts.join(', ')}\n` : '')
  );
}

const MOST_WARNINGS = 10;

/** What a person should know of lines that were no records and of traffic that AWS did not log. */
export function ingestWarnings({ unparsedObjects, skipdata }: IngestResult): string {
  const warnings = unparsedObjects.slice(0, MOST_WARNINGS).map(({ object, lines, records, firstLineNumber, firstReason }) => {
    const what = records === 0 ? `None of the ${counted(lines, 'line')} is a flow-log record` : counted(lines, 'unparsed line');
    return `"${object}": ${what}; the first is line ${firstLineNumber}: ${firstReason}\n`;
  });
  const more = unparsedObjects.length - warnings.length;
  if (more > 0) warnings.push(`… and ${counted(more, 'more object')} with unparsed lines: see the table unparsed_lines\n`);
  if (skipdata > 0) {
    warnings.push(`${counted(skipdata, 'SKIPDATA record')}: AWS dropped records there, so what is not in the log may have happened\n`);
  }
  return warnings.join('');
}
