/**
 * DuckDB's own CSV reader on default-format flow logs: node read-csv.mjs 'GLOB' DATABASE.
 * Plain JavaScript, so that no compiler's start-up is measured with it.
 */
import { DuckDBInstance } from '@duckdb/node-api';

const [glob, database] = process.argv.slice(2);
const columns = {
  version: 'INTEGER',
  account_id: 'VARCHAR',
  interface_id: 'VARCHAR',
  srcaddr: 'VARCHAR',
  dstaddr: 'VARCHAR',
  srcport: 'INTEGER',
  dstport: 'INTEGER',
  protocol: 'INTEGER',
  packets: 'BIGINT',
  bytes: 'BIGINT',
  start: 'BIGINT',
  end: 'BIGINT',
  action: 'VARCHAR',
  log_status: 'VARCHAR',
};
const types = Object.entries(columns).map(([name, type]) => `'${name}': '${type}'`);

const instance = await DuckDBInstance.create(database);
const connection = await instance.connect();
await connection.run(`CREATE TABLE flow_logs AS SELECT * FROM read_csv('${glob}', delim = ' ', header = true,
  auto_detect = false, quote = '', escape = '', nullstr = '-', columns = {${types.join(', ')}})`);
connection.closeSync();
instance.closeSync();
