import { formatProtocol, TCP } from '../model/protocol.ts';
import { groupedNumber } from './values.ts';

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** `850 bytes`, `1.2 GB`: a number of bytes in decimal units. */
export function bytesWords(bytes: number): string {
  let [amount, unit] = [bytes, 0];
  while (amount >= 1000 && unit < UNITS.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  const digits = unit > 0 && amount < 100 ? 1 : 0;
  return `${Number(amount.toFixed(digits))} ${UNITS[unit]}`;
}

/** A number as a person wants it: whole ones in groups, others with few digits. */
export function amountWords(value: number): string {
  if (Number.isInteger(value)) return groupedNumber(value);
  return Math.abs(value) >= 100 ? groupedNumber(Math.round(value)) : String(Number(value.toPrecision(3)));
}

/** Services by the port that IANA registers for them, as people call them. */
const SERVICES: ReadonlyMap<number, string> = new Map([
  [21, 'FTP'],
  [22, 'SSH'],
  [23, 'Telnet'],
  [25, 'SMTP'],
  [53, 'DNS'],
  [80, 'HTTP'],
  [123, 'NTP'],
  [135, 'RPC'],
  [139, 'NetBIOS'],
  [443, 'HTTPS'],
  [445, 'SMB'],
  [853, 'DNS over TLS'],
  [1433, 'SQL Server'],
  [2375, 'Docker'],
  [3306, 'MySQL'],
  [3389, 'RDP'],
  [5432, 'PostgreSQL'],
  [5900, 'VNC'],
  [5985, 'WinRM'],
  [5986, 'WinRM'],
  [6379, 'Redis'],
  [9200, 'Elasticsearch'],
  [27017, 'MongoDB'],
]);

/** `port 22 (SSH)`, `UDP port 5000`, `ICMP`; empty when neither is known. */
export function portWords(port: number | null, protocol: number | null): string {
  const name = protocol === null || protocol === TCP ? '' : protocolWords(protocol);
  if (port === null) return name;
  const service = SERVICES.get(port);
  return `${name === '' ? '' : `${name} `}port ${port}${service === undefined ? '' : ` (${service})`}`;
}

function protocolWords(protocol: number): string {
  const name = formatProtocol(protocol);
  return name === String(protocol) ? `IP protocol ${name}` : name;
}

/** `10:18` to `10:20 UTC` of one day, or both with their dates. */
export function betweenWords(firstS: number, lastS: number): string {
  const [first, last] = [minute(firstS), minute(lastS)];
  if (first.day !== last.day) return `from ${first.day} ${first.time} to ${last.day} ${last.time} UTC`;
  if (first.time === last.time) return `on ${first.day} at ${first.time} UTC`;
  return `on ${first.day} between ${first.time} and ${last.time} UTC`;
}

function minute(seconds: number): { readonly day: string; readonly time: string } {
  const iso = new Date(seconds * 1000).toISOString();
  return { day: iso.slice(0, 10), time: iso.slice(11, 16) };
}

const BARS = '▁▂▃▄▅▆▇█';

/** A bar for each amount, `·` for none. */
export function sparkline(amounts: readonly number[]): string {
  const most = Math.max(1, ...amounts);
  return amounts
    .map((amount) => (amount <= 0 ? '·' : BARS[Math.min(7, Math.floor((amount * 8) / most))]))
    .join('');
}
