/** An address with what is known of it. */
export interface DailyEnd {
  /** Canonical text. */
  readonly address: string;
  /** Tag Name of the instance, else of the interface. */
  readonly name: string | null;
  readonly interfaceId: string | null;
  readonly instanceId: string | null;
  /** Private, or of an interface or subnet of the network. */
  readonly inside: boolean;
  /** Ids, sorted. */
  readonly securityGroups: readonly string[];
  /** `nat`, `load-balancer`, `database`, `bastion`, `resolver`, `mail`, `scanner`, `monitoring`. */
  readonly roles: readonly string[];
}

/** What `flowblame why` can be asked about a row; `whyCommand` makes the command line of it. */
export interface DailyQuestion {
  readonly src: string;
  readonly dst: string;
  /** IANA number. */
  readonly protocol: number;
  /** Null for protocols without ports. */
  readonly port: number | null;
}

/**
 * Hosts that belong together: those with the same security groups, where these are not known those of a subnet, and what is
 * outside.
 */
export interface Tier {
  readonly kind: 'security-groups' | 'subnet' | 'inside' | 'aws-service' | 'internet' | 'others';
  /** Ids of the groups parted by spaces, the id of the subnet, the AWS service; empty for the other kinds. */
  readonly id: string;
  /** Names of the groups, or tag Name of the subnet; null when there is none. */
  readonly name: string | null;
}
