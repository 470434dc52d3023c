/**
 * DuckDB's own CSV reader on flow logs, into a database file: node read-csv.mjs FOLDER DATABASE VERSION [tuned].
 * Plain JavaScript, so that no compiler's start-up is measured with it.
 *
 * Types and format are given, so that nothing is sniffed. `tuned` is the cheapest of what was tried on 200 000 records in 2, 12
 * and 288 files, by CPU time: order not kept, and buffers of 8 MB instead of 32 MB, together 10 to 30 % below the defaults.
 * Each of the two alone saves less; four threads on two cores, strict_mode = false, a fixed new_line or compression, and
 * smaller buffers save nothing more. `parallel` is on by default. Both contestants give the same rows.
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

const [folder, database, version, settings] = process.argv.slice(2);
const types = columnsOf(version).map(([name, type]) => `'${name}': '${TYPE[type]}'`);

const instance = await DuckDBInstance.create(database);
const connection = await instance.connect();
const isTuned = settings === 'tuned';
if (isTuned) await connection.run('SET preserve_insertion_order = false');
await connection.run(`CREATE TABLE flow_logs AS SELECT * FROM read_csv('${folder}/*.gz', delim = ' ', header = true,
  auto_detect = false, quote = '', escape = '', nullstr = '-', columns = {${types.join(', ')}}
  ${isTuned ? ', buffer_size = 8_000_000' : ''})`);
connection.closeSync();
instance.closeSync();
