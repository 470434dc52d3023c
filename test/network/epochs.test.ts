import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NetworkResources } from '../../src/network/aws/resources.ts';
import { type NetworkEpoch, networkEpochs } from '../../src/network/epochs.ts';
import type { NetworkSnapshot } from '../../src/network/snapshot.ts';
import { groupRule, network, networkAcl, securityGroup, subnet } from './networks.ts';
import { inForceAt } from './slow-history.ts';

const at = (capturedAtS: number, resources: Partial<NetworkResources>): NetworkSnapshot => ({
  capturedAtS,
  resources: network(resources),
});
const bounds = (epochs: readonly NetworkEpoch[]) => epochs.map((e) => [e.validFromS, e.validToS]);
const gateway = (VpcId: string) => ({ InternetGatewayId: 'igw-1', Attachments: [{ VpcId }] });
const byId = <T>(idOf: (value: T) => string) => ({ selector: idOf, maxLength: 4 });
const entries = (PrefixListId: string, Cidr: string) => ({ PrefixListId, Entries: [{ Cidr }] });

describe('networkEpochs', () => {
  it('has none without a snapshot', () => {
    expect(networkEpochs([])).toEqual([]);
  });

  it('lets one snapshot count for all times', () => {
    const only = at(100, { subnets: [subnet('subnet-1', 'vpc-a')] });
    expect(networkEpochs([only])).toEqual([{ validFromS: null, validToS: null, resources: only.resources }]);
  });

  it('begins an epoch at each date, whatever the order they come in', () => {
    const first = at(100, { networkAcls: [networkAcl('acl-1', 'vpc-a', 100)] });
    const second = at(200, { networkAcls: [networkAcl('acl-1', 'vpc-a', 90)] });
    const third = at(300, { networkAcls: [networkAcl('acl-1', 'vpc-a', 80)] });
    const epochs = networkEpochs([third, first, second]);
    expect(bounds(epochs)).toEqual([
      [null, 200],
      [200, 300],
      [300, null],
    ]);
    expect(epochs.map((e) => e.resources)).toEqual([first, second, third].map((s) => s.resources));
  });

  it('begins no epoch where nothing changes', () => {
    const same = { networkAcls: [networkAcl('acl-1', 'vpc-a')] };
    expect(bounds(networkEpochs([at(100, same), at(200, structuredClone(same)), at(300, {})]))).toEqual([
      [null, null],
    ]);
  });

  it('replaces a kind only in the VPCs that the snapshot knows', () => {
    const first = at(100, {
      subnets: [subnet('subnet-1', 'vpc-a'), subnet('subnet-2', 'vpc-b')],
      networkAcls: [networkAcl('acl-1', 'vpc-a')],
    });
    const second = at(200, { subnets: [subnet('subnet-3', 'vpc-a')] });
    expect(networkEpochs([first, second])[1]?.resources).toEqual(
      network({
        subnets: [subnet('subnet-2', 'vpc-b'), subnet('subnet-3', 'vpc-a')],
        networkAcls: [networkAcl('acl-1', 'vpc-a')],
      }),
    );
  });

  it('keeps resources without a VPC by id', () => {
    const first = at(100, {
      prefixListEntries: [entries('pl-1', '10.0.0.0/8'), entries('pl-2', '11.0.0.0/8')],
    });
    const second = at(200, { prefixListEntries: [entries('pl-1', '12.0.0.0/8')] });
    expect(networkEpochs([first, second])[1]?.resources.prefixListEntries).toEqual([
      entries('pl-1', '12.0.0.0/8'),
      entries('pl-2', '11.0.0.0/8'),
    ]);
  });

  it('knows a resource once, in the VPC where it was seen last', () => {
    const epochs = networkEpochs([
      at(100, { internetGateways: [gateway('vpc-a')] }),
      at(200, { internetGateways: [gateway('vpc-b')] }),
    ]);
    expect(epochs[1]?.resources.internetGateways).toEqual([gateway('vpc-b')]);
  });

  it('merges snapshots of one date', () => {
    const epochs = networkEpochs([
      at(100, { subnets: [subnet('subnet-1', 'vpc-a')] }),
      at(100, { subnets: [subnet('subnet-2', 'vpc-a'), subnet('subnet-1', 'vpc-a', '10.9.0.0/24')] }),
    ]);
    expect(epochs).toHaveLength(1);
    expect(epochs[0]?.resources.subnets).toEqual([
      subnet('subnet-1', 'vpc-a', '10.9.0.0/24'),
      subnet('subnet-2', 'vpc-a'),
    ]);
  });

  it('replaces the rules of all groups of a VPC when it knows the groups', () => {
    const securityGroups = [securityGroup('sg-1', 'vpc-a'), securityGroup('sg-2', 'vpc-a')];
    const first = at(100, {
      securityGroups,
      securityGroupRules: [groupRule('sgr-1', 'sg-1', 1), groupRule('sgr-2', 'sg-2', 2)],
    });
    const second = at(200, { securityGroups, securityGroupRules: [groupRule('sgr-3', 'sg-1', 3)] });
    expect(networkEpochs([first, second])[1]?.resources.securityGroupRules).toEqual([
      groupRule('sgr-3', 'sg-1', 3),
    ]);
  });

  it('replaces the rules of the named groups alone when it does not', () => {
    const securityGroups = [securityGroup('sg-1', 'vpc-a'), securityGroup('sg-2', 'vpc-a')];
    const first = at(100, {
      securityGroups,
      securityGroupRules: [groupRule('sgr-1', 'sg-1', 1), groupRule('sgr-2', 'sg-2', 2)],
    });
    const second = at(200, { securityGroupRules: [groupRule('sgr-3', 'sg-1', 3)] });
    expect(networkEpochs([first, second])[1]?.resources.securityGroupRules).toEqual([
      groupRule('sgr-2', 'sg-2', 2),
      groupRule('sgr-3', 'sg-1', 3),
    ]);
  });
});

describe('random histories', () => {
  const vpc = fc.constantFrom('vpc-a', 'vpc-b');
  const resources: fc.Arbitrary<NetworkResources> = fc
    .record({
      // An id has its VPC in its name: resources do not move in what the oracle knows of them.
      subnets: fc.uniqueArray(
        fc
          .tuple(vpc, fc.nat(2), fc.nat(2))
          .map(([v, n, x]) => subnet(`subnet-${v}-${n}`, v, `10.${x}.0.0/16`)),
        byId((s) => s.SubnetId),
      ),
      securityGroups: fc.uniqueArray(
        fc.tuple(vpc, fc.nat(1)).map(([v, n]) => securityGroup(`sg-${v}-${n}`, v)),
        byId((g) => g.GroupId),
      ),
      securityGroupRules: fc.uniqueArray(
        fc
          .tuple(vpc, fc.nat(1), fc.nat(1), fc.nat(3))
          .map(([v, n, r, port]) => groupRule(`sgr-${v}-${n}-${r}`, `sg-${v}-${n}`, port)),
        byId((r) => r.SecurityGroupRuleId),
      ),
      prefixListEntries: fc.uniqueArray(
        fc
          .tuple(fc.nat(1), fc.nat(2))
          .map(([n, x]) => ({ PrefixListId: `pl-${n}`, Entries: [{ Cidr: `10.${x}.0.0/16` }] })),
        byId((p) => p.PrefixListId),
      ),
    })
    .map(network);
  const snapshots = fc.uniqueArray(fc.record({ capturedAtS: fc.nat(12), resources }), {
    selector: (s) => s.capturedAtS,
    minLength: 1,
    maxLength: 6,
  });

  it('are as a slow reading of the rule says, at every second', () => {
    fc.assert(
      fc.property(snapshots, (history) => {
        const epochs = networkEpochs(history);
        expect(epochs[0]?.validFromS).toBeNull();
        expect(epochs.at(-1)?.validToS).toBeNull();
        for (const [i, epoch] of epochs.slice(1).entries())
          expect(epoch.validFromS).toBe(epochs[i]?.validToS);
        for (let time = -1; time <= 14; time++) {
          const current = epochs.filter(
            (e) =>
              (e.validFromS === null || e.validFromS <= time) && (e.validToS === null || time < e.validToS),
          );
          expect(current).toHaveLength(1);
          expect(current[0]?.resources).toEqual(inForceAt(time, history));
        }
      }),
      { numRuns: 150 },
    );
  });
});
