import type { DetectorName, Finding } from '../anomalies/finding.ts';
import { amountWords, betweenWords, bytesWords, portWords } from './anomaly-amounts.ts';
import { measured } from './anomaly-measures.ts';
import { shortParty } from './anomaly-parties.ts';
import { duration } from './duration.ts';
import { counted } from './values.ts';

/** What was found, in one plain sentence. */
export function findingSentence(finding: Finding): string {
  const sentence = SENTENCES[finding.detector](finding);
  return `${sentence[0]?.toUpperCase() ?? ''}${sentence.slice(1)}.`;
}

type Sentence = (finding: Finding) => string;

const SENTENCES: Readonly<Record<DetectorName, Sentence>> = {
  'port-scan': (finding) => {
    const ports = measured(finding, 'failed_ports');
    const tried = ports === null ? 'many ports' : `${counted(ports, 'port')} in vain`;
    const victims = measured(finding, 'victims');
    const on = victims === null ? target(finding) : counted(victims, 'host');
    const expected = finding.variant === 'expected-scan' ? ', which it is there for' : '';
    return `${actor(finding)} tried ${tried} on ${on} ${when(finding)}${expected}`;
  },
  sweep: (finding) => {
    const hosts = measured(finding, 'targets');
    const tried = hosts === null ? 'many different hosts' : counted(hosts, 'different host');
    const ports = measured(finding, 'ports');
    const what = finding.port === null ? (ports === null ? 'a port' : counted(ports, 'port')) : port(finding);
    const where = finding.variant === 'outside' ? ' outside' : '';
    const expected = finding.variant === 'expected-scan' ? ', which it is there for' : '';
    return `${actor(finding)} tried ${what} on ${tried}${where} ${when(finding)}${expected}`;
  },
  'inbound-scan': (finding) =>
    `the Internet scans ${target(finding)}: ${counted(measured(finding, 'scanners') ?? 0, 'scanner')}`,
  'open-door': (finding) => {
    const scanners = measured(finding, 'scanners') ?? 1;
    const who = finding.actor.address === null ? counted(scanners, 'scanner') : actor(finding);
    return `${who} scanned from outside and got an answer from ${target(finding)} on ${port(finding)}, which is no declared public service, ${when(finding)}`;
  },
  'brute-force': bruteForce,
  beacon: (finding) => {
    const period = measured(finding, 'median_interval_s');
    const often = period === null ? 'in regular intervals' : `every ${seconds(period)}`;
    return `${actor(finding)} called ${target(finding)} on ${port(finding)} ${often}, ${counted(finding.connections, 'time')}, ${when(finding)}`;
  },
  'long-connection': (finding) => {
    const hours = measured(finding, 'hours');
    const length = hours === null ? finding.lastSeenS - finding.firstSeenS : Math.round(hours * 3600);
    return `${actor(finding)} kept a connection to ${target(finding)} on ${port(finding)} open for ${duration(length)} ${when(finding)}`;
  },
  exfiltration: (finding) => {
    const sent = measured(finding, 'bytes_up') ?? finding.bytes;
    const s3 = finding.variant === 's3' ? ', to S3 buckets of which the log does not tell the owner' : '';
    return `${actor(finding)} sent ${bytesWords(sent)} to ${target(finding)} on ${port(finding)}, far more than came back, ${when(finding)}${s3}`;
  },
  'foreign-dns': (finding) => {
    const queries = counted(measured(finding, 'queries') ?? finding.connections, 'time');
    const [hosts, resolvers] = [measured(finding, 'hosts'), measured(finding, 'resolvers')];
    const who = hosts === null ? actor(finding) : counted(hosts, 'host');
    const whom = resolvers === null ? `the DNS server ${target(finding)}` : counted(resolvers, 'DNS server');
    const how = finding.port === null || finding.port === 53 ? '' : ` on ${port(finding)}`;
    const tunnel = finding.variant === 'tunnel' ? ', as much as a tunnel through DNS needs' : '';
    return `${who} asked ${whom} outside${how} ${queries} ${when(finding)}${tunnel}`;
  },
  smtp: (finding) => {
    const servers = measured(finding, 'servers');
    const whom = servers === null ? target(finding) : counted(servers, 'mail server');
    return `${actor(finding)}, which is no mail server, sent mail to ${whom} outside ${when(finding)}${finding.variant === 'first-use' ? ', for the first time' : ''}`;
  },
  'outbound-flood': (finding) => {
    const syns = measured(finding, 'syns_per_minute');
    const what = syns === null ? 'packets' : 'half-open connections';
    const most = amountWords(syns ?? measured(finding, 'packets_per_minute') ?? 0);
    return `${actor(finding)} sent ${target(finding)} up to ${most} ${what} a minute${onPort(finding)}, and got no answer, ${when(finding)}`;
  },
  'inbound-surge': (finding) => {
    const most = measured(finding, 'connections_per_minute');
    const rate =
      most === null ? 'far more connections than usual' : `up to ${amountWords(most)} connections a minute`;
    return `${target(finding)} got ${rate} from outside on ${port(finding)} ${when(finding)}`;
  },
  tunnel: (finding) =>
    `${actor(finding)} exchanged ${bytesWords(finding.bytes)} over ${port(finding) || 'an unusual protocol'} with ${target(finding)} ${when(finding)}`,
  'denied-egress': deniedEgress,
  'admin-edge': (finding) => {
    const targets = measured(finding, 'targets');
    const whom =
      finding.target.address === null && targets !== null ? counted(targets, 'host') : target(finding);
    const rare =
      finding.variant === 'new' ? 'which it did on no earlier day' : 'as no other host like it does';
    return `${actor(finding)} reached ${whom} on ${port(finding)}, ${rare}, ${when(finding)}`;
  },
  'rare-port': (finding) => {
    const ports = measured(finding, 'ports');
    const what = finding.port === null && ports !== null ? counted(ports, 'unusual port') : port(finding);
    const known =
      finding.variant === 'miner-port'
        ? ', a port of mining pools,'
        : finding.variant === 'tor-port'
          ? ', a port of Tor,'
          : '';
    return `${actor(finding)} is the only host that uses ${what}${known} outside, to ${target(finding)}, ${when(finding)}`;
  },
  'log-gap': logGap,
  'listed-address': (finding) => {
    const sources = measured(finding, 'listed_sources');
    if (finding.variant === 'calls-out') {
      return `${actor(finding)} contacted ${target(finding)}${onPort(finding)}, which is on your list, ${when(finding)}`;
    }
    const who =
      finding.actor.address === null && sources !== null
        ? counted(sources, 'address', 'addresses')
        : actor(finding);
    return `${who} of your list got an answer from ${target(finding)}${onPort(finding)} ${when(finding)}`;
  },
};

function bruteForce(finding: Finding): string {
  const [targets, sources] = [measured(finding, 'targets'), measured(finding, 'sources')];
  const who = sources === null ? actor(finding) : counted(sources, 'host');
  const whom = targets === null ? target(finding) : counted(targets, 'host');
  const sessions = counted(finding.connections, 'session');
  return finding.variant === 'possible-success'
    ? `${who} opened ${sessions} to ${whom} on ${port(finding)} ${when(finding)}, short ones of one size and then a longer one: a password may have been guessed`
    : `${who} opened ${sessions} to ${whom} on ${port(finding)} ${when(finding)}, short and of one size, as guessing passwords makes them`;
}

function deniedEgress(finding: Finding): string {
  const services = measured(finding, 'services');
  const whom = services === null ? target(finding) : counted(services, 'service');
  const times = counted(measured(finding, 'refusals') ?? finding.connections, 'time');
  const refused = `${actor(finding)} was refused ${times} at ${whom}${onPort(finding)} ${when(finding)}`;
  switch (finding.variant) {
    case 'broken-rule':
      return `${refused}, though the same was let through before or is for others like it: a rule is missing or has changed`;
    case 'nacl-blocks-replies':
      return `a network ACL refused the answers of ${whom}${onPort(finding)} to ${actor(finding)} ${when(finding)}`;
    default:
      return `${refused}: something there keeps calling out`;
  }
}

function logGap(finding: Finding): string {
  const gaps = measured(finding, 'gaps');
  const times = gaps === null ? '' : `${amountWords(gaps)} times`;
  switch (finding.variant) {
    case 'skipdata':
      return `AWS dropped records ${gaps === null ? `at ${target(finding)}` : times} ${when(finding)}`;
    case 'silent-network':
      return gaps === null
        ? `no interface logged anything ${when(finding)}`
        : `no interface logged anything, ${times} ${when(finding)}`;
    default:
      return gaps === null
        ? `${target(finding)} was silent for part of the time ${when(finding)}`
        : `${counted(gaps, 'interface')} were silent for parts of the time ${when(finding)}`;
  }
}

function actor(finding: Finding): string {
  return shortParty(finding.actor, 'many hosts');
}

function target(finding: Finding): string {
  return shortParty(finding.target, 'many hosts');
}

function port({ port: number, protocol }: Finding): string {
  return portWords(number, protocol);
}

function onPort(finding: Finding): string {
  const words = port(finding);
  return words === '' ? '' : ` on ${words}`;
}

function when({ firstSeenS, lastSeenS }: Finding): string {
  return betweenWords(firstSeenS, lastSeenS);
}

function seconds(value: number): string {
  return value < 60 ? `${amountWords(value)} s` : duration(value);
}
