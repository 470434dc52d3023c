import type { IngestResult, UnparsedObject } from '../ingest/ingest-tally.ts';
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
    duplicates: result.duplicates,
  };
  return `${JSON.stringify(document)}\n`;
}

/** The result of an ingest for a person; `stages`: also where the time went. */
export function ingestText(result: IngestResult, { stages = false } = {}): string {
  const { seconds } = result;
  const already =
    result.skippedObjects > 0 ? `, ${counted(result.skippedObjects, 'object')} already in the store` : '';
  const failed = result.failures.length > 0 ? `, ${counted(result.failures.length, 'object')} failed` : '';
  const speed = seconds > 0 && result.records > 0 ? ` in ${seconds.toFixed(1)} s` : '';
  const counts = [
    ...(result.records > 0 || result.unparsedLines > 0
      ? [counted(result.accepted, 'ACCEPT', 'ACCEPT'), counted(result.rejected, 'REJECT', 'REJECT')]
      : []),
    ...(result.nodata > 0 ? [counted(result.nodata, 'NODATA', 'NODATA')] : []),
    ...(result.skipdata > 0 ? [counted(result.skipdata, 'SKIPDATA', 'SKIPDATA')] : []),
    ...(result.unparsedLines > 0 ? [counted(result.unparsedLines, 'unparsed line')] : []),
    ...(result.duplicates > 0 ? [`${counted(result.duplicates, 'duplicate')} left out`] : []),
  ];
  return (
    `${counted(result.records, 'record')} from ${counted(result.objects, 'object')}${speed}${already}${failed}\n` +
    (counts.length > 0 ? `  ${counts.join(', ')}\n` : '') +
    (stages ? stagesText(result) : '')
  );
}

/** The share of each stage in the time of all threads. */
function stagesText({ stages }: IngestResult): string {
  const all = Object.values(stages).reduce((sum, seconds) => sum + seconds, 0);
  const shares = Object.entries(stages).map(
    ([stage, seconds]) =>
      `${stage} ${seconds.toFixed(2)} s (${all > 0 ? Math.round((100 * seconds) / all) : 0} %)`,
  );
  return `  of all threads: ${shares.join(', ')}\n`;
}

const MOST_WARNINGS = 10;

/** What a person should know of lines that were no records and of traffic that AWS did not log. */
export function ingestWarnings(result: IngestResult): string {
  const { unparsedObjects, emptyObjects, skipdata } = result;
  const skipped = `${counted(skipdata, 'SKIPDATA record')}: AWS dropped records there, so what is not in the log may have happened\n`;
  return [
    ...someOf(unparsedObjects.map(unparsedWarning), 'with unparsed lines: see the table unparsed_lines'),
    ...someOf(
      emptyObjects.map((object) => `"${object}" is empty\n`),
      'that are empty',
    ),
    ...(skipdata > 0 ? [skipped] : []),
    ...comparisonWarnings(result),
  ].join('');
}

function comparisonWarnings({ incomparable, copies, outdatedObjects }: IngestResult): readonly string[] {
  const [copy] = copies;
  const [outdated] = outdatedObjects;
  return [
    ...(copy
      ? [
          `${counted(copies.length, 'object has', 'objects have')} the very content of others, e.g. "${copy.object}" that of "${copy.copyOf}": --dedupe leaves such records out\n`,
        ]
      : []),
    ...(incomparable > 0
      ? [
          `${counted(incomparable, 'record')} cannot be told from others for lack of fields (interface-id, addresses, ports, protocol, packets, bytes, start, end, action), so none is left out\n`,
        ]
      : []),
    ...(outdated !== undefined
      ? [
          `${counted(outdatedObjects.length, 'object lacks', 'objects lack')} records that were left out for the sake of others that have changed since, e.g. "${outdated}": ingest again\n`,
        ]
      : []),
  ];
}

function unparsedWarning({ object, lines, records, firstLineNumber, firstReason }: UnparsedObject): string {
  const what =
    records === 0 ? `no flow-log record in ${counted(lines, 'line')}` : counted(lines, 'unparsed line');
  return `"${object}": ${what}; the first is line ${firstLineNumber}: ${firstReason}\n`;
}

function someOf(warnings: readonly string[], what: string): readonly string[] {
  const more = warnings.length - MOST_WARNINGS;
  const shown = warnings.slice(0, MOST_WARNINGS);
  return more > 0 ? [...shown, `… and ${counted(more, 'more object')} ${what}\n`] : shown;
}
