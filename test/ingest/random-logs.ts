import { gzipSync } from 'node:zlib';
import { DEFAULT_FORMAT } from '../../src/model/fields.ts';
import { below, type Dice } from '../dice.ts';

export const HEADER = DEFAULT_FORMAT.join(' ');

/** A record of the default format; some have no data, some are of IPv6. */
export function randomRecord(roll: Dice): string {
  const start = 1_772_409_600 + below(roll, 86_400);
  const place = `2 111122223333 eni-${below(roll, 40)}`;
  const span = `${start} ${start + 59}`;
  const kind = roll();
  if (kind < 0.02) return `${place} - - - - - - - ${span} - ${kind < 0.01 ? 'NODATA' : 'SKIPDATA'}`;
  const [from, to] =
    kind < 0.1
      ? [`2001:db8::${below(roll, 9999)}`, `2001:db8:0:1::${below(roll, 9999)}`]
      : [`10.20.${below(roll, 256)}.${below(roll, 256)}`, `192.0.2.${below(roll, 256)}`];
  const ports = `${below(roll, 65_536)} ${below(roll, 1024)}`;
  const packets = below(roll, 5000);
  return `${place} ${from} ${to} ${ports} 6 ${packets} ${packets * 40} ${span} ${roll() < 0.2 ? 'REJECT' : 'ACCEPT'} OK`;
}

export function randomRecords(roll: Dice, count: number): readonly string[] {
  return Array.from({ length: count }, () => randomRecord(roll));
}

/** The forms in which the same records can be written; Parquet needs a database, see `parquetOf`. */
export const FORMS = {
  text: (records) => `${HEADER}\n${records.join('\n')}\n`,
  headerless: (records) => records.map((record) => `${record}\n`).join(''),
  csv: (records) =>
    `timestamp,message\n${records.map((record, i) => `${1_700_000_000_000 + i},${record}\n`).join('')}`,
  firehose: (records) => records.map((message) => `${JSON.stringify({ message })}\n`).join(''),
  events: (records) =>
    JSON.stringify({ events: records.map((message, i) => ({ timestamp: i, message, eventId: `${i}` })) }),
} satisfies Readonly<Record<string, (records: readonly string[]) => string>>;

export type Form = keyof typeof FORMS;
export const FORM_NAMES = Object.keys(FORMS) as readonly Form[];

/** Records in a form, in one gzip member, in several, or in none. */
export function packed(form: Form, records: readonly string[], gzip: 'no' | 'one' | 'several'): Buffer {
  const bytes = Buffer.from(FORMS[form](records));
  if (gzip === 'no') return bytes;
  if (gzip === 'one') return gzipSync(bytes, { level: 1 });
  const middle = bytes.length >> 1;
  return Buffer.concat([gzipSync(bytes.subarray(0, middle)), gzipSync(bytes.subarray(middle))]);
}
