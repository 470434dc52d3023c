import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flowVerdicts } from '../../src/blame/flow-verdicts.ts';
import { judge } from '../../src/blame/judge.ts';
import { ruleSummaries, type RuleSummary } from '../../src/blame/rule-summaries.ts';
import { importNetwork } from '../../src/import-network.ts';
import { ingest } from '../../src/ingest/ingest.ts';
import { VerdictJson } from '../../src/reports/verdict-json.ts';
import { localSources } from '../../src/sources/local.ts';
import { Store } from '../../src/store/store.ts';
import type { PrintedVerdict } from './judge-files.ts';

const SAMPLES = join(import.meta.dirname, '../../sample-logs');

interface ExpectedRule extends Partial<PrintedVerdict> {
  readonly story: string;
}
const expected = JSON.parse(
  readFileSync(join(SAMPLES, 'expected-rules.json'), 'utf8'),
) as readonly ExpectedRule[];

let store: Store;
const verdicts: PrintedVerdict[] = [];
let summaries: readonly RuleSummary[] = [];

beforeAll(async () => {
  store = await Store.open(':memory:');
  await ingest(store, (await localSources(join(SAMPLES, '*.log*'))).sources);
  await importNetwork(store, [join(SAMPLES, 'network')], { capturedAtS: 0 });
  await judge(store, { sinceS: null, untilS: null });
  const json = new VerdictJson();
  for await (const flows of flowVerdicts(store)) {
    verdicts.push(...flows.map((flow) => JSON.parse(json.format(flow)) as PrintedVerdict));
  }
  summaries = await ruleSummaries(store);
});
afterAll(() => store.close());

/** What tells the flows of a story from others. */
const FLOW = [
  'interfaceId',
  'direction',
  'srcaddr',
  'dstaddr',
  'srcport',
  'dstport',
  'protocol',
  'leg',
] as const;

describe.each(expected.map((rule, i) => [`${i} ${rule.story}`, rule] as const))(
  '%s',
  (_, { story: _story, ...rule }) => {
    const flows = () =>
      verdicts.filter((verdict) =>
        FLOW.every((member) => rule[member] === undefined || rule[member] === verdict[member]),
      );

    it('is told by all its flows that have this verdict', () => {
      const told = flows().filter((verdict) => verdict.verdict === rule.verdict);
      expect(told.length).toBeGreaterThan(0);
      for (const verdict of told) expect(verdict).toMatchObject(rule);
    });
  },
);

describe('the summaries by rule', () => {
  const total = (member: 'records' | 'flows') => summaries.reduce((sum, summary) => sum + summary[member], 0);

  it('sum up all flows and their records', () => {
    expect(total('flows')).toBe(verdicts.length);
    expect(total('records')).toBe(verdicts.reduce((sum, { records }) => sum + records, 0));
    expect(summaries.reduce((sum, { packets }) => sum + packets, 0)).toBe(
      verdicts.reduce((sum, { packets }) => sum + (packets ?? 0), 0),
    );
  });

  it('stand inside first, then by records', () => {
    const order = summaries.map(({ internal, records }) => [internal ? 0 : 1, -records] as const);
    expect(order).toEqual(order.toSorted(([a, b], [c, d]) => a - c || b - d));
  });

  it('name targets for what came from inside, and fold the Internet into one row per decision', () => {
    const outside = summaries.filter(({ internal }) => !internal);
    expect(outside.length).toBeGreaterThan(0);
    expect(new Set(outside.map(({ decision }) => decision.decisionId)).size).toBe(outside.length);
    for (const { interfaceId, service, servicePort, protocol, somePeers, services } of outside) {
      expect([interfaceId, service, servicePort, protocol, somePeers]).toEqual([null, null, null, null, []]);
      expect(services).toBeGreaterThan(0);
    }
    for (const { interfaceId, service, somePeers, peers } of summaries.filter(({ internal }) => internal)) {
      expect([interfaceId, service]).not.toContain(null);
      expect(somePeers).toHaveLength(Math.min(4, peers));
    }
  });

  it('turn replies round: the service is where the answer came from', () => {
    const answers = summaries.filter(
      ({ decision }) => decision.leg === 'reply' && decision.verdict === 'nacl-implicit-deny',
    );
    expect(answers.map(({ servicePort }) => servicePort)).toContain(5432);
    const database = answers.find(({ servicePort }) => servicePort === 5432);
    expect(database?.somePeers.every((peer) => peer.startsWith('10.20.12.'))).toBe(true);
  });

  it('show the nearest miss of the flow with the most records', () => {
    const group = summaries.find(
      ({ decision, servicePort, internal }) =>
        internal && decision.verdict === 'sg-no-allow' && servicePort === 5433,
    );
    expect(group?.nearestMiss).toMatchObject({ ruleId: 'sgr-0b447c42d56fbc3cb', mismatch: ['port'] });
  });
});
