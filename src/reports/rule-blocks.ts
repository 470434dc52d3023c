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
  if (summaries.length === 0) return 'Nothing was refused.\n';
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
    const title = `${deciderWords(summary.decision)}`;
    blocks.set(title, [...(blocks.get(title) ?? []), summary]);
  }
  return [...blocks]
    .map(([title, own]) => ({ title, summaries: own }))
    .sort((a, b) => recordsOf(b) - recordsOf(a) || (a.title < b.title ? -1 : 1));
}

function recordsOf({ summaries }: RuleBlock): number {
  return summaries.reduce((sum, { records }) => sum + records, 0);
}

function insideBlock(block: RuleBlock): string {
  const verdict = block.summaries[0]?.decision.verdict ?? '';
  const shown = block.summaries.slice(0, MOST_TARGETS);
  const hidden = block.summaries.length - shown.length;
  return [
    `${block.title}\n`,
    `  ${verdict}, ${counted(recordsOf(block), 'record')}\n`,
    ...shown.map(targetLines),
    ...(hidden > 0 ? [`    … and ${counted(hidden, 'more target')}\n`] : []),
  ].join('');
}

function targetLines(summary: RuleSummary): string {
  const { decision, nearestMiss } = summary;
  const notes = [
    ...(nearestMiss ? [`nearest miss: ${nearestMissWords(nearestMiss)}`] : []),
    ...decision.alsoBlockedBy.map((blocker) => `then refused by: ${blockerWords(blocker)}`),
    ...(decision.confidence === 'high' ? [] : evidenceSentences(decision).map((sentence) => `note: ${sentence}`)),
  ];
  return `    ${flowWords(summary)}  ${counted(summary.records, 'record')}\n${notes.map((note) => `        ${note}\n`).join('')}`;
}

/** `10.0.1.5, 10.0.1.6 → 10.0.2.9:5432 TCP`, or for replies `10.0.2.9:5432 TCP → replies to 10.0.1.5`. */
function flowWords(summary: RuleSummary): string {
  const { decision, service, servicePort, protocol, interfaceId } = summary;
  const name = protocol === null ? '' : ` ${formatProtocol(protocol)}`;
  const port = servicePort === null || protocol === null || isIcmp(protocol) ? '' : `:${servicePort}`;
  const host = service?.includes(':') && port !== '' ? `[${service}]` : (service ?? 'unknown');
  const end = `${host}${port}${name}`;
  const at = `at ${interfaceId ?? 'no interface'} ${decision.direction ?? 'direction unknown'}`;
  return decision.leg === 'reply' ? `${end} → replies to ${peerWords(summary)}  ${at}` : `${peerWords(summary)} → ${end}  ${at}`;
}

function peerWords({ peers, somePeers }: RuleSummary): string {
  const more = peers - somePeers.length;
  return `${somePeers.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function outsideLine(block: RuleBlock): string {
  const sum = (member: 'peers' | 'records') => block.summaries.reduce((total, summary) => total + summary[member], 0);
  const most = (member: 'services' | 'ports') => Math.max(...block.summaries.map((summary) => summary[member]));
  return (
    `  ${counted(sum('records'), 'record').padStart(14)}  ${block.title}\n` +
    `                  ${counted(sum('peers'), 'source')} to ${counted(most('services'), 'address', 'addresses')}, ${counted(most('ports'), 'port')}\n`
  );
}
