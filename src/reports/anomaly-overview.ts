import type { Finding, Story } from '../anomalies/finding.ts';
import { portWords } from './anomaly-amounts.ts';
import { shortParty } from './anomaly-parties.ts';
import { TERMINAL_WIDTH } from './terminal-lines.ts';
import { shortened, visibleText } from './visible-text.ts';

/** From so many entries on, a reader wants to see them all at once before any in full. */
const FEWEST = 4;

/** One line for each entry, with as little as tells it apart; none where there are few. */
export function overview(entries: readonly (Finding | Story)[]): readonly string[] {
  if (entries.length < FEWEST) return [];
  return entries.map((entry) => {
    const words = 'findings' in entry ? storyLine(entry) : findingLine(entry);
    return `${shortened(visibleText(words), TERMINAL_WIDTH)}\n`;
  });
}

function storyLine({ band, actor, findings }: Story): string {
  const [first] = findings;
  const detectors = findings.map(({ detector }) => detector).join(', then ');
  return line(band, first?.firstSeenS ?? 0, `${shortParty(actor, 'one host')}: ${detectors}`);
}

function findingLine({ band, detector, actor, target, port, protocol, firstSeenS }: Finding): string {
  const who = shortParty(actor, '');
  const whom = shortParty(target, '');
  const ends = [who, whom].filter((end) => end !== '').join(' → ');
  const on = portWords(port, protocol);
  return line(band, firstSeenS, `${detector}  ${[ends, on].filter((part) => part !== '').join(' ')}`);
}

function line(band: string, firstS: number, rest: string): string {
  const time = new Date(firstS * 1000).toISOString().slice(11, 16);
  return `${band.toUpperCase().padEnd(10)}${time}  ${rest}`;
}
