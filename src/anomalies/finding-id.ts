import { createHash } from 'node:crypto';
import { partyKey, type Sighting } from './sighting.ts';

const DAY_S = 86_400;
const DIGITS = 12;

/**
 * An id that is the same whenever the same logs are looked at: of the detector, both ends, protocol and port, and the day of
 * the first connection. `more` tells apart what has all of these in common.
 */
export function findingId(sighting: Sighting, more = ''): string {
  const { detector, actor, target, protocol, port, firstS } = sighting;
  const day = Math.floor(firstS / DAY_S);
  const parts = [detector, partyKey(actor), partyKey(target), protocol, port, day, more];
  return `${detector}-${hashed(parts.map((part) => part ?? '').join(' '))}`;
}

/** The id of a story: of its first finding, so that it stays the same when the attack goes on. */
export function storyId(firstFindingId: string): string {
  return `story-${hashed(firstFindingId)}`;
}

function hashed(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, DIGITS);
}
