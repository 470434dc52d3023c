import type { WhyAnswer } from '../why/answer.ts';
import { hanging, ink, type Ink } from './terminal-lines.ts';
import { type WhyAccount, whyAccount } from './why-account.ts';
import { NONE } from './why-log-words.ts';
import { legDrawing } from './why-drawing.ts';
import { type FixWords, sentences } from './why-fix-words.ts';

/** The answer for a person at a terminal: first the answer in one line, then the path, then everything else. */
export function whyText(answer: WhyAnswer, colour: boolean): string {
  const account = whyAccount(answer);
  const pens = ink(colour);
  return [
    headline(account, pens),
    drawings(account, pens),
    list('ALSO REFUSED, ONCE THAT IS OPENED', account.otherBlocks, pens),
    logs(account, pens),
    list('SOURCE PORTS', account.sourcePorts, pens),
    list('OTHER ADDRESSES FARE OTHERWISE', account.otherAddresses, pens),
    ...account.fixes.map((fix, i) => fixBlock(fix, account.fixes.length > 1 ? `FIX ${i + 1}` : 'FIX', pens)),
    list('CANNOT BE TOLD', account.untold, pens),
  ]
    .filter((section) => section !== '')
    .join('\n');
}

function headline({ verdict, headline: line, asked }: WhyAccount, pens: Ink): string {
  const paint = { yes: pens.good, no: pens.bad, unknown: pens.doubtful }[verdict];
  return `${coloured(hanging('', line), paint)}${coloured(hanging('', asked), pens.faint)}`;
}

function drawings({ request, reply, answer: { firstBlock } }: WhyAccount, pens: Ink): string {
  const aside = firstBlock?.leg === 'forward' ? ', if the request came through' : '';
  return [
    ...(request
      ? [`${titled('REQUEST', request.packet, pens)}\n${legDrawing(request, firstBlock, pens)}`]
      : []),
    ...(reply
      ? [`${titled('REPLY', `${reply.packet}${aside}`, pens)}\n${legDrawing(reply, firstBlock, pens)}`]
      : []),
  ].join('\n');
}

function logs({ conclusion, span, observed, silences }: WhyAccount, pens: Ink): string {
  const legs = observed.map(({ where, accepted, refused, flags }) =>
    [
      hanging(
        '  ',
        `${where.slice(0, 1).toUpperCase()}${where.slice(1)}${nothing(accepted, refused) ? ': nothing' : ''}`,
      ),
      ...(nothing(accepted, refused)
        ? []
        : [hanging('    accepted  ', accepted), hanging('    refused   ', refused)]),
      ...(flags === '' ? [] : [hanging('    TCP       ', flags)]),
    ].join(''),
  );
  return [
    `${pens.strong('WHAT THE LOGS SAW')}\n`,
    hanging('  ', conclusion),
    hanging('  ', span),
    ...legs,
    ...silences.map((silence) => hanging('  ', silence)),
  ].join('');
}

function nothing(...counts: readonly string[]): boolean {
  return counts.every((count) => count === NONE);
}

function list(title: string, members: readonly string[], pens: Ink): string {
  if (members.length === 0) return '';
  return `${pens.strong(title)}\n${members.map((member) => hanging('  - ', member)).join('')}`;
}

/** Commands keep their lines: they are there to be pasted. */
function fixBlock({ title, opens, blast, awsCli }: FixWords, name: string, pens: Ink): string {
  return [
    titled(name, title, pens),
    hanging('  ', sentences(opens, blast)),
    ...(awsCli === null ? [] : [`\n${awsCli.trimEnd()}\n`]),
  ].join('');
}

/** The title is painted last: its colour takes no room. */
function titled(title: string, text: string, pens: Ink): string {
  return hanging(`${title}  `, text, '  ').replace(title, pens.strong(title));
}

function coloured(lines: string, paint: (text: string) => string): string {
  return lines.replaceAll(/^.+$/gm, paint);
}
