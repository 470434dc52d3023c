/**
 * The fields of a version 2 or 5 log in the order of its lines, in SQL's spelling, with the type that DuckDB and ClickHouse
 * give each: the narrowest that holds every value AWS documents. `address` and `text` are text; `word` is text of few values.
 */
const VERSION_2 = [
  ['version', 'uint8'],
  ['account_id', 'word'],
  ['interface_id', 'word'],
  ['srcaddr', 'address'],
  ['dstaddr', 'address'],
  ['srcport', 'uint16'],
  ['dstport', 'uint16'],
  ['protocol', 'uint8'],
  ['packets', 'int64'],
  ['bytes', 'int64'],
  ['start', 'int64'],
  ['end', 'int64'],
  ['action', 'word'],
  ['log_status', 'word'],
];

const VERSION_3_TO_5 = [
  ['vpc_id', 'word'],
  ['subnet_id', 'word'],
  ['instance_id', 'word'],
  ['tcp_flags', 'uint8'],
  ['type', 'word'],
  ['pkt_srcaddr', 'address'],
  ['pkt_dstaddr', 'address'],
  ['region', 'word'],
  ['az_id', 'word'],
  ['sublocation_type', 'word'],
  ['sublocation_id', 'word'],
  ['pkt_src_aws_service', 'word'],
  ['pkt_dst_aws_service', 'word'],
  ['flow_direction', 'word'],
  ['traffic_path', 'uint8'],
];

/** Name and type of every field of version 2 (14) or 5 (29). */
export function columnsOf(version) {
  if (version === '2') return VERSION_2;
  if (version === '5') return [...VERSION_2, ...VERSION_3_TO_5];
  throw new Error(`Cannot type the fields of version "${version}": expected 2 or 5`);
}
