import type { Listed } from '../../queries/status.ts';
import type { DailyEnd, DailyQuestion, Tier } from './ends.ts';

/** An amount of traffic. Bytes are those of IP packets, as flow logs count them. */
export interface Amount {
  readonly connections: number;
  /** From the clients to the servers. */
  readonly bytesUp: number;
  readonly bytesDown: number;
}

/**
 * What was let through. A connection counts once, at the interface that sees it best, however many interfaces logged it. One
 * that some interface refused counts only if it was answered, and then with all of its packets.
 */
export interface Traffic extends Amount {
  /** Those to which the server sent something back. */
  readonly answeredConnections: number;
  /** Pairs of a client and a server, most bytes first. */
  readonly talkers: Listed<Talker>;
  /** Hosts inside, most bytes sent and received first. */
  readonly hosts: Listed<BusyHost>;
  readonly tiers: TierMatrix;
  /** Services by the port of the server, most bytes first. */
  readonly ports: Listed<PortTraffic>;
  readonly protocols: Listed<ProtocolTraffic>;
  /** AWS services that own hosts called, most bytes first; null when the logs do not name them. */
  readonly awsServices: Listed<ServiceTraffic> | null;
  /** Bytes per part of the window, over the columns of the heat map: when the connections began. */
  readonly bytesOverTime: readonly number[];
}

export interface Talker extends Amount {
  readonly client: DailyEnd;
  readonly server: DailyEnd;
  /** Of the port with the most bytes. */
  readonly protocol: number | null;
  /** Null for protocols without ports. */
  readonly port: number | null;
  readonly ports: number;
  /** Null where the protocol is not logged. */
  readonly question: DailyQuestion | null;
}

export interface BusyHost {
  readonly host: DailyEnd;
  readonly connections: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
}

/** Who talks to whom, by tiers. All cells together are all traffic. */
export interface TierMatrix {
  /** Most bytes first; past a dozen the rest is one tier of kind `others`. */
  readonly tiers: readonly Tier[];
  /** Only pairs with traffic; most bytes first. */
  readonly cells: readonly TierCell[];
}

/** `from` and `to` are places in {@link TierMatrix.tiers}: the client's and the server's. */
export interface TierCell extends Amount {
  readonly from: number;
  readonly to: number;
}

export interface PortTraffic extends Amount {
  readonly protocol: number | null;
  readonly port: number;
  readonly clients: number;
  readonly servers: number;
}

export interface ProtocolTraffic extends Amount {
  /** IANA number; null: not logged. */
  readonly protocol: number | null;
}

export interface ServiceTraffic extends Amount {
  /** As the flow log names it: `S3`. */
  readonly service: string;
  readonly clients: number;
}
