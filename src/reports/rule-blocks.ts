import type { RuleSummary } from '../blame/rule-summaries.ts';
import { formatProtocol, isIcmp } from '../model/protocol.ts';
import { blockerWords, deciderWords, nearestMissWords } from './decision-words.ts';
import { evidenceSentences } from './evidence.ts';
import { counted } from './values.ts';

interface RuleBlock {
  readonly title: string;
  readonly summaries: readonly RuleSummary[];
}

const MOST_TARGETS = 8;

/** The blame table: a block for each deciding rule, inside traffic first, the Internet's noise in one line per rule. */
export function ruleBlocks(summaries: readonly RuleSummary[]): string {
  if (summaries.length === 0) return 'No REJECT records to explain.\n';
  const inside = blocksOf(summaries.filter(({ internal }) => internal));
  const outside = blocksOf(summaries.filter(({ internal }) => !internal));
  return [
    ...inside.map(insideBlock),
    ...(outside.length === 0 ? [] : [`FROM THE INTERNET\n${outside.map(outsideLine).join('')}`]),
  ].join('\n');
}

function blocksOf(summaries: readonly RuleSummary[]): readonly RuleBlock[] {
  const blocks = new Map<string, RuleSummary[]>();
  for (const summary of summaries) {
    const title = deciderWords(summary.decision);
    const block = blocks.get(title) ?? [];
    blocks.set(title, block);
    block.push(summary);
  }
  return [...blocks]
    .map(([title, own]) => ({ title, summaries: own }))
    .toSorted((a, b) => recordsOf(b.summaries) - recordsOf(a.summaries) || (a.title < b.title ? -1 : 1));
}

function recordsOf(summaries: readonly RuleSummary[]): number {
  return summaries.reduce((sum, { records }) => sum + records, 0);
}

/** What holds for all targets stands once, above them. */
function insideBlock({ title, summaries }: RuleBlock): string {
  const verdict = summaries[0]?.decision.verdict ?? '';
  const shown = summaries.slice(0, MOST_TARGETS);
  const hidden = summaries.slice(MOST_TARGETS);
  const all = summaries.map(remarks);
  const shared = (all[0] ?? []).filter((remark) => all.every((others) => others.includes(remark)));
  return [
    `${title}\n`,
    `  ${verdict}, ${counted(recordsOf(summaries), 'record')}\n`,
    ...shared.map((remark) => `  ${remark}\n`),
    ...shown.map((summary) => targetLines(summary, shared)),
    ...(hidden.length > 0
      ? [`    … and ${counted(hidden.length, 'more target')}, ${counted(recordsOf(hidden), 'record')}\n`]
      : []),
  ].join('');
}

function targetLines(summary: RuleSummary, shared: readonly string[]): string {
  const own = remarks(summary).filter((remark) => !shared.includes(remark));
  return `    ${flowWords(summary)}  ${counted(summary.records, 'record')}\n${own.map((remark) => `        ${remark}\n`).join('')}`;
}

/** What helps to act on a refusal, and what makes it less than certain. */
function remarks({ decision, nearestMiss }: RuleSummary): readonly string[] {
  if (decision.verdict === 'unknown-interface') return [];
  return [
    ...(nearestMiss ? [`nearest miss: ${nearestMissWords(nearestMiss)}`] : []),
    ...decision.alsoBlockedBy.map((blocker) => `then refused by: ${blockerWords(blocker)}`),
    ...(decision.confidence === 'high'
      ? []
      : evidenceSentences(decision).map((sentence) => `note: ${sentence}`)),
  ];
}

/** `10.0.1.5, 10.0.1.6 → 10.0.2.9:5432 TCP`, or for replies `10.0.2.9:5432 TCP → replies to 10.0.1.5`. */
function flowWords(summary: RuleSummary): string {
  const { decision, service, servicePort, protocol, interfaceId } = summary;
  const name = protocol === null ? '' : ` ${formatProtocol(protocol)}`;
  const port = servicePort === null || protocol === null || isIcmp(protocol) ? '' : `:${servicePort}`;
  const host = service?.includes(':') && port !== '' ? `[${service}]` : (service ?? 'unknown');
  const end = `${host}${port}${name}`;
  const at = `at ${interfaceId ?? 'no interface'} ${decision.direction ?? 'direction unknown'}`;
  return decision.leg === 'reply'
    ? `${end} → replies to ${peerWords(summary)}  ${at}`
    : `${peerWords(summary)} → ${end}  ${at}`;
}

function peerWords({ peers, somePeers }: RuleSummary): string {
  const more = peers - somePeers.length;
  return `${somePeers.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function outsideLine({ title, summaries }: RuleBlock): string {
  const most = (member: 'peers' | 'services' | 'ports') =>
    Math.max(...summaries.map((summary) => summary[member]));
  // Sums over several decisions would count an address twice that stands in more than one.
  const atLeast = summaries.length > 1 ? 'at least ' : '';
  return (
    `  ${counted(recordsOf(summaries), 'record').padStart(14)}  ${title}\n` +
    `                  ${atLeast}${counted(most('peers'), 'source')} to ${counted(most('services'), 'address', 'addresses')}, ${counted(most('ports'), 'port')}\n`
  );
}
