import { type Blocker, blockerId, type Outcome } from './stage.ts';

/** What the stages, asked in every world, say together. */
export interface Decision {
  readonly kind: 'indeterminate' | 'nothing-refuses' | 'refused';
  readonly blocker: Blocker | null;
  readonly alsoBlockedBy: readonly Blocker[];
}

/**
 * Steps 3 and 4 of the verdict over the worlds. A stage is named in `alsoBlockedBy` only when it refuses by one and the same
 * entry in every world concerned: those that the first stage refuses, or all of them for an indeterminate key.
 */
export function decide(worlds: readonly (readonly [Outcome, Outcome])[]): Decision {
  const firsts = worlds.map(firstStop);
  const blockers = firsts.flatMap((o) => (o.kind === 'refuse' ? [o.blocker] : []));
  const same = new Set(blockers.map(blockerId)).size === 1;
  const [blocker] = blockers;
  if (firsts.some((o) => o.kind === 'unknown') || (blocker !== undefined && !same)) {
    const also = [alike(worlds.map(([a]) => a)), alike(worlds.map(([, b]) => b))];
    return { kind: 'indeterminate', blocker: null, alsoBlockedBy: also.filter((b) => b !== null) };
  }
  if (blocker === undefined) return { kind: 'nothing-refuses', blocker: null, alsoBlockedBy: [] };
  const refusing = worlds.filter((_, i) => firsts[i]?.kind === 'refuse');
  const other = alike(refusing.map(([a, b]) => (isBy(a, blocker) ? b : a)));
  return { kind: 'refused', blocker, alsoBlockedBy: other === null ? [] : [other] };
}

/** The first refusal or doubt on the way, else a pass. */
function firstStop([first, second]: readonly [Outcome, Outcome]): Outcome {
  return first.kind === 'pass' ? second : first;
}

function isBy(outcome: Outcome, blocker: Blocker): boolean {
  return outcome.kind === 'refuse' && blockerId(outcome.blocker) === blockerId(blocker);
}

/** The blocker by which all outcomes refuse, or null when one does not or they differ. */
function alike(outcomes: readonly Outcome[]): Blocker | null {
  const blockers = outcomes.flatMap((o) => (o.kind === 'refuse' ? [o.blocker] : []));
  const [first] = blockers;
  if (first === undefined || blockers.length < outcomes.length) return null;
  return blockers.every((b) => blockerId(b) === blockerId(first)) ? first : null;
}
