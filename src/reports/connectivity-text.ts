import type { BrokenPair, BrokenPairs } from '../connectivity/broken-pair.ts';
import { causeWords, countWords, kindWords, mostlyWorkingWords, pairWords } from './connectivity-words.ts';
import { blockerWords } from './decision-words.ts';
import { evidenceSentences } from './evidence.ts';
import { counted, isoTime } from './values.ts';
import { whyCommand } from './why-question.ts';

const HEADINGS: readonly (readonly [BrokenPair['place'], string])[] = [
  ['inside', ''],
  ['to-internet', 'TO THE INTERNET\n'],
  ['from-internet', 'FROM THE INTERNET\n'],
];

/** Causes of one place that a person reads. */
const MOST_CAUSES = 20;

/** The broken pairs for a terminal: a block for each cause, inside first, and under each pair the command that asks about it. */
export function connectivityText(found: BrokenPairs, db: string): string {
  const parts = HEADINGS.flatMap(([place, heading]) => {
    const causes = causesOf(found.pairs.filter((pair) => pair.place === place));
    const blocks = causes.slice(0, MOST_CAUSES).map((pairs) => causeBlock(pairs, db));
    return causes.length === 0 ? [] : [`${heading}${[...blocks, ...restOf(causes)].join('\n')}`];
  });
  const footer = mostlyWorkingWords(found);
  if (parts.length === 0) return `No pair of hosts is let through one way only.\n${footer}`;
  return [...parts, ...(footer === '' ? [] : [footer])].join('\n');
}

function restOf(causes: readonly (readonly BrokenPair[])[]): readonly string[] {
  const rest = causes.slice(MOST_CAUSES);
  const pairs = rest.reduce((sum, cause) => sum + totals(cause).pairs, 0);
  return rest.length === 0
    ? []
    : [
        `… and ${counted(rest.length, 'more cause')}, ${counted(pairs, 'pair')}; the other formats have them\n`,
      ];
}

/** Pairs of the same words, the cause with the most records first, silence last. */
function causesOf(pairs: readonly BrokenPair[]): readonly (readonly BrokenPair[])[] {
  const causes = new Map<string, BrokenPair[]>();
  for (const pair of pairs) {
    const key = `${causeWords(pair)}\n${kindWords(pair)}`;
    causes.set(key, [...(causes.get(key) ?? []), pair]);
  }
  const silent = (cause: readonly BrokenPair[]) => (cause[0]?.kind === 'unanswered' ? 1 : 0);
  return [...causes.values()].toSorted(
    (a, b) => silent(a) - silent(b) || totals(b).records - totals(a).records,
  );
}

/** Pairs and records in all of what reads the same; each row repeats those of its cause. */
function totals(cause: readonly BrokenPair[]): { readonly pairs: number; readonly records: number } {
  const once = new Map(cause.map((pair) => [pair.cause, pair]));
  const sum = (of: (pair: BrokenPair) => number) =>
    [...once.values()].reduce((total, pair) => total + of(pair), 0);
  return { pairs: sum(({ causePairs }) => causePairs), records: sum(({ causeRecords }) => causeRecords) };
}

function causeBlock(cause: readonly BrokenPair[], db: string): string {
  const [first] = cause;
  if (!first) return '';
  const all = totals(cause);
  const hidden = all.pairs - cause.reduce((sum, { pairs }) => sum + pairs, 0);
  const notes = cause.map(remarks);
  const shared = (notes[0] ?? []).filter((note) => notes.every((others) => others.includes(note)));
  return [
    `${causeWords(first)}\n`,
    `  ${kindWords(first)}, ${counted(all.pairs, 'pair')}\n`,
    ...shared.map((note) => `  ${note}\n`),
    ...cause.map((pair) => pairLines(pair, shared, db)),
    ...(hidden > 0 ? [`    … and ${counted(hidden, 'more pair')} (--limit)\n`] : []),
  ].join('');
}

function pairLines(pair: BrokenPair, shared: readonly string[], db: string): string {
  const { protocol, port } = pair;
  const at =
    pair.interfaceId === null ? '' : `  at ${pair.interfaceId} ${pair.direction ?? 'direction unknown'}`;
  const lines = [
    ...foldedWords(pair),
    countWords(pair),
    `${isoTime(pair.firstSeenS)} to ${isoTime(pair.lastSeenS)}`,
    ...remarks(pair).filter((note) => !shared.includes(note)),
    whyCommand({ ...pair.why, protocol, port }, db),
  ];
  return `    ${pairWords(pair)}${at}\n${lines.map((line) => `        ${line}\n`).join('')}`;
}

/** What a row of several pairs stands for. */
function foldedWords({ pairs, clients, servers }: BrokenPair): readonly string[] {
  if (pairs === 1) return [];
  const sweep = clients === 1 ? ', so many that it looks like a scan' : '';
  return [
    `the busiest of ${counted(pairs, 'pair')}, ${counted(clients, 'client')} and ${counted(servers, 'server')}${sweep}`,
  ];
}

/** What would refuse it next, and what makes the cause less than certain. */
function remarks({ decision }: BrokenPair): readonly string[] {
  if (!decision) return [];
  return [
    ...decision.alsoBlockedBy.map((blocker) => `then refused by: ${blockerWords(blocker)}`),
    ...(decision.confidence === 'high'
      ? []
      : evidenceSentences(decision).map((sentence) => `note: ${sentence}`)),
  ];
}
