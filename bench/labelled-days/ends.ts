/** Who speaks with whom on a labelled day. */

export type SubnetName = 'public-a' | 'public-b' | 'app-a' | 'app-b' | 'data-a' | 'data-b' | 'partner-a';

/** What a host is for; its name begins with it. */
export type HostKind =
  | 'alb'
  | 'nlb'
  | 'nat'
  | 'bastion'
  | 'smtp-relay'
  | 'origin'
  | 'dev-box'
  | 'legacy'
  | 'vpn-gateway'
  | 'media'
  | 'web'
  | 'app'
  | 'payment'
  | 'worker'
  | 'node'
  | 'cache'
  | 'db'
  | 'search'
  | 'queue'
  | 'ci'
  | 'prometheus'
  | 'vuln-scanner'
  | 'backup'
  | 'resolver'
  | 'files'
  | 'smokeping'
  | 'crawler'
  | 'load-test'
  | 'partner-api';

/** A network interface of the VPC with the one address that it has. */
export interface Host {
  readonly side: 'inside';
  readonly kind: HostKind;
  /** Tag Name: `web-3`. */
  readonly name: string;
  readonly address: string;
  readonly publicAddress: string | null;
  readonly interfaceId: string;
  /** Null: AWS owns what the interface belongs to. */
  readonly instanceId: string | null;
  readonly subnet: SubnetName;
  readonly groups: readonly string[];
  /** TCP ports that something listens on. */
  readonly listens: readonly number[];
  /** The NAT gateway on its way to the Internet; null: none is needed, or there is no way. */
  readonly nat: Host | null;
  /** Position in the list of hosts. */
  readonly index: number;
}

/** An address that has no interface in the logs: of the Internet, or one of the VPC that nobody has. */
export interface Stranger {
  readonly side: 'outside' | 'vacant';
  readonly address: string;
  /** As `pkt-dst-aws-service` names it, or `-`. */
  readonly service: string;
}

export type End = Host | Stranger;

/** An address of the Internet that is nobody's in particular, or of an AWS service. */
export function outside(address: string, service = '-'): Stranger {
  return { side: 'outside', address, service };
}

/** An address of the VPC that no interface has. */
export function vacant(address: string): Stranger {
  return { side: 'vacant', address, service: '-' };
}
