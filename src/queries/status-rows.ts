import { fieldNamed } from '../model/fields.ts';
import type { RowReader } from '../store/store-values.ts';

/** An account in a region; null where neither records nor names of objects tell. */
export interface Scope {
  readonly accountId: string | null;
  readonly region: string | null;
}

/** What an account's interfaces logged in a region, within the window. All times are Unix seconds. */
export interface ScopeStatus extends Scope {
  readonly interfaces: number;
  readonly records: number;
  /** Records without start and end, of which nothing can be said in time. */
  readonly untimed: number;
  readonly nodata: number;
  readonly skipdata: number;
  readonly firstStartS: number | null;
  readonly lastEndS: number | null;
  /** The aggregation interval that records show: 60 or 600, or what they last if that is longer. */
  readonly intervalS: number | null;
  /** Longest silence that is no gap here. */
  readonly gapS: number;
  readonly gaps: number;
  readonly silentS: number;
  readonly interfaceGaps: number;
}

/** A silence from the last end before it to the first start after it, or an edge of the window. */
export interface Gap extends Scope {
  /** Null when the whole account and region is silent. */
  readonly interfaceId: string | null;
  readonly fromS: number;
  readonly toS: number;
}

export interface InterfaceStatus extends Scope {
  readonly interfaceId: string | null;
  readonly records: number;
  readonly nodata: number;
  readonly skipdata: number;
  readonly firstStartS: number | null;
  readonly lastEndS: number | null;
  readonly gaps: number;
  readonly silentS: number;
  /** The longest of its gaps; null when it has none. */
  readonly longestGapFromS: number | null;
  readonly longestGapToS: number | null;
  readonly beganLate: boolean;
  readonly stoppedEarly: boolean;
  /** Null when no network was imported. */
  readonly inNetwork: boolean | null;
  /** First start and last end of its account and region. */
  readonly scopeFirstStartS: number | null;
  readonly scopeLastEndS: number | null;
}

/** SKIPDATA records of an interface less than a minute apart; the times are null when the records have none. */
export interface SkipdataWindow extends Scope {
  readonly interfaceId: string | null;
  readonly fromS: number | null;
  readonly toS: number | null;
  readonly records: number;
}

/** A set of fields that objects came with. */
export interface FormatStatus {
  /** The highest version of its fields, as AWS counts. */
  readonly version: number;
  /** AWS names, sorted. */
  readonly fields: readonly string[];
  /** text, csv, cloudwatch, firehose, parquet. */
  readonly forms: readonly string[];
  readonly objects: number;
  readonly records: number;
  /** One of the objects. */
  readonly anObject: string;
}

/** An object some lines of which are no record. */
export interface UnparsedObjectStatus {
  readonly object: string;
  readonly records: number;
  readonly unparsedLines: number;
  readonly firstLineNumber: number | null;
  readonly firstReason: string | null;
}

export interface NetworkStatus {
  readonly capturedAtS: number;
  readonly importedAtS: number;
  readonly resources: number;
  readonly interfaces: number;
}

/** What the last blame judged; zero flows when it did not run or nothing was refused. */
export interface BlameStatus {
  readonly flows: number;
  readonly records: number;
  readonly firstSeenS: number | null;
  readonly lastSeenS: number | null;
}

export function scopeOf(row: RowReader): ScopeStatus {
  return {
    ...whereOf(row),
    interfaces: number(row, 'interfaces'),
    records: number(row, 'records'),
    untimed: number(row, 'untimed'),
    nodata: number(row, 'nodata'),
    skipdata: number(row, 'skipdata'),
    firstStartS: row.numberOrNull('first_s'),
    lastEndS: row.numberOrNull('last_s'),
    intervalS: row.numberOrNull('interval_s'),
    gapS: number(row, 'gap_s'),
    gaps: number(row, 'gaps'),
    silentS: number(row, 'silent_s'),
    interfaceGaps: number(row, 'interface_gaps'),
  };
}

export function gapOf(row: RowReader): Gap {
  return {
    ...whereOf(row),
    interfaceId: row.textOrNull('interface_id'),
    fromS: number(row, 'from_s'),
    toS: number(row, 'to_s'),
  };
}

export function interfaceOf(row: RowReader): InterfaceStatus {
  const inNetwork = row.textOrNull('in_network');
  return {
    ...whereOf(row),
    interfaceId: row.textOrNull('interface_id'),
    records: number(row, 'records'),
    nodata: number(row, 'nodata'),
    skipdata: number(row, 'skipdata'),
    firstStartS: row.numberOrNull('first_s'),
    lastEndS: row.numberOrNull('last_s'),
    gaps: number(row, 'gaps'),
    silentS: number(row, 'silent_s'),
    longestGapFromS: row.numberOrNull('longest_from_s'),
    longestGapToS: row.numberOrNull('longest_to_s'),
    beganLate: row.text('began_late') === 'true',
    stoppedEarly: row.text('stopped_early') === 'true',
    inNetwork: inNetwork === null ? null : inNetwork === 'true',
    scopeFirstStartS: row.numberOrNull('scope_first_s'),
    scopeLastEndS: row.numberOrNull('scope_last_s'),
  };
}

export function skipdataWindowOf(row: RowReader): SkipdataWindow {
  return {
    ...whereOf(row),
    interfaceId: row.textOrNull('interface_id'),
    fromS: row.numberOrNull('from_s'),
    toS: row.numberOrNull('to_s'),
    records: number(row, 'records'),
  };
}

export function formatOf(row: RowReader): FormatStatus {
  const fields = row.texts('fields');
  return {
    version: Math.max(0, ...fields.map((name) => fieldNamed(name)?.version ?? 0)),
    fields,
    forms: row.texts('forms'),
    objects: number(row, 'objects'),
    records: number(row, 'records'),
    anObject: row.text('an_object'),
  };
}

export function unparsedObjectOf(row: RowReader): UnparsedObjectStatus {
  return {
    object: row.text('name'),
    records: number(row, 'records'),
    unparsedLines: number(row, 'unparsed_lines'),
    firstLineNumber: row.numberOrNull('first_line_number'),
    firstReason: row.textOrNull('first_reason'),
  };
}

export function networkOf(row: RowReader): NetworkStatus {
  return {
    capturedAtS: number(row, 'captured_at_s'),
    importedAtS: number(row, 'imported_at_s'),
    resources: number(row, 'resources'),
    interfaces: number(row, 'interfaces'),
  };
}

export function blameOf(row: RowReader): BlameStatus {
  return {
    flows: number(row, 'flows'),
    records: number(row, 'records'),
    firstSeenS: row.numberOrNull('first_s'),
    lastSeenS: row.numberOrNull('last_s'),
  };
}

function whereOf(row: RowReader): Scope {
  return { accountId: row.textOrNull('account_id'), region: row.textOrNull('region') };
}

function number(row: RowReader, column: string): number {
  return row.numberOrNull(column) ?? 0;
}
