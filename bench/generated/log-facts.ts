import type { Draft } from './draft.ts';

/** What must be equal in every reading of the same logs. Sums leave out what a log writes as `-`. */
export interface LogFacts {
  readonly records: number;
  /** Records with action REJECT. */
  readonly rejected: number;
  readonly packets: number;
  readonly bytes: number;
  /** The sum of 7 × srcport + dstport, so that exchanged ports are noticed. */
  readonly ports: number;
  /** The sum of tcp-flags; 0 below version 3. */
  readonly tcpFlags: number;
  /** Records with flow-direction ingress; 0 below version 5. */
  readonly ingress: number;
}

export const NO_FACTS: LogFacts = {
  records: 0,
  rejected: 0,
  packets: 0,
  bytes: 0,
  ports: 0,
  tcpFlags: 0,
  ingress: 0,
};

/** Adds up the facts of the records that are written in a version. */
export class FactsTally {
  private readonly sums: { -readonly [name in keyof LogFacts]: number } = { ...NO_FACTS };
  private readonly hasFlags: boolean;
  private readonly hasDirection: boolean;

  constructor(version: number) {
    this.hasFlags = version >= 3;
    this.hasDirection = version >= 5;
  }

  add(draft: Draft): void {
    const { sums } = this;
    sums.records++;
    if (draft.status !== 'OK') return;
    if (!draft.accept) sums.rejected++;
    sums.packets += draft.packets;
    sums.bytes += draft.bytes;
    sums.ports += draft.ingress ? draft.peerPort * 7 + draft.localPort : draft.localPort * 7 + draft.peerPort;
    if (this.hasFlags) sums.tcpFlags += draft.flags;
    if (this.hasDirection && draft.ingress) sums.ingress++;
  }

  facts(): LogFacts {
    return { ...this.sums };
  }
}

/** The facts of several parts together. */
export function addFacts(a: LogFacts, b: LogFacts): LogFacts {
  return {
    records: a.records + b.records,
    rejected: a.rejected + b.rejected,
    packets: a.packets + b.packets,
    bytes: a.bytes + b.bytes,
    ports: a.ports + b.ports,
    tcpFlags: a.tcpFlags + b.tcpFlags,
    ingress: a.ingress + b.ingress,
  };
}
