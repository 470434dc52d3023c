import { describe, expect, it } from 'vitest';
import { flowVerdicts } from '../../src/blame/flow-verdicts.ts';
import { judge } from '../../src/blame/judge.ts';
import type { FlowVerdict } from '../../src/blame/verdict.ts';
import type { NetworkAclEntry, NetworkResources } from '../../src/network/aws/resources.ts';
import type { NetworkSnapshot } from '../../src/network/snapshot.ts';
import { aclEntry, network, networkAcl, networkInterface, subnet } from '../network/networks.ts';
import { ingestText, openStore, snapshot, takeNetworks } from '../store/stores.ts';

const DENY_SSH = { RuleAction: 'deny', Protocol: '6', PortRange: { From: 22, To: 22 } } as const;
const HEADER =
  'interface-id srcaddr dstaddr srcport dstport protocol packets start end action flow-direction';

/** One interface without groups, behind one network ACL. */
function behind(
  entries: readonly NetworkAclEntry[],
  others: Partial<NetworkResources> = {},
): NetworkResources {
  const acl = { ...networkAcl('acl-1', 'vpc-1'), Associations: [{ SubnetId: 'subnet-1' }], Entries: entries };
  const place = { SubnetId: 'subnet-1', VpcId: 'vpc-1', address: '10.0.0.10' };
  return network({
    subnets: [subnet('subnet-1', 'vpc-1')],
    networkInterfaces: [networkInterface('eni-1', place)],
    networkAcls: [acl],
    ...others,
  });
}

/** Judges refusals of one and the same flow that start at the given times. */
async function judgeAt(
  starts: readonly number[],
  snapshots: readonly NetworkSnapshot[],
  window = { sinceS: null as number | null, untilS: null as number | null },
): Promise<readonly FlowVerdict[]> {
  const store = await openStore();
  const lines = starts.map((s) => `eni-1 192.0.2.1 10.0.0.10 40000 22 6 1 ${s} ${s + 10} REJECT ingress`);
  await ingestText(store, [HEADER, ...lines].join('\n'));
  await takeNetworks(store, snapshots);
  await judge(store, window);
  const verdicts: FlowVerdict[] = [];
  for await (const flows of flowVerdicts(store)) verdicts.push(...flows);
  return verdicts;
}

const summary = ({ decision, records, firstSeenS, lastSeenS }: FlowVerdict) => ({
  rule: decision.ruleId,
  records: Number(records),
  from: firstSeenS,
  to: lastSeenS,
});

const before = snapshot(1000, behind([aclEntry(100, DENY_SSH)]));

describe('a flow refused under two configurations', () => {
  it('has two verdicts when different rules refused it', async () => {
    const after = snapshot(2000, behind([aclEntry(90, DENY_SSH)]));
    expect((await judgeAt([1500, 1999, 2000, 2600], [before, after])).map(summary)).toEqual([
      { rule: 'acl-1:ingress:100', records: 2, from: 1500, to: 2009 },
      { rule: 'acl-1:ingress:90', records: 2, from: 2000, to: 2610 },
    ]);
  });

  it('has one verdict when another network changed', async () => {
    const other = { ...networkAcl('acl-2', 'vpc-2'), Associations: [{ SubnetId: 'subnet-2' }] };
    const acl = before.resources.networkAcls;
    const after = snapshot(2000, behind([], { networkAcls: [...acl, other] }));
    expect((await judgeAt([1500, 2600], [before, after])).map(summary)).toEqual([
      { rule: 'acl-1:ingress:100', records: 2, from: 1500, to: 2610 },
    ]);
  });

  it('has one verdict when other entries of the same network ACL changed', async () => {
    const entries = [aclEntry(100, DENY_SSH), aclEntry(110, { Protocol: '17' })];
    const after = snapshot(2000, behind(entries));
    expect((await judgeAt([1500, 2600], [before, after])).map(summary)).toEqual([
      { rule: 'acl-1:ingress:100', records: 2, from: 1500, to: 2610 },
    ]);
  });
});

describe('the configuration in force', () => {
  it('is the first one for records older than any', async () => {
    const after = snapshot(2000, behind([aclEntry(90, DENY_SSH)]));
    expect((await judgeAt([10], [after, before])).map(summary)).toEqual([
      { rule: 'acl-1:ingress:100', records: 1, from: 10, to: 20 },
    ]);
  });

  it('is chosen by the start of a record, of which the window keeps since <= start < until', async () => {
    const after = snapshot(2000, behind([aclEntry(90, DENY_SSH)]));
    const verdicts = await judgeAt([1499, 1500, 1995, 2000], [before, after], { sinceS: 1500, untilS: 2000 });
    expect(verdicts.map(summary)).toEqual([{ rule: 'acl-1:ingress:100', records: 2, from: 1500, to: 2005 }]);
  });
});
