import { ResourceCollection } from './aws/resource-collection.ts';
import { type NetworkResources, RESOURCE_KINDS } from './aws/resources.ts';
import { GroupRuleHistory, type ResourceHistory, VpcHistory } from './resource-history.ts';
import { type NetworkSnapshot, snapshotsByDate } from './snapshot.ts';

/** A time during which one and the same network is taken to be in force: `validFromS <= t < validToS`. */
export interface NetworkEpoch {
  /** Unix seconds; null: since ever. */
  readonly validFromS: number | null;
  /** Unix seconds, not part of the epoch; null: until now. */
  readonly validToS: number | null;
  readonly resources: NetworkResources;
}

/**
 * The networks in force, in order and without gaps. At a time, the resources of one kind in one VPC are those of the
 * latest snapshot of that time or earlier that has any of that kind in that VPC; resources without a VPC are kept by
 * id once seen. The first snapshot also counts before its date. A snapshot that changes nothing begins no epoch.
 */
export function networkEpochs(snapshots: readonly NetworkSnapshot[]): readonly NetworkEpoch[] {
  const byDate = snapshotsByDate(snapshots);
  const histories = RESOURCE_KINDS.map(
    (kind): ResourceHistory =>
      kind === 'securityGroupRules'
        ? new GroupRuleHistory(byDate.map((s) => s.resources))
        : new VpcHistory(kind),
  );
  const changes: { fromS: number; resources: NetworkResources }[] = [];
  for (const { capturedAtS, resources } of byDate) {
    for (const history of histories) history.take(resources);
    const current = currentResources(histories);
    const previous = changes.at(-1);
    if (!previous || !sameResources(previous.resources, current))
      changes.push({ fromS: capturedAtS, resources: current });
  }
  return changes.map(({ fromS, resources }, i) => ({
    validFromS: i === 0 ? null : fromS,
    validToS: changes[i + 1]?.fromS ?? null,
    resources,
  }));
}

function currentResources(histories: readonly ResourceHistory[]): NetworkResources {
  const collection = new ResourceCollection();
  for (const history of histories) {
    for (const resource of history.current()) collection.add(history.kind, resource);
  }
  return collection.resources();
}

function sameResources(a: NetworkResources, b: NetworkResources): boolean {
  return RESOURCE_KINDS.every((kind) => {
    const [first, second] = [a[kind], b[kind]];
    return (
      first.length === second.length &&
      first.every(
        (resource, i) => resource === second[i] || JSON.stringify(resource) === JSON.stringify(second[i]),
      )
    );
  });
}
