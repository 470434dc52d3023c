import { loadSql } from '../sql/load.ts';

/** A complete query over the view `connection_log` for the connections that a condition selects, in the order of time. */
export function evidenceSql(where: string): string {
  return loadSql('anomalies/findings/evidence')
    .split('\n')
    .filter((line) => !line.startsWith('--'))
    .join(' ')
    .replace('(TRUE)', () => (where.trim() === '' ? '(TRUE)' : `(${where.trim()})`))
    .trim();
}
