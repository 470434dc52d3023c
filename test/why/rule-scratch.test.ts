import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EvidenceKind, FlowVerdict, VerdictKind } from '../../src/blame/verdict.ts';
import { importNetworkFiles } from '../../src/network/aws/import-files.ts';
import { streamSource } from '../../src/sources/stdin.ts';
import { type Probe, type ProbeDecisions, RuleScratch } from '../../src/why/rule-scratch.ts';
import { toDescribeFiles } from '../blame/arbitraries/describe-files.ts';
import { toFlowLogText } from '../blame/arbitraries/flow-log-text.ts';
import { networkAndRecords } from '../blame/arbitraries/network-and-records.ts';
import { judgedFlows } from '../blame/judge-files.ts';
import type { OracleNetwork, OracleRecord } from '../oracle/judge.ts';
import { cases } from '../thorough.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowblame-agreement-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Verdicts that rules and the interface of the network have decided alone. */
const DECIDED: readonly VerdictKind[] = [
  'nacl-deny',
  'nacl-implicit-deny',
  'sg-no-allow',
  'rules-allow',
  'late-packet',
  'indeterminate',
];
const NOT_BY_INTERFACE: readonly EvidenceKind[] = [
  'subnet-by-record',
  'subnet-by-address',
  'field-missing',
  'direction-unknown',
];
/** A refusal says of an ICMP packet what type it was not; a probe of any type lacks that. */
const KNOWN_FROM_REFUSAL: readonly EvidenceKind[] = ['some-icmp-types-pass', 'icmp-types-differ'];
const TRACKED: readonly EvidenceKind[] = ['answered', 'syn-ack'];

it('says of a packet at an interface what blame says of the record that it leaves', async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(networkAndRecords({ size: 600, minSize: 600 }), async ({ network, records }) => {
      const { resources, flows } = await judged(network, records);
      const known = new Set(resources.networkInterfaces.map(({ NetworkInterfaceId }) => NetworkInterfaceId));
      const asked = flows.filter((flow) => isDecidedByRules(flow) && known.has(flow.interfaceId ?? ''));
      const scratch = await RuleScratch.open(resources);
      const decisions = await scratch.ask(asked.map(probeOf)).finally(() => scratch.close());
      for (const [i, flow] of asked.entries()) {
        const decided = decisions[i];
        if (!decided) throw new Error('a probe has no decision');
        const { decision: _, ...packet } = flow;
        expect({ packet, ...firstBlocker(flow, decided) }).toEqual({ packet, ...verdictOf(flow) });
      }
      compared += asked.length;
    }),
    { numRuns: cases(3, 20), endOnFailure: true, seed: Number(process.env.FLOWBLAME_SEED ?? Date.now()) },
  );
  expect(compared).toBeGreaterThan(100);
}, 600_000);

function isDecidedByRules({ decision, protocol, srcaddr, dstaddr }: FlowVerdict): boolean {
  const complete = protocol !== null && srcaddr !== null && dstaddr !== null && decision.direction !== null;
  const byOthers = [...NOT_BY_INTERFACE, ...KNOWN_FROM_REFUSAL];
  return (
    complete &&
    DECIDED.includes(decision.verdict) &&
    !decision.evidence.some((kind) => byOthers.includes(kind))
  );
}

async function judged(network: OracleNetwork, records: readonly OracleRecord[]) {
  const paths = [...toDescribeFiles(network)].map(([name, document]) => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(document));
    return path;
  });
  const log = streamSource(onePiece(toFlowLogText(records)), 'random.log');
  const { resources } = await importNetworkFiles(paths, {});
  return { resources, flows: await judgedFlows([log], [{ paths, capturedAtS: 0 }]) };
}

function probeOf({ interfaceId, decision, protocol, dstport, srcaddr, dstaddr }: FlowVerdict): Probe {
  return {
    interfaceId,
    subnetId: null,
    direction: decision.direction ?? 'ingress',
    protocol: protocol ?? 0,
    dstport,
    remote: (decision.direction === 'egress' ? dstaddr : srcaddr) ?? '',
    tracked: decision.evidence.some((kind) => TRACKED.includes(kind)),
    icmp: null,
  };
}

interface Blocker {
  readonly refused: boolean | null;
  readonly by: string | readonly string[] | null;
}

function verdictOf({ decision: { verdict, ruleId, securityGroups } }: FlowVerdict): Blocker {
  if (verdict === 'indeterminate') return { refused: null, by: null };
  if (verdict === 'rules-allow' || verdict === 'late-packet') return { refused: false, by: null };
  return { refused: true, by: ruleId ?? securityGroups };
}

/** The first stage that refuses, in the order of the packet. */
function firstBlocker(
  { decision: { direction } }: FlowVerdict,
  { nacl, sg, aclId, securityGroups }: ProbeDecisions,
): Blocker {
  const stages = direction === 'ingress' ? [nacl, sg] : [sg, nacl];
  for (const stage of stages.filter(({ applies }) => applies)) {
    if (stage.refuses === null) return { refused: null, by: null };
    if (!stage.refuses) continue;
    return { refused: true, by: stage === sg ? securityGroups : (stage.ruleId ?? `${aclId}:${direction}:*`) };
  }
  return { refused: false, by: null };
}

async function* onePiece(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
