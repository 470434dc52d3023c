import type { Listed } from '../queries/status.ts';
import type { DailyEnd, DailyQuestion } from '../daily/document/ends.ts';
import { formatProtocol, TCP } from '../model/protocol.ts';
import { bytesWords, portWords } from './anomaly-amounts.ts';
import { groupedNumber } from './values.ts';
import { whyCommand } from './why-question.ts';

/** `10.0.1.5 (web-1)`: an address with its name, or else what it does. */
export function endWords({ address, name, roles }: DailyEnd): string {
  const known = name ?? roles.join(', ');
  return known === '' ? address : `${address} (${known})`;
}

/** `10.0.1.5:443 (web-1)`; protocols other than TCP are named. */
export function serviceWords(end: DailyEnd, protocol: number | null, port: number | null): string {
  const host = end.address.includes(':') && port !== null ? `[${end.address}]` : end.address;
  const known = end.name ?? end.roles.join(', ');
  const over = protocol === null || protocol === TCP ? '' : ` ${formatProtocol(protocol)}`;
  return `${host}${port === null ? '' : `:${port}`}${over}${known === '' ? '' : ` (${known})`}`;
}

/** `port 443 (HTTPS)`, `UDP port 53 (DNS)`, `ICMP`. */
export function trafficWords(protocol: number | null, port: number | null): string {
  const words = portWords(port, protocol);
  if (words !== '') return words;
  return protocol === null ? 'protocol not logged' : formatProtocol(protocol);
}

/** `+12 %`, `−3 %`, `as before`, or the number of the day before where it was none. */
export function changeWords(now: number, before: number): string {
  if (now === before) return 'as before';
  if (before === 0) return `none before`;
  const percent = ((now - before) / before) * 100;
  const amount =
    Math.abs(percent) < 10 ? Math.abs(percent).toFixed(1) : groupedNumber(Math.round(Math.abs(percent)));
  return `${percent < 0 ? '−' : '+'}${amount} %`;
}

/** `$12.30`, `under $0.01`, `$0`. */
export function usdWords(usd: number): string {
  if (usd === 0) return '$0';
  if (usd < 0.005) return 'under $0.01';
  const [whole = '', cents = ''] = usd.toFixed(2).split('.');
  return `$${groupedNumber(Number(whole))}.${cents}`;
}

/** Bytes up and down: `3.2 MB ↑ 120 MB ↓`. */
export function amountWords(bytesUp: number, bytesDown: number): string {
  return `${bytesWords(bytesUp)} ↑ ${bytesWords(bytesDown)} ↓`;
}

/** `and 12 more`; null when all is shown. */
export function moreWords({ total }: Listed<unknown>, shown: number): string | null {
  return total > shown ? `and ${groupedNumber(total - shown)} more` : null;
}

/** The command line that asks about a row; null when nothing can be asked. */
export function questionCommand(question: DailyQuestion | null, db: string): string | null {
  return question && whyCommand(question, db);
}
