import { expect } from 'vitest';
import type { AnomalyReport } from '../../src/anomalies/finding.ts';
import type { Store } from '../../src/store/store.ts';

/**
 * Runs the query of every finding of a report: it returns all connections that the finding counts, the samples first. Gives how
 * many findings there are.
 */
export async function evidenceOf(store: Store, { stories, findings }: AnomalyReport): Promise<number> {
  const all = [...stories.flatMap((story) => story.findings), ...findings];
  for (const { id, detector, evidenceSql, connections, samples } of all) {
    const rows = await store.rows(evidenceSql);
    // An interface that is silent has none.
    const least = detector === 'log-gap' ? 0 : 1;
    expect(connections, id).toBeGreaterThanOrEqual(least);
    expect(rows.length, id).toBeGreaterThanOrEqual(Math.min(least, connections));
    expect(samples, id).toHaveLength(Math.min(3, rows.length));
    for (const [i, { client, server, startS }] of samples.entries()) {
      const { client: first, server: second, start_s } = rows[i] ?? {};
      expect([client, server, startS], id).toEqual([first, second, Number(start_s)]);
    }
  }
  return all.length;
}
