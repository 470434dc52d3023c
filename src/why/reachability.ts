import type { Stage } from './path.ts';

export interface Reachability {
  /** Null: it cannot be told. */
  readonly reachable: boolean | null;
  readonly firstBlock: Stage | null;
  /** All stages that refuse, in path order, so that nobody opens one only to meet the next. */
  readonly allBlocks: readonly Stage[];
}

/** What the stages of a path come to: a refusal anywhere is a no, and without one anything unknown leaves it open. */
export function reachability(stages: readonly Stage[]): Reachability {
  const allBlocks = stages.filter(({ outcome }) => outcome === 'deny');
  const [firstBlock = null] = allBlocks;
  const unknown = stages.some(({ outcome }) => outcome === 'unknown');
  return { reachable: firstBlock !== null ? false : unknown ? null : true, firstBlock, allBlocks };
}
