import type { Confidence, Decision } from '../blame/verdict.ts';
import type { Direction } from '../model/direction.ts';

/** What broke: the request was refused after it had been let through, the answer was refused, or none came. */
export type BrokenKind = 'request-refused' | 'reply-refused' | 'unanswered';

/**
 * How far requests came to which nothing came back: let in at the server's interface; let through elsewhere, and no
 * more is known; or they were answered, and the answer did not come back to the client's interface.
 */
export type Reached = 'server' | 'left' | 'answer-lost';

/**
 * A client that is let through to a service one way and not the other. Clients on the Internet are one row for each cause,
 * and so is a client that tried more than twenty ports.
 */
export interface BrokenPair {
  readonly kind: BrokenKind;
  /** Where the ends are: inside are private addresses and those of the network. */
  readonly place: 'inside' | 'to-internet' | 'from-internet';
  /** Null when nothing was refused. */
  readonly decision: Decision | null;
  /** Null when something was. */
  readonly reached: Reached | null;
  readonly confidence: Confidence;
  /** Of a row of several pairs, here and where nothing is summed up, the pair with the most records. */
  readonly client: string;
  readonly server: string;
  /** IANA number. */
  readonly protocol: number;
  /** Of the server; null for protocols without ports. */
  readonly port: number | null;
  /** A port that the client used; null for protocols without ports. */
  readonly srcport: number | null;
  /** Where it was refused or where nothing came back; null for clients on the Internet. */
  readonly interfaceId: string | null;
  /** Null when the log does not tell. */
  readonly direction: Direction | null;
  readonly refusedRecords: number;
  /** Packets that were refused, or to which nothing came back. */
  readonly packets: number;
  /** Records of requests that were let through: of a refused request earlier on its way. */
  readonly acceptedRecords: number;
  /** Ports that clients came from, and how many of them were answered at that interface; null when that cannot be counted. */
  readonly connections: number | null;
  readonly answered: number | null;
  /** Unix seconds, of what was refused or not answered. */
  readonly firstSeenS: number | null;
  readonly lastSeenS: number | null;
  /** When a request was last answered there; null: never. */
  readonly lastAnswerS: number | null;
  /** Whose way can be asked about: addresses, or interfaces whose addresses others have too. */
  readonly why: { readonly src: string; readonly dst: string };
  /** Pairs, clients and servers that the row stands for. */
  readonly pairs: number;
  readonly clients: number;
  readonly servers: number;
  /** The same for pairs that broke for the same reason; of no meaning besides. */
  readonly cause: string;
  /** Pairs of the same cause in all, and the records of them all. */
  readonly causePairs: number;
  readonly causeRecords: number;
}

/** Everything that was found. */
export interface BrokenPairs {
  /** Both ends inside first, then to the Internet, then from there; each cause's pairs with the most records first. */
  readonly pairs: readonly BrokenPair[];
  /** Pairs inside that broke now and then and were answered more often than not, with their connections. */
  readonly mostlyWorking: {
    readonly pairs: number;
    readonly connections: number;
    readonly answered: number;
  };
}
