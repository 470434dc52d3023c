import type { Conclusion, ConclusionKind, Observed, ObservedLeg } from './answer.ts';
import type { Stage } from './path.ts';

/** Sets what rules and routes say against what the logs saw. `capturedAtS`: of the configuration, Unix seconds. */
export function conclude(
  reachable: boolean | null,
  firstBlock: Stage | null,
  observed: Observed,
  capturedAtS: number,
): Conclusion {
  if (reachable === null) return { kind: 'unknown', lastSeenS: null };
  if (firstBlock !== null) return concludeBlocked(firstBlock, observed);
  return concludeOpen(observed, capturedAtS);
}

function concludeBlocked(block: Stage, { legs }: Observed): Conclusion {
  const there = legs.find(
    ({ interfaceId, leg, direction }) =>
      interfaceId === block.interfaceId && leg === block.leg && direction === block.direction,
  );
  // A route refuses after the interface's own rules, and no record tells of it.
  if (!there || block.layer === 'route') return { kind: 'blocked-not-seen', lastSeenS: null };
  const [rejected, accepted] = [there.rejected.lastSeenS, there.accepted.lastSeenS];
  if (accepted !== null && accepted > (rejected ?? Number.NEGATIVE_INFINITY))
    return { kind: 'blocked-but-accepted', lastSeenS: accepted };
  return { kind: rejected === null ? 'blocked-not-seen' : 'blocked-and-seen', lastSeenS: rejected };
}

function concludeOpen({ legs }: Observed, capturedAtS: number): Conclusion {
  const rejected = latest(legs.map((leg) => leg.rejected.lastSeenS));
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
  const onlyReset = flags.length > 0 && flags.some(({ rst }) => rst) && !flags.some(({ synAck }) => synAck);
  return onlyReset ? 'open-reset' : 'open-and-seen';
}

function latest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.max(...known);
}
