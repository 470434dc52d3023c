import type { Listed } from '../../queries/status.ts';
import type { DailyEnd, DailyQuestion } from './ends.ts';

/** What the Internet reached: connections from outside that were let in and answered. */
export interface Exposure {
  /** Addresses outside that reached something. */
  readonly clients: number;
  readonly connections: number;
  /** Most clients first. */
  readonly services: Listed<ExposedService>;
}

export interface ExposedService {
  readonly server: DailyEnd;
  readonly protocol: number | null;
  readonly port: number | null;
  readonly clients: number;
  readonly connections: number;
  /** Received by the server. */
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Unix seconds. */
  readonly firstSeenS: number;
  readonly lastSeenS: number;
  /** What let the clients in, by what decided; null when it cannot be told. */
  readonly letInBy: readonly LetInBy[] | null;
  readonly question: DailyQuestion | null;
}

/** A pair of rules that let clients in. */
export interface LetInBy {
  /** Clients for which these two decide. */
  readonly clients: number;
  /** Null: the configuration imported has no rule that allows it, or it cannot be told. */
  readonly groupRule: AllowingRule | null;
  /** The same for the entry of the network ACL. */
  readonly aclEntry: AllowingRule | null;
  /** Why `groupRule` is null. */
  readonly groups: StageFinding;
  readonly acl: StageFinding;
}

/**
 * What a stage of today's configuration says of traffic that was let in. `refuses`: the imported rules would not let it in, so
 * they are not those of that time. `none`: no groups on the interface, or its network ACL does not apply. `unknown`: a rule
 * could not be decided, or the interface is not in the network.
 */
export type StageFinding = 'allows' | 'refuses' | 'none' | 'unknown';

export interface AllowingRule {
  /** `sgr-0abc`, `acl-0abc:ingress:100`; null where the import has no id for it. */
  readonly ruleId: string | null;
  /** As the console words it. */
  readonly rule: string;
}
