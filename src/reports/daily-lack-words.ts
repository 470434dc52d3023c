import type { Lack, SectionName } from '../daily/document/lack.ts';

/** What a section would have told. */
export const SECTION_WORDS: Readonly<Record<SectionName, string>> = {
  dayBefore: 'changes since the day before',
  refused: 'what was refused, and by which rule',
  oneWay: 'one-way connections',
  traffic: 'who talks to whom',
  news: 'what is new',
  exposure: 'what the Internet reached',
  costs: 'what traffic costs',
  unusedRules: 'rules that nothing uses',
};

/** Why something cannot be told, as half a sentence. */
export const LACK_WORDS: Readonly<Record<Lack, string>> = {
  'no-records': 'no record starts in this time',
  'no-accepts': 'no ACCEPT record starts in this time',
  'no-refusals': 'the store holds no REJECT records at all: perhaps the flow log captures ACCEPT only',
  'no-network': 'no network was imported',
  'no-day-before': 'this is no whole day, or the store does not hold the one before as a whole',
  'no-earlier-day': 'no whole earlier day is in the store',
  'no-bytes': 'bytes are not logged',
  'no-aws-service':
    'some records do not name AWS services (pkt-dst-aws-service), and calls to them may count as Internet',
  'no-packet-addresses': 'what NAT gateways stand for is not logged (pkt-srcaddr, pkt-dstaddr)',
  'no-region': 'neither the logs nor the network tell the region',
  'no-price': 'no price of this region is known; --prices takes your own',
  'records-skipped': 'AWS dropped records (SKIPDATA), so there was more',
  'no-zones': 'the availability zones of some hosts are not known',
  'no-interface-types': 'without a network or interface-type, NAT gateways and endpoints look like hosts',
  'nat-not-logged': 'NAT gateways of the network did not log',
  'usage-not-run': 'which rules are used has not been counted',
};
