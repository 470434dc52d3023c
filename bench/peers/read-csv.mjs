/**
 * DuckDB's own CSV reader on flow logs, into a database file: node read-csv.mjs FOLDER DATABASE VERSION [unordered].
 * Plain JavaScript, so that no compiler's start-up is measured with it.
 *
 * Types and format are given, so that nothing is sniffed. `unordered` is the setting that DuckDB advises for large loads.
 */
import { DuckDBInstance } from '@duckdb/node-api';
import { columnsOf } from './columns.mjs';

const TYPE = {
  uint8: 'UTINYINT',
  uint16: 'USMALLINT',
  int64: 'BIGINT',
  word: 'VARCHAR',
  address: 'VARCHAR',
};

const [folder, database, version, order] = process.argv.slice(2);
const types = columnsOf(version).map(([name, type]) => `'${name}': '${TYPE[type]}'`);

const instance = await DuckDBInstance.create(database);
const connection = await instance.connect();
if (order === 'unordered') await connection.run('SET preserve_insertion_order = false');
await connection.run(`CREATE TABLE flow_logs AS SELECT * FROM read_csv('${folder}/*.gz', delim = ' ', header = true,
  auto_detect = false, quote = '', escape = '', nullstr = '-', columns = {${types.join(', ')}})`);
connection.closeSync();
instance.closeSync();
