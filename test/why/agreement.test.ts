import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FlowVerdict } from '../../src/blame/verdict.ts';
import type { NetworkResources } from '../../src/network/aws/resources.ts';
import { importNetworkFiles } from '../../src/network/aws/import-files.ts';
import { streamSource } from '../../src/sources/stdin.ts';
import { type AskedPath, askPath } from '../../src/why/asked-path.ts';
import { EndError } from '../../src/why/ends/end-errors.ts';
import type { Crossing, Stage } from '../../src/why/path.ts';
import { RuleScratch } from '../../src/why/rule-scratch.ts';
import { toDescribeFiles } from '../blame/arbitraries/describe-files.ts';
import { Dice } from '../blame/arbitraries/dice.ts';
import { toFlowLogText } from '../blame/arbitraries/flow-log-text.ts';
import { drawNetwork } from '../blame/arbitraries/networks.ts';
import { judgedFlows } from '../blame/judge-files.ts';
import type { OracleRecord } from '../oracle/judge.ts';
import { cases } from '../thorough.ts';

const QUESTIONS_PER_NETWORK = 40;
const PORTS: readonly [number, ...number[]] = [443, 22, 53, 3389, 8080, 49_152, 1, 65_535];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowblame-agreement-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Where a packet of a path crosses an interface, and the first stage there that refuses it or cannot tell. */
interface CrossedInterface {
  readonly crossing: Crossing & { readonly interfaceId: string };
  readonly stopper: Stage | null;
}

it('says of every interface of a path what blame says of the records that its packets leave there', async () => {
  let compared = 0;
  let refused = 0;
  const tape = fc.array(fc.noBias(fc.nat(0xffffff)), { minLength: 1500, maxLength: 1500, size: 'max' });
  await fc.assert(
    fc.asyncProperty(tape, async (numbers) => {
      const dice = new Dice(numbers);
      const paths = [...toDescribeFiles(drawNetwork(dice))].map(([name, document]) => {
        const path = join(folder, name);
        writeFileSync(path, JSON.stringify(document));
        return path;
      });
      const { resources } = await importNetworkFiles(paths, {});
      const crossed = await crossedInterfaces(resources, dice);
      const log = toFlowLogText(crossed.flatMap(({ crossing }) => recordsOf(crossing)));
      const flows = await judgedFlows(
        [streamSource(onePiece(log), 'paths.log')],
        [{ paths, capturedAtS: 0 }],
      );
      const verdicts = new Map(flows.map((flow) => [flowKey(flow), flow]));
      for (const place of crossed) {
        const flow = verdicts.get(crossingKey(place.crossing));
        expect(verdictOf(flow)).toEqual({ packet: crossingKey(place.crossing), ...expectedVerdict(place) });
        if (place.stopper?.outcome === 'deny') refused++;
      }
      compared += crossed.length;
    }),
    { numRuns: cases(3, 20), endOnFailure: true, seed: Number(process.env.FLOWBLAME_SEED ?? Date.now()) },
  );
  expect(compared).toBeGreaterThan(100);
  expect(refused).toBeGreaterThan(20);
}, 600_000);

/** Of each tuple at each interface the first crossing: a log has one verdict for one tuple. */
async function crossedInterfaces(
  resources: NetworkResources,
  dice: Dice,
): Promise<readonly CrossedInterface[]> {
  const found = new Map<string, CrossedInterface>();
  const ends = [
    'internet',
    ...resources.networkInterfaces.map(({ NetworkInterfaceId }) => NetworkInterfaceId),
  ];
  const scratch = await RuleScratch.open(resources);
  try {
    for (let i = 0; i < QUESTIONS_PER_NETWORK; i++) {
      const ports = { protocol: dice.pick([6, 6, 17]), srcport: 20_000 + i, dstport: dice.pick(PORTS) };
      const question = { src: dice.pickAny(ends) ?? '', dst: dice.pickAny(ends) ?? '' };
      const { path, stages } = await askPath(resources, question, ports, scratch).catch(noPath);
      for (const crossing of path.filter((step) => step.kind === 'crossing')) {
        const { interfaceId } = crossing;
        if (interfaceId === null || found.has(crossingKey(crossing))) continue;
        const here = stages.filter((stage) => stage.packet === crossing.packet && stage.layer !== 'route');
        const own = here.filter(
          (stage) => stage.interfaceId === interfaceId && stage.direction === crossing.direction,
        );
        const stopper = own.find(({ outcome }) => outcome === 'deny' || outcome === 'unknown') ?? null;
        found.set(crossingKey(crossing), { crossing: { ...crossing, interfaceId }, stopper });
      }
    }
  } finally {
    scratch.close();
  }
  return [...found.values()];
}

/** Two ends may not fit each other: one address, no common family. */
function noPath(error: unknown): Pick<AskedPath, 'path' | 'stages'> {
  if (error instanceof EndError) return { path: [], stages: [] };
  throw error;
}

/** The packet was refused; a reply answers a request that was let through at the same interface. */
function recordsOf({
  leg,
  direction,
  interfaceId,
  packet,
}: CrossedInterface['crossing']): readonly OracleRecord[] {
  const own = { interfaceId, packets: 1, bytes: 60, vpcId: null, subnetId: null, rejectReason: null };
  const { srcaddr, dstaddr, srcport, dstport, protocol } = packet;
  const [reply, start] = [leg === 'reply', 1_760_000_000];
  const record: OracleRecord = {
    ...own,
    ...{ direction, srcaddr, dstaddr, pktSrcaddr: srcaddr, pktDstaddr: dstaddr, srcport, dstport, protocol },
    ...{ start, end: start + 30, action: 'REJECT', tcpFlags: protocol !== 6 ? 0 : reply ? 18 : 2 },
  };
  if (!reply) return [record];
  const request: OracleRecord = {
    ...record,
    ...{ srcaddr: dstaddr, dstaddr: srcaddr, pktSrcaddr: dstaddr, pktDstaddr: srcaddr },
    ...{ srcport: dstport, dstport: srcport, action: 'ACCEPT', tcpFlags: protocol === 6 ? 2 : 0 },
    direction: direction === 'ingress' ? 'egress' : 'ingress',
  };
  return [request, record];
}

interface Verdict {
  readonly verdict: string | null;
  readonly by: string | readonly string[] | null;
}

function expectedVerdict({ crossing, stopper }: CrossedInterface): Verdict {
  if (stopper === null)
    return { verdict: crossing.leg === 'reply' ? 'late-packet' : 'rules-allow', by: null };
  if (stopper.outcome === 'unknown') return { verdict: 'indeterminate', by: null };
  if (stopper.layer === 'sg') return { verdict: 'sg-no-allow', by: stopper.securityGroups };
  const implicit = stopper.ruleId?.endsWith(':*') === true;
  return { verdict: implicit ? 'nacl-implicit-deny' : 'nacl-deny', by: stopper.ruleId };
}

function verdictOf(flow: FlowVerdict | undefined): Verdict & { readonly packet: string | null } {
  if (!flow) return { packet: null, verdict: null, by: null };
  const { verdict, ruleId, securityGroups } = flow.decision;
  const by = verdict === 'sg-no-allow' ? securityGroups : ruleId;
  return { packet: flowKey(flow), verdict, by };
}

function crossingKey({ interfaceId, direction, packet }: Crossing): string {
  const { srcaddr, srcport, dstaddr, dstport, protocol } = packet;
  return [interfaceId, direction, srcaddr, srcport, dstaddr, dstport, protocol].join(' ');
}

function flowKey({
  interfaceId,
  decision,
  srcaddr,
  srcport,
  dstaddr,
  dstport,
  protocol,
}: FlowVerdict): string {
  return [interfaceId, decision.direction, srcaddr, srcport, dstaddr, dstport, protocol].join(' ');
}

async function* onePiece(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
