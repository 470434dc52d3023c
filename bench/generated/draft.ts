import { type BenchInterface, type BenchNetwork } from './bench-network.ts';
import { ascii } from './byte-writer.ts';

/** An interface with everything that a log line says about it, as bytes. */
export interface LoggedInterface {
  readonly id: Uint8Array;
  readonly address: Uint8Array;
  /** The packet's address where it is not the primary one. */
  readonly secondary: Uint8Array | null;
  readonly ipv6: Uint8Array | null;
  readonly vpcId: Uint8Array;
  readonly subnetId: Uint8Array;
  readonly azId: Uint8Array;
  readonly instanceId: Uint8Array;
}

/** One record while it is made: filled again and again, so that no object is made per record. */
export interface Draft {
  status: 'OK' | 'NODATA' | 'SKIPDATA';
  at: LoggedInterface;
  ingress: boolean;
  local: Uint8Array;
  localInPacket: Uint8Array;
  localPort: number;
  peer: Uint8Array;
  peerPort: number;
  /** The peer is in the VPC. */
  inside: boolean;
  /** The AWS service that the peer's address belongs to. */
  peerService: Uint8Array | null;
  ipv6: boolean;
  protocol: number;
  packets: number;
  bytes: number;
  start: number;
  end: number;
  flags: number;
  accept: boolean;
}

/** The interfaces of a network, ready to be logged. */
export function loggedInterfaces(network: BenchNetwork): LoggedInterface[] {
  return network.interfaces.map((at) => loggedInterface(at, network.vpcId));
}

export function newDraft(at: LoggedInterface): Draft {
  return {
    status: 'OK',
    at,
    ingress: true,
    local: at.address,
    localInPacket: at.address,
    localPort: 0,
    peer: at.address,
    peerPort: 0,
    inside: true,
    peerService: null,
    ipv6: false,
    protocol: 6,
    packets: 1,
    bytes: 40,
    start: 0,
    end: 0,
    flags: 0,
    accept: true,
  };
}

function loggedInterface(at: BenchInterface, vpcId: string): LoggedInterface {
  return {
    id: ascii(at.id),
    address: ascii(at.address),
    secondary: at.secondary === null ? null : ascii(at.secondary),
    ipv6: at.ipv6 === null ? null : ascii(at.ipv6),
    vpcId: ascii(vpcId),
    subnetId: ascii(at.subnet.id),
    azId: ascii(at.subnet.azId),
    instanceId: ascii(at.instanceId),
  };
}
