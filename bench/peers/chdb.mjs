/**
 * ClickHouse in process, into a MergeTree table on disk: node chdb.mjs load FOLDER DATA VERSION; `facts` instead of `load`
 * prints counts and sums of what was loaded.
 *
 * ClickHouse has no format for fields between spaces that knows `-`, so lines are split by `splitByChar` and cast.
 * Of what was tried on the same logs this is the fastest: CustomSeparated with typed columns took about twice as long.
 * The table is not sorted (ORDER BY tuple()), which is the cheapest insert; text of few values is LowCardinality.
 */
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { columnsOf } from './columns.mjs';

const TYPE = {
  uint8: 'Nullable(UInt8)',
  uint16: 'Nullable(UInt16)',
  int64: 'Nullable(Int64)',
  word: 'LowCardinality(Nullable(String))',
  address: 'Nullable(String)',
};
const CAST = {
  uint8: (text) => `toUInt8OrNull(${text})`,
  uint16: (text) => `toUInt16OrNull(${text})`,
  int64: (text) => `toInt64OrNull(${text})`,
  word: (text) => `nullIf(${text}, '-')`,
  address: (text) => `nullIf(${text}, '-')`,
};

const [task, folder, data, version] = process.argv.slice(2);
const columns = columnsOf(version);
const { Session } = createRequire(join(import.meta.dirname, 'installed/chdb/package.json'))('chdb');
const session = new Session(data);

function load() {
  const definitions = columns.map(([name, type]) => `\`${name}\` ${TYPE[type]}`);
  const fields = columns.map(([, type], i) => CAST[type](`field[${i + 1}]`));
  session.query('CREATE DATABASE logs ENGINE = Atomic');
  session.query(
    `CREATE TABLE logs.flow_logs (${definitions.join(', ')}) ENGINE = MergeTree ORDER BY tuple()`,
  );
  session.query(`INSERT INTO logs.flow_logs SELECT ${fields.join(', ')}
    FROM (SELECT splitByChar(' ', line) AS field FROM file('${folder}/*.gz', 'LineAsString', 'line String')
      WHERE NOT startsWith(line, 'version '))
    SETTINGS max_insert_threads = ${availableParallelism()}`);
}

function facts() {
  const has = (name) => columns.some(([column]) => column === name);
  const sums = [
    'toFloat64(count()) AS records',
    "toFloat64(countIf(action = 'REJECT')) AS rejected",
    'toFloat64(sum(packets)) AS packets',
    'toFloat64(sum(bytes)) AS bytes',
    'toFloat64(sum(toInt64(srcport) * 7 + dstport)) AS ports',
    `toFloat64(${has('tcp_flags') ? 'sum(tcp_flags)' : '0'}) AS tcpFlags`,
    `toFloat64(${has('flow_direction') ? "countIf(flow_direction = 'ingress')" : '0'}) AS ingress`,
  ];
  return session.query(`SELECT ${sums.join(', ')} FROM logs.flow_logs`, 'JSONEachRow').trim();
}

if (task === 'load') load();
else console.log(facts());
session.close();
