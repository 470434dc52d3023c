/** The sections of a daily report that can be missing as a whole. */
export type SectionName =
  | 'dayBefore'
  | 'refused'
  | 'oneWay'
  | 'traffic'
  | 'news'
  | 'exposure'
  | 'costs'
  | 'unusedRules';

/** Why something cannot be told; `reports/daily-lack-words.ts` has the sentences. */
export type Lack =
  | 'no-records'
  | 'no-accepts'
  | 'no-refusals'
  | 'no-network'
  /** The day before the window is not in the store as a whole, or the window is no day. */
  | 'no-day-before'
  /** No whole day before the window is in the store. */
  | 'no-earlier-day'
  | 'no-bytes'
  | 'no-aws-service'
  | 'no-packet-addresses'
  /** Neither the logs nor the network tell the region. */
  | 'no-region'
  /** No price is known for that region. */
  | 'no-price'
  /** SKIPDATA: AWS dropped records, so that there was more. */
  | 'records-skipped'
  /** Of some hosts or all, availability zones are neither in the logs nor in the network. */
  | 'no-zones'
  /** The NAT gateways or endpoints that there may be cannot be recognised: no network and no interface-type. */
  | 'no-interface-types'
  /** NAT gateways of the network did not log. */
  | 'nat-not-logged'
  /** The command `usage` has not counted which rules are used. */
  | 'usage-not-run';
