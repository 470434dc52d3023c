import type { Confidence } from '../../blame/verdict.ts';
import type { Listed } from '../../queries/status.ts';
import type { DailyEnd } from './ends.ts';
import type { Lack } from './lack.ts';

/**
 * What AWS bills by the byte. Flow logs count the bytes of IP packets over an aggregation interval; bills may differ by headers,
 * tiers and free amounts, so every sum is an estimate. Hourly charges are not in it.
 */
export interface Costs {
  readonly prices: PriceSource;
  /** One for each kind and region, in the order of {@link CostKind}; where nothing can be told its bytes are null. */
  readonly causes: readonly CostCause[];
  /** Sum of the causes that have an amount, US dollars; null when none has. */
  readonly usd: number | null;
  /** What would be cheaper, the largest saving first. */
  readonly savings: readonly Saving[];
}

/** Where the prices come from. */
export interface PriceSource {
  /** `YYYY-MM-DD` at which the prices were looked up. */
  readonly asOf: string;
  readonly sources: readonly string[];
  /** Bytes of the unit that prices are for: AWS bills a GB of 2^30 bytes. */
  readonly bytesPerGb: number;
}

/**
 * `nat-processing`: bytes through NAT gateways, both ways, at the side of the hosts. `cross-zone`: bytes between availability
 * zones inside, and between hosts and NAT gateways; AWS bills both ends. `interface-endpoint`: bytes through interface
 * endpoints, both ways. `internet-egress`: bytes sent to the Internet, AWS services left out where the logs name them.
 */
export type CostKind = 'nat-processing' | 'cross-zone' | 'interface-endpoint' | 'internet-egress';

export interface CostCause {
  readonly kind: CostKind;
  /** Null: not known. */
  readonly region: string | null;
  /** Null with {@link lacks} when it cannot be told; zero only when it is known that there was none. */
  readonly bytes: number | null;
  /** For each GB of these bytes; for `cross-zone` both ends together. Null: not known. */
  readonly usdPerGb: number | null;
  readonly usd: number | null;
  /** Why bytes or the price are null, or why the amount is less sure. */
  readonly lacks: readonly Lack[];
  /** Of the bytes; null when they are. */
  readonly confidence: Confidence | null;
  /** Who causes it, most bytes first. */
  readonly spenders: Listed<Spender>;
}

/** An own host that causes costs. */
export interface Spender {
  readonly host: DailyEnd;
  readonly bytes: number;
  readonly usd: number | null;
  /** What most of its bytes go to: an AWS service as logs name it, else an address; null: not known. */
  readonly toward: string | null;
}

/** Amazon S3 or DynamoDB over a NAT gateway where a gateway endpoint would be free of charge. */
export interface Saving {
  readonly kind: 'gateway-endpoint';
  readonly service: 'S3' | 'DYNAMODB';
  readonly region: string | null;
  readonly subnetId: string;
  readonly subnetName: string | null;
  /** The table that lacks the route to a gateway endpoint. */
  readonly routeTableId: string;
  readonly vpcId: string;
  /** A gateway endpoint of the VPC for the service, to which the table only needs to be added; null: there is none. */
  readonly endpointId: string | null;
  readonly bytes: number;
  /** Data processing of the NAT gateway; null where no price is known. */
  readonly usd: number | null;
  /**
   * `high` when the addresses are in the imported prefix list of the service in this region; else `medium`: the log names the
   * service and not the region, and a gateway endpoint leads to its own region only.
   */
  readonly confidence: Confidence;
  readonly spenders: Listed<Spender>;
}
