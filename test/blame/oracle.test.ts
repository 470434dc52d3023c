import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { streamSource } from '../../src/sources/stdin.ts';
import { judge, type OracleNetwork, type OracleRecord, type OracleVerdict } from '../oracle/judge.ts';
import { networkAndRecords } from './arbitraries/network-and-records.ts';
import { toDescribeFiles } from './arbitraries/describe-files.ts';
import { toFlowLogText } from './arbitraries/flow-log-text.ts';
import { cases } from '../thorough.ts';
import { flowKey, judgeSources, type PrintedVerdict } from './judge-files.ts';

const KEYS_IN_ALL = 100_000;
const RECORDS_PER_NETWORK = 3_400;
const NETWORKS = Number(process.env.FLOWBLAME_ORACLE_NETWORKS ?? cases(8, 60));

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowblame-oracle-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

it(`agrees with the slow evaluator on every verdict of ${NETWORKS} random networks`, async () => {
  let keys = 0;
  const arbitrary = networkAndRecords({ size: RECORDS_PER_NETWORK, minSize: RECORDS_PER_NETWORK });
  await fc.assert(
    fc.asyncProperty(arbitrary, async ({ network, records }) => {
      const expected = new Map(
        judge(network, records).map((verdict) => [flowKey(verdict), summary(verdict)]),
      );
      const found = await judged(network, records);
      keys += expected.size;
      expect(found.size).toBe(expected.size);
      for (const [key, verdict] of found) expect({ key, ...verdict }).toEqual({ key, ...expected.get(key) });
    }),
    { numRuns: NETWORKS, endOnFailure: true, seed: Number(process.env.FLOWBLAME_SEED ?? Date.now()) },
  );
  if (NETWORKS >= 60) expect(keys).toBeGreaterThanOrEqual(KEYS_IN_ALL);
}, 540_000);

async function judged(network: OracleNetwork, records: readonly OracleRecord[]) {
  const paths = [...toDescribeFiles(network)].map(([name, document]) => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(document));
    return path;
  });
  const log = streamSource(onePiece(toFlowLogText(records)), 'random.log');
  const verdicts = await judgeSources([log], [{ paths, capturedAtS: 0 }]);
  return new Map(verdicts.map((verdict) => [flowKey(verdict), summary(verdict)]));
}

/** What the oracle gives of a verdict. */
function summary(verdict: OracleVerdict | PrintedVerdict) {
  const { records, packets, leg, ruleId, securityGroups } = verdict;
  return {
    verdict: verdict.verdict,
    records,
    packets,
    leg,
    ruleId,
    securityGroups,
    alsoBlockedBy: verdict.alsoBlockedBy.map((also) =>
      'ruleId' in also && also.ruleId
        ? { ruleId: also.ruleId }
        : { securityGroups: (also as PrintedVerdict).securityGroups },
    ),
    mismatches:
      'nearestMissMismatches' in verdict
        ? verdict.nearestMissMismatches
        : (verdict.nearestMiss?.mismatch.length ?? null),
  };
}

async function* onePiece(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
