import type { WhyAnswer } from '../why/answer.ts';
import { type WhyAccount, whyAccount } from './why-account.ts';
import { MARKS } from './why-drawing.ts';
import { type FixWords, sentences } from './why-fix-words.ts';
import type { LegPath, Place } from './why-places.ts';
import { OUTCOMES, packetWords, stageDecider, stageName, stageRemarks } from './why-stage-words.ts';

/** The answer for a ticket: the same as on a terminal, with a table of stages and fenced commands. */
export function whyMarkdown(answer: WhyAnswer): string {
  const account = whyAccount(answer);
  return [
    `# ${escaped(account.headline)}\n`,
    `${escaped(account.asked)}\n`,
    legTable('Request', account.request),
    legTable(
      answer.firstBlock?.leg === 'forward' ? 'Reply, if the request came through' : 'Reply',
      account.reply,
    ),
    list('Also refused, once that is opened', account.otherBlocks),
    logs(account),
    list('Source ports', account.sourcePorts),
    list('Other addresses fare otherwise', account.otherAddresses),
    fixes(account.fixes),
    list('Cannot be told', account.untold),
  ]
    .filter((section) => section !== '')
    .join('\n');
}

/** Places and their stages in packet order; a place without stages has a row of its own. */
function legTable(title: string, path: LegPath | null): string {
  if (path === null) return '';
  const rows = path.places.flatMap((place) => [placeRow(place), ...place.stages.map(stageRow)]);
  const head = ['', 'place or stage', 'outcome', 'decided by', 'packet'];
  return `## ${title}\n\n${escaped(path.packet)}\n\n${row(head)}${row(
    head.map(() => '---'),
    String,
  )}${rows.join('')}`;

  function stageRow(stage: Place['stages'][number]): string {
    const decided = [stageDecider(stage), ...stageRemarks(stage)].join('; ');
    const blocked = stage.outcome === 'deny' ? 'REFUSED' : OUTCOMES[stage.outcome];
    return row([MARKS[stage.outcome], stageName(stage), blocked, decided, packetWords(stage.packet)]);
  }
}

function placeRow({ title, subtitle, details, reached }: Place): string {
  const ids = [subtitle, ...details].filter((text) => text !== '').join(', ');
  return row(['', `**${escaped(title)}**`, reached ? '' : 'not reached', escaped(ids), ''], String);
}

function logs({ conclusion, span, observed, silences }: WhyAccount): string {
  const head = ['leg and place', 'accepted', 'refused', 'TCP flags'];
  const rows = observed.map(({ where, accepted, refused, flags }) => row([where, accepted, refused, flags]));
  const table =
    rows.length === 0
      ? ''
      : `\n${row(head)}${row(
          head.map(() => '---'),
          String,
        )}${rows.join('')}`;
  const remarks = silences.length === 0 ? '' : `\n${bullets(silences)}`;
  return `## What the logs saw\n\n${escaped(conclusion)}\n\n${escaped(span)}\n${table}${remarks}`;
}

function fixes(all: readonly FixWords[]): string {
  const blocks = all.map(
    ({ title, opens, blast, awsCli, terraform }) =>
      `### ${escaped(title)}\n\n${escaped(sentences(opens, blast))}\n` +
      `${fenced('sh', awsCli)}${fenced('hcl', terraform)}`,
  );
  return blocks.length === 0 ? '' : `## ${all.length === 1 ? 'Fix' : 'Fixes'}\n\n${blocks.join('\n')}`;
}

function fenced(language: string, commands: string | null): string {
  if (commands === null) return '';
  const longest = Math.max(2, ...[...commands.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `\n${fence}${language}\n${commands.trimEnd()}\n${fence}\n`;
}

function list(title: string, members: readonly string[]): string {
  return members.length === 0 ? '' : `## ${title}\n\n${bullets(members)}`;
}

function bullets(members: readonly string[]): string {
  return members.map((member) => `- ${escaped(member)}\n`).join('');
}

function row(cells: readonly string[], cell: (text: string) => string = escaped): string {
  return `| ${cells.map(cell).join(' | ')} |\n`;
}

/** Text that no Markdown acts on: CommonMark lets a backslash stand before any ASCII punctuation. */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>|~#&@]/g, '\\$&');
}
