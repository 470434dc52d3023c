/** Seconds since 1970, the end not included. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/**
 * How far down the layout in which flow logs are delivered a folder stands:
 * `AWSLogs/[organisation/]account/vpcflowlogs/region/year/month/day/[hour/]`, plain or as Hive partitions. `unknown`:
 * above it or elsewhere. `foreign`: under AWSLogs, but of another service. `below`: deeper than the layout goes.
 */
export type Level =
  | 'unknown'
  | 'logs'
  | 'account'
  | 'service'
  | 'region'
  | 'year'
  | 'month'
  | 'day'
  | 'hour'
  | 'below'
  | 'foreign';

/** What the folders of a key tell of the flow logs in it. */
export interface KeyPlace {
  readonly level: Level;
  /** The account that made the flow log. */
  readonly account?: string;
  readonly region?: string;
  /** When the records ended. */
  readonly span?: TimeSpan;
  /** Year, month, day and hour as far as the folders name them. */
  readonly date?: readonly number[];
}

/** Where a bucket begins. */
export const ROOT: KeyPlace = { level: 'unknown' };

/** Seconds between deliveries: the records of an object ended within as many from the time in its name. */
const PUBLISHED_EVERY = 300;

const ACCOUNT = /^(?:aws-account-id=)?([0-9]{12})$/;
const SERVICE = /^(?:aws-service=)?vpcflowlogs$/;
const REGION = /^(?:aws-region=)?([a-z]+(?:-[a-z]+)+-[0-9]+)$/;
const ORGANISATION = /^o-[a-z0-9]+$/;
const DATE_LEVELS = ['year', 'month', 'day', 'hour'] as const;
const NAME = /^([0-9]{12})_vpcflowlogs_([a-z0-9-]+)_fl-[0-9a-z]+_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z/;

/** The place of a folder, from the place of the folder that holds it. */
export function placeIn(place: KeyPlace, folder: string): KeyPlace {
  switch (place.level) {
    case 'unknown':
      return anchor(place, folder);
    case 'logs':
      return ORGANISATION.test(folder) ? place : (accountIn(folder) ?? { level: 'foreign' });
    case 'account':
      return { ...place, level: SERVICE.test(folder) ? 'service' : 'foreign' };
    case 'service':
      return withRegion(place, folder);
    case 'region':
    case 'year':
    case 'month':
    case 'day':
      return withDate(place, folder);
    case 'hour':
      return { ...place, level: 'below' };
    case 'below':
    case 'foreign':
      return place;
  }
}

/** The place of a key or prefix: that of its whole folders, without what follows the last slash. */
export function placeOf(key: string): KeyPlace {
  return key.split('/').slice(0, -1).reduce(placeIn, ROOT);
}

/** What the name of an object tells, `123456789012_vpcflowlogs_us-east-1_fl-0a1_20250104T0000Z_5f3.log.gz`, or null. */
export function placeOfName(key: string): KeyPlace | null {
  const found = NAME.exec(key.slice(key.lastIndexOf('/') + 1));
  if (!found) return null;
  const [, account = '', region = '', ...digits] = found;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = digits.map(Number);
  const from = Date.UTC(year, month - 1, day, hour, minute) / 1000;
  return { level: 'below', account, region, span: { from, to: from + PUBLISHED_EVERY } };
}

/** Flow logs may have been copied without the folders above the service, or the account. */
function anchor(place: KeyPlace, folder: string): KeyPlace {
  if (folder === 'AWSLogs') return { level: 'logs' };
  if (SERVICE.test(folder)) return { ...place, level: 'service' };
  return { ...accountIn(folder), level: 'unknown' };
}

function accountIn(folder: string): KeyPlace | null {
  const account = ACCOUNT.exec(folder)?.[1];
  return account === undefined ? null : { level: 'account', account };
}

function withRegion(place: KeyPlace, folder: string): KeyPlace {
  const region = REGION.exec(folder)?.[1];
  return region === undefined ? { ...place, level: 'below' } : { ...place, level: 'region', region };
}

function withDate(place: KeyPlace, folder: string): KeyPlace {
  const level = DATE_LEVELS[place.date?.length ?? 0] ?? 'hour';
  const digits = folder.startsWith(`${level}=`) ? folder.slice(level.length + 1) : folder;
  if (!(level === 'year' ? /^\d{4}$/ : /^\d\d$/).test(digits)) return { ...place, level: 'below' };
  const date = [...(place.date ?? []), Number(digits)];
  return { ...place, level, date, span: spanOf(date) };
}

function spanOf(date: readonly number[]): TimeSpan {
  const next = [...date.slice(0, -1), (date.at(-1) ?? 0) + 1];
  return { from: secondsOf(date), to: secondsOf(next) };
}

function secondsOf([year = 1970, month = 1, day = 1, hour = 0]: readonly number[]): number {
  return Date.UTC(year, month - 1, day, hour) / 1000;
}
