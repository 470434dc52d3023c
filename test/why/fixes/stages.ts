/** Stages and ends for tests: only what a case is about is said. */
import { expect } from 'vitest';
import type { NetworkResources } from '../../../src/network/aws/resources.ts';
import type { AskedEnds } from '../../../src/why/fixes/opened-traffic.ts';
import { changesFor } from '../../../src/why/fixes/changes.ts';
import type { Change } from '../../../src/why/answer.ts';
import type { End, Stage } from '../../../src/why/path.ts';

export const CLIENT = '10.0.0.10';
export const SERVER = '10.0.1.20';

/** A refusal of TCP from the client's port 49152 to the server's port 443, or of the reply. */
export function stage(members: Partial<Stage>): Stage {
  const forward = members.leg !== 'reply';
  return {
    leg: 'forward',
    layer: 'nacl',
    direction: 'ingress',
    interfaceId: null,
    subnetId: 'subnet-1',
    packet: {
      protocol: 6,
      srcaddr: forward ? CLIENT : SERVER,
      dstaddr: forward ? SERVER : CLIENT,
      srcport: forward ? 49152 : 443,
      dstport: forward ? 443 : 49152,
    },
    outcome: 'deny',
    ruleId: null,
    rule: null,
    securityGroups: [],
    reason: null,
    resource: null,
    nearestMiss: null,
    doubts: [],
    ...members,
  };
}

/** An end; its address is also the one that packets to it carry. */
export function end(address: string, members: Partial<End> = {}): End {
  return {
    input: address,
    kind: 'address',
    address,
    publicAddress: null,
    sentTo: address,
    interfaceId: null,
    instanceId: null,
    subnetId: null,
    vpcId: null,
    name: null,
    ...members,
  };
}

export const ASKED: AskedEnds = {
  src: end(CLIENT),
  dst: end(SERVER),
  clientPorts: { from: 1024, to: 65535 },
};

/** The one change that a stage needs. */
export function onlyChange(from: Stage, resources: NetworkResources, asked: AskedEnds = ASKED): Change {
  const changes = changesFor(from, asked, resources);
  expect(changes).toHaveLength(1);
  return changes[0] as Change;
}
