import type { NetworkResources } from '../../network/aws/resources.ts';
import type { Change } from '../answer.ts';
import type { Stage } from '../path.ts';
import { aclEntry, aclOf } from './acl-entry.ts';
import { applyChange } from './apply-change.ts';
import { groupRule } from './group-rule.ts';
import { type AskedEnds, openedTraffic } from './opened-traffic.ts';
import { routeChanges } from './route-changes.ts';

/** A change and the stage, by its index, that it opens. */
export interface PlannedChange {
  readonly stage: number;
  readonly change: Change;
}

/**
 * The least that opens a stage that refuses; none when nothing of the network refuses any more. Of a route two may be
 * needed: the route and the public address that its gateway asks for.
 */
export function changesFor(stage: Stage, asked: AskedEnds, resources: NetworkResources): readonly Change[] {
  if (stage.layer === 'route') return routeChanges(stage, asked, resources);
  const opened = openedTraffic(stage, asked, resources);
  if (stage.layer === 'sg') {
    return [opened ? groupRule(stage, opened, resources) : { kind: 'by-hand', resource: stage.interfaceId }];
  }
  const acl = aclOf(stage.subnetId, resources);
  if (!opened || !acl) return [{ kind: 'by-hand', resource: acl?.NetworkAclId ?? stage.subnetId }];
  const entry = aclEntry(stage, opened, acl);
  return entry === null ? [] : [entry];
}

/**
 * The changes that together open all stages that refuse, in path order. Each is found in the network as those before it
 * leave it, so that no two take one entry number and none is made twice.
 */
export function planChanges(
  stages: readonly Stage[],
  asked: AskedEnds,
  resources: NetworkResources,
): readonly PlannedChange[] {
  const planned = new Map<string, PlannedChange>();
  let proposed = resources;
  for (const [i, stage] of stages.entries()) {
    if (stage.outcome !== 'deny') continue;
    for (const change of changesFor(stage, asked, proposed)) {
      const key = JSON.stringify([change, change.kind === 'by-hand' ? stage.reason : null]);
      if (planned.has(key)) continue;
      planned.set(key, { stage: i, change });
      proposed = applyChange(proposed, change);
    }
  }
  return [...planned.values()];
}
