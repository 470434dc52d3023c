import { type Connection, TCP, UDP } from './connection.ts';
import type { End, Host } from './ends.ts';
import { admits, letsOut } from './groups.ts';

export type Action = 'ACCEPT' | 'REJECT';

/** Where the packets of a connection are logged, and which way the client's go there. */
export interface Tap {
  readonly at: Host;
  readonly egress: boolean;
  readonly source: string;
  readonly destination: string;
  readonly packetSource: string;
  readonly packetDestination: string;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly sourceService: string;
  readonly destinationService: string;
  /** Of the client's packets. */
  readonly up: Action;
  /** Of the server's packets; null: none come here. */
  readonly down: Action | null;
}

/** The way of a connection. */
export interface Path {
  readonly taps: readonly Tap[];
  /** Whether the client's packets reach the server. */
  readonly delivered: boolean;
}

/** The one subnet whose network ACL stops replies. */
const NO_REPLIES_OUT = 'partner-a';

/**
 * Where a connection is logged: at the client's interface as it leaves, at the NAT gateway's as it enters and as it
 * leaves, at the server's as it arrives. Groups and network ACLs decide there what is refused, as in the network's
 * JSON. `leavingPort` is the port that a NAT gateway gives to it.
 */
export function pathOf(connection: Connection, leavingPort: number): Path {
  const { client, server, protocol, serverPort, rulesAside } = connection;
  const asks = rulesAside !== true;
  const taps: Tap[] = [];
  const refusedLeaving = asks && client.side === 'inside' && !letsOut(client, server, protocol, serverPort);
  const refusedArriving = asks && server.side === 'inside' && !admits(server, client, protocol, serverPort);
  const repliesLost = asks && server.side === 'inside' && server.subnet === NO_REPLIES_OUT;
  const delivered = !refusedLeaving && !refusedArriving;
  const reply: Action | null = delivered && !repliesLost ? 'ACCEPT' : null;
  if (client.side === 'inside') {
    taps.push(tap(connection, client, true, refusedLeaving ? 'REJECT' : 'ACCEPT', reply));
    if (!refusedLeaving && client.nat !== null && server.side === 'outside' && !hasEndpoint(server)) {
      taps.push(...natTaps(connection, client.nat, leavingPort));
    }
  }
  if (server.side === 'inside' && !refusedLeaving) {
    const down = repliesLost && delivered ? 'REJECT' : reply;
    taps.push(tap(connection, server, false, refusedArriving ? 'REJECT' : 'ACCEPT', down));
  }
  return { taps, delivered };
}

/** S3 has a gateway endpoint in the private subnets, so nothing of it passes the NAT gateways. */
function hasEndpoint(server: End): boolean {
  return server.side === 'outside' && server.service === 'S3';
}

function tap(connection: Connection, at: Host, egress: boolean, up: Action, down: Action | null): Tap {
  const { client, server, clientPort, serverPort } = connection;
  return {
    at,
    egress,
    source: client.address,
    destination: server.address,
    packetSource: client.address,
    packetDestination: server.address,
    sourcePort: clientPort,
    destinationPort: serverPort,
    sourceService: serviceOf(client),
    destinationService: serviceOf(server),
    up,
    down,
  };
}

/** At a NAT gateway the near side names the gateway as destination, the far side as source (AWS: "Flow log record examples"). */
function natTaps(connection: Connection, nat: Host, leavingPort: number): readonly Tap[] {
  const { protocol, clientPort } = connection;
  const sourcePort = protocol === TCP || protocol === UDP ? leavingPort : clientPort;
  const entering = tap(connection, nat, false, 'ACCEPT', 'ACCEPT');
  return [
    { ...entering, destination: nat.address },
    { ...entering, egress: true, source: nat.address, packetSource: nat.address, sourcePort },
  ];
}

function serviceOf(end: End): string {
  return end.side === 'outside' ? end.service : '-';
}
