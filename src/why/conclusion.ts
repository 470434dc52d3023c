import type { Conclusion, ConclusionKind, Observed, ObservedLeg } from './answer.ts';
import type { Stage } from './path.ts';
import type { Reachability } from './reachability.ts';

/** What rules and routes say of a path. */
export interface Configured extends Pick<Reachability, 'reachable' | 'firstBlock'> {
  /** When it was captured, Unix seconds. */
  readonly capturedAtS: number;
  /** Other addresses or ports of the same question fare otherwise: what the logs saw may be theirs. */
  readonly othersDiffer: boolean;
}

/** Sets what rules and routes say against what the logs saw. */
export function conclude(configured: Configured, observed: Observed): Conclusion {
  if (configured.reachable === null) return { kind: 'unknown', lastSeenS: null };
  return configured.firstBlock === null
    ? concludeOpen(configured, observed)
    : concludeBlocked(configured.firstBlock, configured.othersDiffer, observed);
}

function concludeBlocked(block: Stage, othersDiffer: boolean, { legs }: Observed): Conclusion {
  const at = legs.findIndex(
    ({ interfaceId, leg, direction }) =>
      interfaceId === block.interfaceId && leg === block.leg && direction === block.direction,
  );
  const there = at === -1 ? undefined : legs[at];
  // A route is asked once the interface's own rules have let the packet go, and no record tells of its refusal.
  const isLater = block.layer === 'route' && block.direction === 'egress';
  const rejected = isLater ? null : (there?.rejected.lastSeenS ?? null);
  const passed = there
    ? latest(legs.slice(isLater ? at + 1 : at).map((leg) => leg.accepted.lastSeenS))
    : null;
  if (!othersDiffer && passed !== null && passed > (rejected ?? Number.NEGATIVE_INFINITY))
    return { kind: 'blocked-but-accepted', lastSeenS: passed };
  return { kind: rejected === null ? 'blocked-not-seen' : 'blocked-and-seen', lastSeenS: rejected };
}

function concludeOpen({ capturedAtS, othersDiffer }: Configured, { legs }: Observed): Conclusion {
  const rejected = othersDiffer ? null : latest(legs.map((leg) => leg.rejected.lastSeenS));
  const accepted = latest(legs.map((leg) => leg.accepted.lastSeenS));
  if (rejected !== null && rejected >= (accepted ?? Number.NEGATIVE_INFINITY)) {
    const kind = rejected < capturedAtS ? 'open-refused-before' : 'open-but-refused';
    return { kind, lastSeenS: rejected };
  }
  if (accepted === null) return { kind: 'open-not-seen', lastSeenS: null };
  return { kind: answerKind(legs), lastSeenS: accepted };
}

/** Requests were let through: what came back? */
function answerKind(legs: readonly ObservedLeg[]): ConclusionKind {
  const replies = legs.filter(({ leg, accepted }) => leg === 'reply' && accepted.records > 0);
  if (replies.length === 0) return 'open-no-answer';
  const flags = replies.map((reply) => reply.flags).filter((seen) => seen !== null);
  const onlyReset = flags.some(({ rst }) => rst) && !flags.some(({ synAck }) => synAck);
  return onlyReset ? 'open-reset' : 'open-and-seen';
}

function latest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.max(...known);
}
