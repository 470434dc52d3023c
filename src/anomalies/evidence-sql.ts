import { loadSql } from '../sql/load.ts';

/** A complete query over the view `connection_log` for the connections that a condition selects, in the order of time. */
export function evidenceSql(where: string): string {
  return withCondition('anomalies/findings/evidence', where);
}

/** A query for the first of these connections, as data. */
export function samplesSql(where: string): string {
  return withCondition('anomalies/findings/samples', where);
}

function withCondition(query: string, where: string): string {
  return loadSql(query)
    .split('\n')
    .filter((line) => !line.startsWith('--'))
    .join(' ')
    .replace('(TRUE)', () => (where.trim() === '' ? '(TRUE)' : `(${where.trim()})`))
    .trim();
}
