import type { AnomalyReport, Background, NotChecked, SeverityBand } from '../anomalies/finding.ts';
import { betweenWords, portWords } from './anomaly-amounts.ts';
import { shortParty } from './anomaly-parties.ts';
import { counted, groupedNumber } from './values.ts';

/** The bands, the gravest first. */
const ORDER: readonly SeverityBand[] = ['critical', 'high', 'medium', 'low', 'info'];

/** `1 critical, 2 high, 3 low`: what is shown, a story counting as one. */
export function headline({ stories, findings }: AnomalyReport): string {
  const entries = [...stories, ...findings];
  const words = bandWords((band) => entries.filter((entry) => entry.band === band).length);
  return words === '' ? 'Nothing unusual was found.' : `Found: ${words}.`;
}

/** What was looked at, in one line. */
export function lookedAtWords(report: AnomalyReport): string {
  const { fromS, toS, records, connections, aggregationS, historyDays } = report;
  const when = fromS === null || toS === null ? 'no time' : betweenWords(fromS, toS);
  const history = historyDays === 0 ? 'no earlier days' : counted(historyDays, 'earlier day');
  return `Looked at ${counted(records, 'record')}, ${counted(connections, 'connection')} ${when}, in intervals of ${aggregationS} s; ${history} to compare with.`;
}

/** What is not shown, and why; empty when all is. */
export function leftOutWords({ notShown, allowed }: AnomalyReport): readonly string[] {
  const words = bandWords((band) => notShown[band]);
  return [
    ...(words === '' ? [] : [`Not shown: ${words} (--all shows them).`]),
    ...(allowed === 0 ? [] : [`Left out by the allow-list: ${groupedNumber(allowed)}.`]),
  ];
}

/** One line for each interface that the Internet scans. */
export function backgroundWords({
  target,
  scanners,
  connections,
  refusedShare,
  topPorts,
}: Background): string {
  const [first] = topPorts;
  const ports =
    first === undefined
      ? ''
      : `, mostly ${topPorts.length === 1 ? portWords(first, null) : `ports ${topPorts.join(', ')}`}`;
  const share = `${Number((refusedShare * 100).toFixed(1))} % refused`;
  return `${shortParty(target, 'an interface')}: ${counted(scanners, 'scanner')}, ${counted(connections, 'connection')}, ${share}${ports}`;
}

/** What could not be looked for, a sentence each. */
export const NOT_CHECKED: Readonly<Record<NotChecked, string>> = {
  'no-history':
    'less than seven earlier days are in the store: nothing is called new or unusual for its hour',
  'no-tcp-flags': 'no tcp-flags: who opened a connection is told by ports and refusals alone',
  'no-packet-addresses':
    'no pkt-srcaddr, pkt-dstaddr: what passes NAT and transit gateways looks like their own',
  'no-accepts': 'no ACCEPT records: what got through, and what was answered, is not known',
  'no-rejects': 'no REJECT records: scans of closed ports show as unanswered connections only',
  'no-network': 'no network was imported: roles of hosts are guessed, and no rule can be named',
  'no-aws-service': 'no pkt-dst-aws-service: calls to AWS services cannot be told from others',
  'dns-not-logged':
    'queries to the Amazon DNS server are in no flow log: DNS tunnels through it are not seen',
  'coarse-aggregation': 'records of ten minutes: beacons faster than that, and rates per minute, are blurred',
  'short-window': 'less than a whole day: slow scans and slow beacons need more',
};

/** `critical`, `high` and so on, each with its number, in one line; none: empty. */
function bandWords(countOf: (band: SeverityBand) => number): string {
  return ORDER.map((band) => [countOf(band), band] as const)
    .filter(([count]) => count > 0)
    .map(([count, band]) => `${groupedNumber(count)} ${band}`)
    .join(', ');
}
