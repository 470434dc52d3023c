import type { NetworkResources } from '../../network/aws/resources.ts';
import type { Store } from '../../store/store.ts';
import type { Fix } from '../answer.ts';
import type { Stage } from '../path.ts';
import { applyChange } from './apply-change.ts';
import { blastRadii, type BlastWindow, type PresentNetwork } from './blast-radius.ts';
import { type PlannedChange, planChanges } from './changes.ts';
import type { ShownChange } from './matched-by.ts';
import type { AskedEnds } from './opened-traffic.ts';

/** A question and its answer in one network. */
export interface AskedStages {
  readonly asked: AskedEnds;
  readonly stages: readonly Stage[];
}

export interface FixOptions extends AskedStages {
  readonly present: PresentNetwork;
  /** Which records the blast radius counts. */
  readonly window: BlastWindow;
  /** Asks the same question of a proposed network: a way that was closed may lead on to further refusals. */
  readonly askAgain: (proposed: NetworkResources) => Promise<AskedStages>;
}

/** A change, and the stage that shows where its traffic is stopped: of the answer, or of a later one. */
type ProvenChange = PlannedChange & ShownChange;

/** A route shows the next interface, and that one the next route; no path of a connection has more of them. */
const ROUNDS = 4;

/**
 * What to change for the connection to work, in path order, each with what else it would let through. The question is
 * asked again of the network with all changes made, and what still refuses is opened too; such a change counts for the
 * stage behind which it lies. What only a hand can open stays as it is.
 */
export async function proveFixes(store: Store, options: FixOptions): Promise<readonly Fix[]> {
  const proven = await provenChanges(options);
  const radii = await blastRadii(store, proven, options.present, options.window);
  return proven.flatMap(({ stage, change }, i) => {
    const blastRadius = radii[i];
    return blastRadius ? [{ stage, change, blastRadius }] : [];
  });
}

async function provenChanges({
  asked,
  stages,
  present,
  askAgain,
}: FixOptions): Promise<readonly ProvenChange[]> {
  const proven: ProvenChange[] = [];
  let proposed = present.resources;
  let current: AskedStages = { asked, stages };
  for (let round = 0; round < ROUNDS; round++) {
    const added = changesIn(current, proposed, proven, stages);
    proven.push(...added);
    const made = added.filter(({ change }) => change.kind !== 'by-hand');
    if (made.length === 0) break;
    proposed = made.reduce((network, { change }) => applyChange(network, change), proposed);
    current = await askAgain(proposed);
  }
  return proven;
}

/** The changes of one round that no earlier one has; the same stage is not left to a person twice. */
function changesIn(
  { asked, stages }: AskedStages,
  proposed: NetworkResources,
  earlier: readonly ProvenChange[],
  answered: readonly Stage[],
): readonly ProvenChange[] {
  const known = new Set(earlier.map(({ change }) => JSON.stringify(change)));
  return planChanges(stages, asked, proposed).flatMap(({ stage, change }) => {
    const shownBy = stages[stage];
    if (!shownBy || known.has(JSON.stringify(change))) return [];
    const place = earlier.length === 0 ? stage : placeIn(answered, shownBy);
    return [{ stage: place, change, shownBy, asked }];
  });
}

/** The same place of the answer, else the last refusal of that leg or of any, behind which the new path begins. */
function placeIn(
  answered: readonly Stage[],
  { leg, layer, direction, interfaceId, subnetId }: Stage,
): number {
  const same = answered.findIndex(
    (stage) =>
      stage.leg === leg &&
      stage.layer === layer &&
      stage.direction === direction &&
      stage.interfaceId === interfaceId &&
      stage.subnetId === subnetId,
  );
  if (same !== -1) return same;
  const ofLeg = answered.findLastIndex((stage) => stage.outcome === 'deny' && stage.leg === leg);
  return ofLeg === -1 ? answered.findLastIndex(({ outcome }) => outcome === 'deny') : ofLeg;
}
