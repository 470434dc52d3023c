import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseAddress } from '../../../src/model/address.ts';
import { cidrContains, parseCidr } from '../../../src/model/cidr.ts';
import { importNetworkFiles } from '../../../src/network/aws/import-files.ts';
import type { NetworkResources } from '../../../src/network/aws/resources.ts';
import { Store } from '../../../src/store/store.ts';
import type { Change } from '../../../src/why/answer.ts';
import { askPath } from '../../../src/why/asked-path.ts';
import { EndError } from '../../../src/why/ends/end-errors.ts';
import { applyChange } from '../../../src/why/fixes/apply-change.ts';
import { changesFor } from '../../../src/why/fixes/changes.ts';
import { type AskedStages, proveFixes } from '../../../src/why/fixes/fixes.ts';
import { touchedBy } from '../../../src/why/fixes/touched-interfaces.ts';
import { type Probe, RuleScratch } from '../../../src/why/rule-scratch.ts';
import { clientPorts, typicalPort } from '../../../src/why/source-ports.ts';
import { awsId } from '../../blame/arbitraries/aws-ids.ts';
import { toDescribeFiles } from '../../blame/arbitraries/describe-files.ts';
import { Dice } from '../../blame/arbitraries/dice.ts';
import { drawNetwork } from '../../blame/arbitraries/networks.ts';
import { remotePools } from '../../blame/arbitraries/remotes.ts';
import { RULE_PORTS } from '../../blame/arbitraries/rule-parts.ts';
import type { OracleNetwork } from '../../oracle/aws-json.ts';
import { cases } from '../../thorough.ts';

const QUESTIONS_PER_NETWORK = 6;
const PROBES_PER_QUESTION = 120;
const PROTOCOLS: readonly [number, ...number[]] = [6, 6, 17, 1, 58, 50];

let folder = '';
let store: Store;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flowblame-fixes-'));
  store = await Store.open(':memory:');
});
afterAll(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

/** A question of a random network, with the network as its fixes would leave it. */
interface Fixed {
  readonly resources: NetworkResources;
  readonly proposed: NetworkResources;
  readonly changes: readonly Change[];
  readonly before: AskedStages;
  readonly after: AskedStages;
}

it('opens what refuses in random networks, and nothing that is not said', async () => {
  const seen = { blocked: 0, opened: 0, same: 0, matching: 0 };
  const tape = fc.array(fc.noBias(fc.nat(0xffffff)), { minLength: 4000, maxLength: 4000, size: 'max' });
  await fc.assert(
    fc.asyncProperty(tape, async (numbers) => {
      const dice = new Dice(numbers);
      const drawn = drawNetwork(dice);
      const resources = withGateways(await imported(drawn), dice);
      for (let i = 0; i < QUESTIONS_PER_NETWORK; i++) {
        const fixed = await fix(resources, dice);
        if (fixed === null) continue;
        seen.blocked++;
        expectOpen(fixed);
        if (fixed.after.stages.every(({ outcome }) => outcome !== 'deny')) seen.opened++;
        const { same, matching } = await expectOthersUnchanged(fixed, probesFor(fixed, drawn, dice));
        seen.same += same;
        seen.matching += matching;
      }
    }),
    { numRuns: cases(4, 20), endOnFailure: true, seed: Number(process.env.FLOWBLAME_SEED ?? Date.now()) },
  );
  expect(seen.blocked).toBeGreaterThan(10);
  expect(seen.opened).toBeGreaterThan(seen.blocked / 4);
  expect(seen.same).toBeGreaterThan(1000);
  expect(seen.matching).toBeGreaterThan(10);
}, 600_000);

async function imported(network: OracleNetwork): Promise<NetworkResources> {
  const paths = [...toDescribeFiles(network)].map(([name, document]) => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(document));
    return path;
  });
  return (await importNetworkFiles(paths, {})).resources;
}

/** Gateways, so that there is something for new routes to lead to. */
function withGateways(resources: NetworkResources, dice: Dice): NetworkResources {
  const [vpc] = resources.vpcs;
  if (!vpc || dice.once(3)) return resources;
  const Attachments = [{ VpcId: vpc.VpcId, State: 'available' }];
  const nat = {
    NatGatewayId: awsId('nat', 0),
    VpcId: vpc.VpcId,
    State: 'available',
    AvailabilityMode: 'regional',
    NatGatewayAddresses: [{ PublicIp: '203.0.113.200' }],
  };
  return {
    ...resources,
    internetGateways: [{ InternetGatewayId: awsId('igw', 0), Attachments }],
    natGateways: dice.once(2) ? [nat] : [],
    egressOnlyInternetGateways: dice.once(2)
      ? [{ EgressOnlyInternetGatewayId: awsId('eigw', 0), Attachments }]
      : [],
  };
}

/** Draws a question and fixes it; null when nothing refuses or the ends do not fit each other. */
async function fix(resources: NetworkResources, dice: Dice): Promise<Fixed | null> {
  const ids = resources.networkInterfaces.map(({ NetworkInterfaceId }) => NetworkInterfaceId);
  const ends = [...ids, ...ids, 'internet', '198.51.100.9', resources.subnets[0]?.SubnetId ?? 'internet'];
  const question = { src: dice.pickAny(ends) ?? '', dst: dice.pickAny(ends) ?? '' };
  const protocol = dice.pick(PROTOCOLS);
  const service = dice.pick(RULE_PORTS);
  const ask = async (of: NetworkResources): Promise<AskedStages> => {
    const scratch = await RuleScratch.open(of);
    try {
      const draft = await askPath(of, question, { protocol, srcport: 50_000, dstport: service }, scratch);
      const { possible } = clientPorts(draft.src, of, null);
      const hasPorts = protocol === 6 || protocol === 17;
      const ports = hasPorts
        ? { protocol, srcport: typicalPort(possible), dstport: service }
        : { protocol, srcport: null, dstport: null };
      const { src, dst, stages } = await askPath(of, question, ports, scratch);
      return { asked: { src, dst, clientPorts: possible }, stages };
    } finally {
      scratch.close();
    }
  };
  const before = await ask(resources).catch((error: unknown) => {
    if (error instanceof EndError) return null;
    throw error;
  });
  if (!before?.stages.some(({ outcome }) => outcome === 'deny')) return null;
  const scratch = await RuleScratch.open(resources);
  try {
    const fixes = await proveFixes(store, {
      ...before,
      present: { resources, scratch },
      window: { sinceS: null, untilS: null },
      askAgain: ask,
    });
    const changes = fixes.map(({ change }) => change);
    const proposed = changes.reduce(applyChange, resources);
    return { resources, proposed, changes, before, after: await ask(proposed) };
  } finally {
    scratch.close();
  }
}

/** What still refuses needs a hand, and every stage that refused is opened or left to one. */
function expectOpen({ after, proposed, changes }: Fixed): void {
  const left = after.stages.filter(({ outcome }) => outcome === 'deny');
  const wanted = left.flatMap((stage) =>
    changesFor(stage, after.asked, proposed).map((change) => ({ stage, change })),
  );
  expect(wanted.filter(({ change }) => change.kind !== 'by-hand')).toEqual([]);
  expect(wanted).toHaveLength(left.length);
  for (const { change } of wanted) expect(changes).toContainEqual(change);
}

async function expectOthersUnchanged({ resources, proposed, changes }: Fixed, probes: readonly Probe[]) {
  const [before, after] = [await answers(resources, probes), await answers(proposed, probes)];
  const counts = { same: 0, matching: 0 };
  for (const [i, probe] of probes.entries()) {
    for (const layer of ['sg', 'nacl'] as const) {
      const [was, is] = [before[i]?.[layer], after[i]?.[layer]];
      if (changes.some((change) => matches(change, layer, probe, resources))) {
        // A group rule lets all of it through; an entry may stand behind one that refuses a part by name.
        if (layer === 'sg' && is?.applies)
          expect({ probe, refuses: is.refuses }).toEqual({ probe, refuses: false });
        if (was?.refuses === false)
          expect({ probe, refuses: is?.refuses }).toEqual({ probe, refuses: false });
        counts.matching++;
      } else {
        expect({ probe, layer, ...short(is) }).toEqual({ probe, layer, ...short(was) });
        counts.same++;
      }
    }
  }
  return counts;
}

function short(decision: Awaited<ReturnType<typeof answers>>[number]['sg'] | undefined) {
  return { applies: decision?.applies, refuses: decision?.refuses, rule: decision?.rule };
}

async function answers(resources: NetworkResources, probes: readonly Probe[]) {
  const scratch = await RuleScratch.open(resources);
  return await scratch.ask(probes).finally(() => scratch.close());
}

function matches(change: Change, layer: 'sg' | 'nacl', probe: Probe, resources: NetworkResources): boolean {
  if (change.kind !== (layer === 'sg' ? 'authorize-group-rule' : 'create-acl-entry')) return false;
  const [block, remote] = [parseCidr(change.block), parseAddress(probe.remote)];
  const inPorts =
    change.ports === null ||
    (change.ports.from <= (probe.dstport ?? -1) && (probe.dstport ?? -1) <= change.ports.to);
  return (
    change.direction === probe.direction &&
    change.protocol === probe.protocol &&
    inPorts &&
    (change.icmpType === null || change.icmpType === probe.icmp?.type) &&
    block !== null &&
    remote !== null &&
    cidrContains(block, remote) &&
    touchedBy(change, resources).interfaceIds.includes(probe.interfaceId ?? '')
  );
}

/** Packets at any interface, and packets next to what the changes let through. */
function probesFor({ resources, changes }: Fixed, drawn: OracleNetwork, dice: Dice): readonly Probe[] {
  const ids = resources.networkInterfaces.map(({ NetworkInterfaceId }) => NetworkInterfaceId);
  const remotes = [...new Set(remotePools(drawn).flat())];
  const opened = changes.flatMap((change) =>
    change.kind === 'authorize-group-rule' || change.kind === 'create-acl-entry' ? [change] : [],
  );
  return Array.from({ length: PROBES_PER_QUESTION }, () => {
    const near = dice.once(2) ? dice.pickAny(opened) : null;
    const protocol = near && !dice.once(4) ? near.protocol : dice.pick(PROTOCOLS);
    const port = near?.ports
      ? dice.pick([near.ports.from, near.ports.to, near.ports.from - 1, near.ports.to + 1])
      : dice.pick(RULE_PORTS);
    const isIcmp = protocol === 1 || protocol === 58;
    return {
      interfaceId: dice.pickAny(ids),
      subnetId: null,
      direction: near && !dice.once(4) ? near.direction : dice.pick(['ingress', 'egress'] as const),
      protocol,
      dstport: protocol === 6 || protocol === 17 ? Math.min(65_535, Math.max(0, port)) : null,
      remote: near && !dice.once(4) ? (near.block.split('/')[0] ?? '') : (dice.pickAny(remotes) ?? '8.8.8.8'),
      tracked: false,
      icmp: isIcmp ? { type: dice.pick([near?.icmpType ?? 8, 3, 0, 128]), code: dice.pick([0, 4]) } : null,
    };
  });
}
