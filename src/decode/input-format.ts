/**
 * The forms that records come in, plain or gzip.
 * - `text`: lines of records, with a header or without
 * - `csv`: CloudWatch console and Logs Insights exports, Athena results
 * - `cloudwatch`: JSON of `filter-log-events` and `get-log-events`, subscription payloads, and text of S3 exports with
 *   a timestamp in front of each record
 * - `firehose`: `{"message": "…"}` objects; when it is asked for also subscription payloads and plain text
 * - `parquet`
 */
export type InputFormat = (typeof INPUT_FORMATS)[number];

export const INPUT_FORMATS = ['text', 'csv', 'cloudwatch', 'firehose', 'parquet'] as const;

/** What an object can be told apart by at its beginning. */
export type Form = 'text' | 'timestamped' | 'csv' | 'json' | 'parquet';

/** The forms in which each format is met; JSON is looked at more closely as it is read. */
const FORMS: Readonly<Record<InputFormat, readonly Form[]>> = {
  text: ['text', 'timestamped'],
  csv: ['csv'],
  cloudwatch: ['json', 'timestamped'],
  firehose: ['json', 'text'],
  parquet: ['parquet'],
};

const WORDS: Readonly<Record<Form, string>> = {
  text: 'text without timestamps in front',
  timestamped: 'text with timestamps in front, as CloudWatch exports it',
  csv: 'CSV',
  json: 'JSON',
  parquet: 'Parquet',
};

/** The format of a form when none is asked for; of JSON that shows only as it is read. */
const FORMAT_OF: Readonly<Record<Exclude<Form, 'json'>, InputFormat>> = {
  text: 'text',
  timestamped: 'cloudwatch',
  csv: 'csv',
  parquet: 'parquet',
};

/**
 * The format of content of this form: the one that was asked for, otherwise the form's own, and null where it is not
 * known yet.
 *
 * @throws Error when the content contradicts what was asked for
 */
export function formatOf(form: Form, asked: InputFormat | undefined): InputFormat | null {
  if (asked === undefined) return form === 'json' ? null : FORMAT_OF[form];
  if (FORMS[asked].includes(form)) return asked;
  throw new Error(contradiction(asked, WORDS[form], form === 'json' ? 'cloudwatch' : FORMAT_OF[form]));
}

/** The error for content that is not what was asked for. */
export function contradiction(asked: InputFormat, found: string, right: InputFormat): string {
  return `the content is ${found}, not what --input-format ${asked} stands for: use auto or ${right}`;
}
