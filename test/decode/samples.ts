import { gzipSync } from 'node:zlib';
import type { InputFormat } from '../../src/decode/input-format.ts';

/** Records of the default format, with addresses that are kept for documentation. */
export const RECORDS: readonly string[] = [
  '2 111122223333 eni-0a1 203.0.113.7 192.0.2.5 4711 22 6 3 180 1700000000 1700000060 REJECT OK',
  '2 111122223333 eni-0a1 192.0.2.5 203.0.113.7 22 4711 6 2 120 1700000000 1700000060 ACCEPT OK',
  '2 111122223333 eni-0a1 - - - - - - - 1700000060 1700000120 - NODATA',
  '2 111122223333 eni-0b2 2001:db8::7 2001:db8::5 0 0 58 1 104 1700000060 1700000120 ACCEPT OK',
];

const FIELDS =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
const INSIGHTS_FIELDS = [
  'version',
  'accountId',
  'interfaceId',
  'srcAddr',
  'dstAddr',
  'srcPort',
  'dstPort',
  'protocol',
  'packets',
  'bytes',
  'startTime',
  'endTime',
  'action',
  'logStatus',
];
const quoted = (cells: readonly string[]) => cells.map((cell) => `"${cell}"`).join(',');

/** A form that records come in. */
export interface Sample {
  readonly name: string;
  readonly format: InputFormat;
  /** Whether each column is a field, so that a header line goes before the records. */
  readonly hasHeader?: boolean;
  readonly write: (records: readonly string[]) => string;
}

const event = (message: string, i: number) => ({
  logStreamName: 'eni-0a1-all',
  timestamp: 1_700_000_000_000 + i,
  message,
  ingestionTime: 1_700_000_030_000,
  eventId: `3800000000${i}`,
});
const payload = (records: readonly string[]) => ({
  messageType: 'DATA_MESSAGE',
  owner: '111122223333',
  logGroup: 'flow "logs" [events]',
  logStream: 'eni-0a1-all',
  subscriptionFilters: ['every'],
  logEvents: records.map((message, i) => ({
    id: `3800000000${i}`,
    timestamp: 1_700_000_000_000 + i,
    message,
    extractedFields: { srcaddr: '198.51.100.1', message: 'not this' },
  })),
});

/** Every form but Parquet, each over the same records. */
export const SAMPLES: readonly Sample[] = [
  { name: 'text', format: 'text', write: (records) => records.map((record) => `${record}\n`).join('') },
  {
    name: 'an S3 export of CloudWatch',
    format: 'cloudwatch',
    write: (records) => records.map((record) => `2023-11-14T22:13:20.000Z ${record}\n`).join(''),
  },
  {
    name: 'filter-log-events, pretty-printed',
    format: 'cloudwatch',
    write: (records) =>
      `${JSON.stringify({ events: records.map(event), searchedLogStreams: [{ logStreamName: 'a', searchedCompletely: true }] }, null, 4)}\n`,
  },
  {
    name: 'get-log-events, compact, with the array last',
    format: 'cloudwatch',
    write: (records) =>
      JSON.stringify({ nextForwardToken: 'f/1', nextBackwardToken: 'b/1', events: records.map(event) }),
  },
  {
    name: 'pages of filter-log-events',
    format: 'cloudwatch',
    write: (records) => records.map((record, i) => JSON.stringify({ events: [event(record, i)] })).join('\n'),
  },
  {
    name: 'events, one a line',
    format: 'cloudwatch',
    write: (records) => records.map((record, i) => `${JSON.stringify(event(record, i))}\n`).join(''),
  },
  {
    name: 'an array of events',
    format: 'cloudwatch',
    write: (records) => JSON.stringify(records.map(event), null, 1),
  },
  {
    name: 'an array of messages, as --query makes it',
    format: 'cloudwatch',
    write: (records) => JSON.stringify(records, null, 4),
  },
  {
    name: 'a subscription payload',
    format: 'cloudwatch',
    write: (records) => JSON.stringify(payload(records)),
  },
  {
    name: 'subscription payloads without separator',
    format: 'cloudwatch',
    write: (records) => records.map((record) => JSON.stringify(payload([record]))).join(''),
  },
  {
    name: 'the event of a Lambda function',
    format: 'cloudwatch',
    write: (records) =>
      JSON.stringify({ awslogs: { data: gzipSync(JSON.stringify(payload(records))).toString('base64') } }),
  },
  {
    name: 'Firehose, one a line',
    format: 'firehose',
    write: (records) => records.map((message) => `${JSON.stringify({ message })}\n`).join(''),
  },
  {
    name: 'Firehose without separator',
    format: 'firehose',
    write: (records) => records.map((message) => JSON.stringify({ message })).join(''),
  },
  {
    name: 'CSV of the CloudWatch console',
    format: 'csv',
    write: (records) =>
      `timestamp,message\n${records.map((record, i) => `170000000000${i},${record}\n`).join('')}`,
  },
  {
    name: 'CSV of Logs Insights',
    format: 'csv',
    write: (records) =>
      `@timestamp,@message\r\n${records.map((record) => `2023-11-14 22:13:20.000,"${record}"\r\n`).join('')}`,
  },
  {
    name: 'CSV of Logs Insights, columns shuffled',
    format: 'csv',
    write: (records) =>
      `"@message","@logStream","@ptr"\n${records.map((record) => `${quoted([record, 'a ""b""', 'Cl0'])}\n`).join('')}`,
  },
  {
    name: 'CSV of fields that Logs Insights discovered',
    format: 'csv',
    hasHeader: true,
    write: (records) =>
      `@timestamp,${INSIGHTS_FIELDS.join(',')}\n${records
        .map((record) => `2023-11-14 22:13:20.000,${record.split(' ').join(',')}\n`)
        .join('')}`,
  },
  {
    name: 'an Athena result',
    format: 'csv',
    hasHeader: true,
    write: (records) =>
      `${quoted([...FIELDS.replaceAll('-', '_').split(' '), 'year'])}\n${records
        .map((record) => `${quoted(record.split(' ').map((value) => (value === '-' ? '' : value)))},"2023"\n`)
        .join('')}`,
  },
];
