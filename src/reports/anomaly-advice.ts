import type { DetectorName } from '../anomalies/finding.ts';

/** What helps to judge a finding of a detector. */
export interface Advice {
  /** What harmless things look the same. */
  readonly harmless: readonly string[];
  /** Which of them the detector has left out already. */
  readonly checked: readonly string[];
  /** What to do next, in one line. */
  readonly next: string;
}

const GATEWAYS = 'NAT gateways and load balancers are left out';
const AWS = 'addresses that the log gives to an AWS service are left out';
const REPLIES = 'who opened each connection is known, so answers do not count';

/** For each detector what looks like its findings and is harmless, and what to do about them. */
export const ADVICE: Readonly<Record<DetectorName, Advice>> = {
  'port-scan': {
    harmless: [
      'a vulnerability scanner or an inventory tool',
      'passive FTP or a service that takes any port',
      'an application that tries the ports of a host that is gone',
    ],
    checked: [REPLIES, GATEWAYS],
    next: 'look at what runs on the scanning host, and ask its owner whether it is to scan',
  },
  sweep: {
    harmless: [
      'monitoring, service discovery or a scanner that is meant to',
      'clients of hosts that were removed when a group was scaled in',
      'peer-to-peer software',
    ],
    checked: [REPLIES, GATEWAYS],
    next: 'look at what runs on the host that sweeps, and which of its targets answered',
  },
  'inbound-scan': {
    harmless: ['every public address is scanned all day'],
    checked: [],
    next: 'nothing, unless something answered',
  },
  'open-door': {
    harmless: ['a service that is meant to be public and is not on port 80 or 443', 'a research scanner'],
    checked: ['ports 80 and 443 and those of load balancers are left out'],
    next: 'close the port to 0.0.0.0/0, or declare the service public, and look at what was sent',
  },
  'brute-force': {
    harmless: [
      'configuration management or continuous integration over SSH',
      'monitoring that checks the login',
      'git or SFTP that polls',
      'a connection pool of a database',
    ],
    checked: [REPLIES, 'only short sessions of nearly one size count'],
    next: 'look into the login log of the target for this time, and whether the port has to be open to this source',
  },
  beacon: {
    harmless: [
      'an agent or an update check of software that only this host has',
      'a health check',
      'a keep-alive connection of an application',
    ],
    checked: [AWS, GATEWAYS, 'windows of one connection are put together', 'NTP is left out'],
    next: 'find the process that calls there, and whose address it is',
  },
  'long-connection': {
    harmless: [
      'websockets, message queues and database pools',
      'a VPN or a remote session that is meant to stay',
    ],
    checked: [AWS, GATEWAYS],
    next: 'find the process that holds the connection, and whose address it is',
  },
  exfiltration: {
    harmless: ['a backup', 'log shipping', 'an upload that somebody started'],
    checked: [AWS, GATEWAYS, 'only what this host sent as the client counts, not what it served'],
    next: 'ask who owns the address and what was to go there; if nobody knows, cut it off and keep the host',
  },
  'foreign-dns': {
    harmless: ['a resolver of your own that asks the root servers', 'a mail server that asks block lists'],
    checked: ['hosts that resolve for others are left out'],
    next: 'point the host to the resolver of the VPC, and look at what it asked if it did so by itself',
  },
  smtp: {
    harmless: ['a mail relay that is not known as one', 'an application that sends its mail by itself'],
    checked: ['mail servers are left out', 'ports 465 and 587 do not count'],
    next: 'find the process that sends, and close port 25 outbound if it is none of yours',
  },
  'outbound-flood': {
    harmless: ['a load test', 'media streams over UDP', 'a VPN over ESP or GRE'],
    checked: ['only what got no answer counts'],
    next: 'isolate the host; others are hurt by it, and AWS may write to you',
  },
  'inbound-surge': {
    harmless: ['a campaign or a peak of the day', 'clients that reconnect after a deployment'],
    checked: ['compared with the median minute of the window, or of earlier days'],
    next: 'look at the sources and at whether the service still answers',
  },
  tunnel: {
    harmless: ['path MTU discovery and ping monitors', 'a VPN that you run'],
    checked: ['TCP, UDP and small pings are left out'],
    next: 'find the process that sends these packets, and whether the protocol has to be let out at all',
  },
  'denied-egress': {
    harmless: ['a changed security group or network ACL', 'a client of a service that was switched off'],
    checked: ['whether the same was let through before, and whether it is for hosts of the same groups'],
    next: 'ask "flowblame why" for the rule and a fix; if it should not go through, look for what keeps trying',
  },
  'admin-edge': {
    harmless: [
      'an administrator on a new way',
      'continuous integration',
      'a port forwarded by Session Manager',
    ],
    checked: ['hosts that administer many others on this port are left out'],
    next: 'ask who logged in there, and look into the login log of the target',
  },
  'rare-port': {
    harmless: ['a service that only this host uses', 'software that was installed today'],
    checked: [AWS, 'ports that are common everywhere are left out'],
    next: 'find the process that uses the port, and whose address it is',
  },
  'log-gap': {
    harmless: ['an instance that was stopped', 'logs that are delivered late, at the end of the window'],
    checked: ['compared with the other interfaces of the account and region'],
    next: 'see "flowblame status", and whether flow logs were changed at that time; what happened then is not in this report',
  },
  'listed-address': {
    harmless: ['a list that is out of date', 'an address that has another owner now'],
    checked: [],
    next: 'look at what was exchanged, and at how old the entry of the list is',
  },
};
