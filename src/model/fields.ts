/**
 * The 54 fields of VPC flow logs, versions 2 to 5 and 7 to 11, in AWS's own order and under AWS's own names.
 * Source: Amazon VPC User Guide, "Flow log records" (version 6 belongs to Transit Gateway flow logs).
 */

/**
 * How a field's text is read.
 * - `text`: kept as it is
 * - `word`: text from the closed list `words`; anything else is not a flow-log record
 * - `address`: an IPv4 or IPv6 address, canonicalised to RFC 5952
 * - `integer`: a whole number from 0 to `max`, 32 bits
 * - `count`: a whole number from 0, 64 bits
 * - `time`: Unix seconds, 64 bits; milliseconds are recognised and reduced to seconds
 */
export type FieldKind = 'text' | 'word' | 'address' | 'integer' | 'count' | 'time';

export interface Field {
  /** AWS's name in text files, with dashes. */
  readonly name: string;
  /** AWS's name in Parquet and SQL, with underscores. */
  readonly column: string;
  /** The flow-log version that brought the field. */
  readonly version: number;
  readonly kind: FieldKind;
  /** Largest value of an `integer` field. */
  readonly max?: number;
  /** The values a `word` field can have. */
  readonly words?: readonly string[];
}

const text = (version: number, name: string): Field => ({
  name,
  column: columnName(name),
  version,
  kind: 'text',
});
const address = (version: number, name: string): Field => ({ ...text(version, name), kind: 'address' });
const count = (version: number, name: string): Field => ({ ...text(version, name), kind: 'count' });
const time = (version: number, name: string): Field => ({ ...text(version, name), kind: 'time' });
const integer = (version: number, name: string, max: number): Field => ({
  ...text(version, name),
  kind: 'integer',
  max,
});
const word = (version: number, name: string, words: readonly string[]): Field => ({
  ...text(version, name),
  kind: 'word',
  words,
});

/** Every field, ordered by version and then as AWS lists them. */
export const FLOW_LOG_FIELDS: readonly Field[] = [
  integer(2, 'version', 255),
  text(2, 'account-id'),
  text(2, 'interface-id'),
  address(2, 'srcaddr'),
  address(2, 'dstaddr'),
  integer(2, 'srcport', 65535),
  integer(2, 'dstport', 65535),
  integer(2, 'protocol', 255),
  count(2, 'packets'),
  count(2, 'bytes'),
  time(2, 'start'),
  time(2, 'end'),
  word(2, 'action', ['ACCEPT', 'REJECT']),
  word(2, 'log-status', ['OK', 'NODATA', 'SKIPDATA']),
  text(3, 'vpc-id'),
  text(3, 'subnet-id'),
  text(3, 'instance-id'),
  integer(3, 'tcp-flags', 65535),
  text(3, 'type'),
  address(3, 'pkt-srcaddr'),
  address(3, 'pkt-dstaddr'),
  text(4, 'region'),
  text(4, 'az-id'),
  text(4, 'sublocation-type'),
  text(4, 'sublocation-id'),
  text(5, 'pkt-src-aws-service'),
  text(5, 'pkt-dst-aws-service'),
  word(5, 'flow-direction', ['ingress', 'egress']),
  integer(5, 'traffic-path', 255),
  text(7, 'ecs-cluster-arn'),
  text(7, 'ecs-cluster-name'),
  text(7, 'ecs-container-instance-arn'),
  text(7, 'ecs-container-instance-id'),
  text(7, 'ecs-container-id'),
  text(7, 'ecs-second-container-id'),
  text(7, 'ecs-service-name'),
  text(7, 'ecs-task-definition-arn'),
  text(7, 'ecs-task-arn'),
  text(7, 'ecs-task-id'),
  text(8, 'reject-reason'),
  text(9, 'resource-id'),
  integer(10, 'encryption-status', 255),
  text(11, 'instance-tag'),
  text(11, 'instance-tag-2'),
  text(11, 'interface-tag'),
  text(11, 'interface-tag-2'),
  text(11, 'asg-tag'),
  text(11, 'asg-tag-2'),
  text(11, 'interface-type'),
  text(11, 'next-hop-interface-id'),
  text(11, 'next-hop-subnet-id'),
  text(11, 'next-hop-az-id'),
  text(11, 'next-hop-vpc-id'),
  text(11, 'next-hop-interface-type'),
];

/**
 * The fields that say what flowed: the columns of a record. Four addresses, four numbers of 32 bits, four of 64 bits.
 */
export const FLOW_FIELDS: readonly Field[] = [
  'srcaddr',
  'dstaddr',
  'pkt-srcaddr',
  'pkt-dstaddr',
  'srcport',
  'dstport',
  'protocol',
  'tcp-flags',
  'packets',
  'bytes',
  'start',
  'end',
].flatMap((name) => FLOW_LOG_FIELDS.filter((field) => field.name === name));

/** All other fields, which say where and how a record was captured: its context. */
export const CONTEXT_FIELDS: readonly Field[] = FLOW_LOG_FIELDS.filter((f) => !FLOW_FIELDS.includes(f));

/** The default format: the 14 fields of version 2 in their fixed order. */
export const DEFAULT_FORMAT: readonly string[] = FLOW_LOG_FIELDS.filter((f) => f.version === 2).map(
  (f) => f.name,
);

const TAG_NAME = /^(?:instance|interface|asg)-tag(?:-2)?$/;
const BY_NAME: ReadonlyMap<string, Field> = new Map(FLOW_LOG_FIELDS.map((field) => [field.name, field]));

/** The field of this name, in the spelling of text files (`account-id`) or of Parquet and SQL (`account_id`). */
export function fieldNamed(name: string): Field | undefined {
  return BY_NAME.get(name) ?? BY_NAME.get(name.replaceAll('_', '-'));
}

/** Whether the values of a field are tags, which come percent-encoded, for they may hold spaces. */
export function isTag({ name }: Field): boolean {
  return TAG_NAME.test(name);
}

function columnName(name: string): string {
  return name.replaceAll('-', '_');
}
