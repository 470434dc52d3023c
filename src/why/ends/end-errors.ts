const MOST_CANDIDATES = 10;

/** One of several things that an end may be. */
export interface EndCandidate {
  /** `eni-…` or `subnet-…`; null for an address of which neither is known. */
  readonly id: string | null;
  /** Address; of a subnet its blocks; null when it has none. */
  readonly address: string | null;
  readonly subnetId: string | null;
  /** Tag Name. */
  readonly name: string | null;
}

/** Ends that cannot be asked about. The message is complete and, but for the list of candidates, one line. */
export class EndError extends Error {
  override readonly name: string = 'EndError';
}

/** Nothing in the network is what the end was called. */
export class UnknownEndError extends EndError {
  override readonly name = 'UnknownEndError';
  readonly input: string;
  /** What may have been meant, at most five, the nearest first. */
  readonly near: readonly string[];

  constructor(input: string, reason: string, near: readonly string[]) {
    const hint = near.length === 0 ? '' : `; near it: ${near.map((name) => `"${name}"`).join(', ')}`;
    super(`Cannot find "${input}": ${reason}${hint}`);
    this.input = input;
    this.near = near;
  }
}

/** Several things in the network are what the end was called. */
export class AmbiguousEndError extends EndError {
  override readonly name = 'AmbiguousEndError';
  readonly input: string;
  readonly candidates: readonly EndCandidate[];

  constructor(input: string, candidates: readonly EndCandidate[]) {
    const lines = candidates.slice(0, MOST_CANDIDATES).map(candidateLine);
    const more = candidates.length - lines.length;
    const rest = more > 0 ? [`  and ${more} more`] : [];
    const head = `Cannot tell what "${input}" is: ${candidates.length} fit, expected the id of one`;
    super([`${head}:`, ...lines, ...rest].join('\n'));
    this.input = input;
    this.candidates = candidates;
  }
}

/** Each end is known, and no packet of ours can go from the one to the other. */
export class UnfitEndsError extends EndError {
  override readonly name = 'UnfitEndsError';

  constructor(src: string, dst: string, reason: string) {
    super(`Cannot ask from "${src}" to "${dst}": ${reason}`);
  }
}

function candidateLine({ id, address, subnetId, name }: EndCandidate): string {
  const words = [id ?? 'no interface', address ?? 'no address', subnetId ?? 'outside', name ?? ''];
  return `  ${words.join('  ').trimEnd()}`;
}
