import type { BrokenPair, BrokenPairs, Reached } from '../connectivity/broken-pair.ts';
import { formatProtocol } from '../model/protocol.ts';
import { deciderWords } from './decision-words.ts';
import { counted, groupedNumber, isoTime } from './values.ts';

const SILENCES: Readonly<Record<Reached, string>> = {
  server: 'let in at the server, and no answer left it',
  left: 'let through, and nothing came back',
  'answer-lost': "answered by the server, and no answer reached the client's interface",
};

const MEANINGS: Readonly<Record<Reached, string>> = {
  server:
    'no rule refused it: nothing listens there, a firewall of the host, or the answer leaves another way',
  left: 'no refusal is in the log: a missing route, a silent server, or one whose log is not here',
  'answer-lost': 'no refusal is in the log: look at the routes back',
};

/** Who broke it, in one line: the rule or the groups as blame has them, or how far the requests came. */
export function causeWords({ decision, reached, confidence }: BrokenPair): string {
  if (decision) return deciderWords(decision);
  return `${SILENCES[reached ?? 'left']}${confidence === 'low' ? ' (no TCP flags tell who asked)' : ''}`;
}

/** What kind of break it is, or what silence may mean. */
export function kindWords({ kind, decision, reached }: BrokenPair): string {
  if (kind === 'unanswered') return MEANINGS[reached ?? 'left'];
  return `${kind === 'reply-refused' ? 'answers' : 'requests'} are refused (${decision?.verdict ?? ''})`;
}

/** `10.0.1.5 → 10.0.2.9:5432 TCP`. */
export function pairWords({ client, server, port, protocol }: BrokenPair): string {
  const host = server.includes(':') && port !== null ? `[${server}]` : server;
  return `${client} → ${host}${port === null ? '' : `:${port}`} ${formatProtocol(protocol)}`;
}

/** What was refused and what was let through, in numbers. */
export function countWords(pair: BrokenPair): string {
  const { refusedRecords, acceptedRecords, connections, answered, lastAnswerS } = pair;
  const passed = `${counted(acceptedRecords, 'record')} of requests let through`;
  const last = lastAnswerS === null ? '' : `, last ${isoTime(lastAnswerS)}`;
  return [
    ...(refusedRecords > 0 ? [`${counted(refusedRecords, 'record')} refused`] : []),
    ...(acceptedRecords > 0 ? [passed] : []),
    ...(connections === null
      ? []
      : [`${groupedNumber(answered ?? 0)} of ${counted(connections, 'connection')} answered${last}`]),
  ].join(', ');
}

/** Pairs that break now and then, in one line; empty when there are none. */
export function mostlyWorkingWords({ mostlyWorking: { pairs, connections, answered } }: BrokenPairs): string {
  if (pairs === 0) return '';
  const share =
    connections === 0
      ? ''
      : `: ${groupedNumber(answered)} of ${counted(connections, 'connection')} were answered`;
  return `${counted(pairs, 'more pair')} inside ${pairs === 1 ? 'works' : 'work'} most of the time${share}\n`;
}
