import type { Coverage } from '../queries/coverage.ts';
import type { Gap, InterfaceStatus } from '../queries/status-rows.ts';
import type { Listed, StoreStatus } from '../queries/status.ts';
import { duration } from './duration.ts';
import { missingFields } from './missing-fields.ts';
import { textTable } from './text-table.ts';
import { counted, groupedNumber, isoTime } from './values.ts';

/** What a store holds and lacks, for a person: the answer in short, then one block for each thing that there is to say. */
export async function* statusText(status: StoreStatus, known: Coverage): AsyncGenerator<string> {
  yield summary(status, known);
  yield* block('ACCOUNTS AND REGIONS', status.scopes, SCOPE_COLUMNS, (scope) => [
    scope.accountId ?? UNKNOWN,
    scope.region ?? UNKNOWN,
    scope.interfaces,
    scope.records,
    scope.nodata,
    scope.skipdata,
    isoTime(scope.firstStartS) ?? UNKNOWN,
    isoTime(scope.lastEndS) ?? UNKNOWN,
    scope.intervalS === null ? UNKNOWN : `${scope.intervalS} s`,
  ]);
  yield* block(
    'NO INTERFACE OF THE ACCOUNT AND REGION LOGGED',
    status.scopeGaps,
    SCOPE_GAP_COLUMNS,
    (gap) => [gap.accountId ?? UNKNOWN, gap.region ?? UNKNOWN, ...silence(gap)],
  );
  yield* block(
    'AN INTERFACE DID NOT LOG, THOUGH BEFORE AND AFTER',
    status.silentInterfaces,
    SILENT_COLUMNS,
    (one) => [
      one.interfaceId,
      one.region ?? UNKNOWN,
      one.gaps,
      duration(one.silentS),
      isoTime(one.longestGapFromS),
      isoTime(one.longestGapToS),
      one.nodata,
    ],
  );
  yield idleness(status);
  yield* block('LAST SEEN BEFORE THE END', status.stoppedEarly, STOPPED_COLUMNS, (one) => [
    ...logger(one),
    isoTime(one.lastEndS),
    duration((one.scopeLastEndS ?? 0) - (one.lastEndS ?? 0)),
  ]);
  yield* block('FIRST SEEN AFTER THE BEGINNING', status.beganLate, BEGAN_COLUMNS, (one) => [
    ...logger(one),
    isoTime(one.firstStartS),
    duration((one.firstStartS ?? 0) - (one.scopeFirstStartS ?? 0)),
  ]);
  yield* block('AWS DROPPED RECORDS (SKIPDATA)', status.skipdata, SKIPDATA_COLUMNS, (skipped) => [
    skipped.interfaceId ?? UNKNOWN,
    skipped.region ?? UNKNOWN,
    isoTime(skipped.fromS) ?? UNKNOWN,
    isoTime(skipped.toS) ?? UNKNOWN,
    skipped.records,
  ]);
  yield formats(status);
  yield* block('PARSED IN PART', status.unparsedObjects, UNPARSED_COLUMNS, (object) => [
    object.object,
    object.records,
    object.unparsedLines,
    `line ${object.firstLineNumber ?? UNKNOWN}: ${object.firstReason ?? UNKNOWN}`,
  ]);
  yield* block('NETWORKS', status.networks, NETWORK_COLUMNS, (network) => [
    isoTime(network.capturedAtS),
    isoTime(network.importedAtS),
    network.resources,
    network.interfaces,
  ]);
  yield verdicts(status, known);
}

const UNKNOWN = '-';
const SCOPE_COLUMNS = [
  'account',
  'region',
  'interfaces',
  'records',
  'NODATA',
  'SKIPDATA',
  'first start',
  'last end',
  'interval',
];
const SCOPE_GAP_COLUMNS = ['account', 'region', 'from', 'to', 'silent'];
const SILENT_COLUMNS = ['interface', 'region', 'gaps', 'silent', 'longest from', 'to', 'NODATA'];
const STOPPED_COLUMNS = ['interface', 'region', 'records', 'last end', 'before the others'];
const BEGAN_COLUMNS = ['interface', 'region', 'records', 'first start', 'after the others'];
const SKIPDATA_COLUMNS = ['interface', 'region', 'from', 'to', 'SKIPDATA'];
const UNPARSED_COLUMNS = ['object', 'records', 'unparsed lines', 'the first'];
const NETWORK_COLUMNS = ['captured', 'imported', 'resources', 'interfaces'];

/** Whether anything is missing, in two lines. */
function summary(
  { records, scopes, scopeGaps, interfaceGaps, ...status }: StoreStatus,
  known: Coverage,
): string {
  if (known.objects === 0) return 'The store holds no flow logs: "flowblame ingest" reads them\n';
  const found = [
    ...(scopeGaps.total > 0 ? [`${counted(scopeGaps.total, 'gap')} of a whole account and region`] : []),
    ...(interfaceGaps.total > 0
      ? [`${counted(interfaceGaps.total, 'gap')} at ${counted(status.silentInterfaces.total, 'interface')}`]
      : []),
    ...(status.stoppedEarly.total > 0
      ? [`${counted(status.stoppedEarly.total, 'interface')} last seen before the end`]
      : []),
    ...(status.skipdata.total > 0 ? [`SKIPDATA at ${counted(status.skipdata.total, 'time')}`] : []),
    ...(status.unparsedLines > 0
      ? [
          `${counted(status.unparsedLines, 'unparsed line')} in ${counted(status.unparsedObjects.total, 'object')}`,
        ]
      : []),
  ];
  const places = counted(scopes.total, 'account and region', 'accounts and regions');
  return (
    `${counted(records, 'record')} of ${places}\n` +
    (found.length === 0 ? 'No gaps, no SKIPDATA, no unparsed lines\n' : `${found.join(', ')}\n`)
  );
}

/** One table under its title, or nothing when there is nothing in it. */
async function* block<T>(
  title: string,
  { total, listed }: Listed<T>,
  columns: readonly string[],
  cells: (member: T) => readonly unknown[],
): AsyncGenerator<string> {
  if (total === 0) return;
  yield `\n${title}\n`;
  async function* rows() {
    yield listed.map(cells);
  }
  for await (const line of textTable(columns, rows())) yield `  ${line}`;
  yield more(total - listed.length);
}

function more(count: number): string {
  return count > 0 ? `  … and ${groupedNumber(count)} more (--limit)\n` : '';
}

function silence({ fromS, toS }: Gap): readonly unknown[] {
  return [isoTime(fromS), isoTime(toS), duration(toS - fromS)];
}

function logger(one: InterfaceStatus): readonly unknown[] {
  return [one.interfaceId, one.region ?? UNKNOWN, one.records];
}

/** NODATA says that an interface was idle; who never has it may have been idle in its gaps. */
function idleness({ silentInterfaces, silentWithoutNodata: without }: StoreStatus): string {
  if (without === 0) return '';
  const which = without === silentInterfaces.total ? 'They have' : `${groupedNumber(without)} of them have`;
  return `  ${which} no NODATA record, so they may have been idle\n`;
}

function formats({ formats: { total, listed } }: StoreStatus): string {
  if (total === 0) return '';
  const lines = listed.flatMap(({ version, fields, forms, objects, records }) => [
    `  version ${version}, ${counted(fields.length, 'field')}, ${forms.join(' and ')}: ${counted(objects, 'object')}, ${counted(records, 'record')}\n`,
    ...missingFields(fields).map(
      (missing) => `    without ${missing.fields.join(', ')} it does not tell ${missing.consequence}\n`,
    ),
  ]);
  return `\nFORMATS\n${lines.join('')}${more(total - listed.length)}`;
}

function verdicts({ networks, interfacesNotInNetwork, blame }: StoreStatus, known: Coverage): string {
  const missing = interfacesNotInNetwork ?? 0;
  const lines = [
    ...(networks.total === 0
      ? [
          'No network was imported, so no rule can be named: "flowblame network import" reads describe-* output',
        ]
      : []),
    ...(missing > 0
      ? [
          `${counted(missing, 'interface')} of the logs ${missing === 1 ? 'is' : 'are'} in no imported network`,
        ]
      : []),
    blame.flows > 0
      ? `The last blame judged ${groupedNumber(blame.records)} of ${counted(known.rejected, 'refused record')}, ${counted(blame.flows, 'flow')}`
      : known.rejected > 0
        ? `No verdicts: "flowblame blame" judges the ${counted(known.rejected, 'refused record')}`
        : 'No record is a refusal',
  ];
  return `\n${lines.join('\n')}\n`;
}
