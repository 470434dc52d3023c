import { columns } from './visible-text.ts';

/** Columns of a terminal that a text may take; commands to paste may be longer. */
export const TERMINAL_WIDTH = 100;

type Paint = (text: string) => string;

/** How parts of a terminal text are coloured; without colour each gives its text back. */
export interface Ink {
  readonly good: Paint;
  readonly bad: Paint;
  readonly doubtful: Paint;
  readonly faint: Paint;
  readonly strong: Paint;
}

/** Colours by ECMA-48 (SGR), of the sixteen that a terminal's own scheme defines. */
export function ink(colour: boolean): Ink {
  const paint = (code: string) => (text: string) =>
    colour && text !== '' ? `\u001B[${code}m${text}\u001B[0m` : text;
  return {
    good: paint('32'),
    bad: paint('1;31'),
    doubtful: paint('33'),
    faint: paint('2'),
    strong: paint('1'),
  };
}

/** Text as lines of at most so many columns, parted between words; a word that is longer than a line is cut. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((one) => pieces(one, width))) {
    if (line !== '' && columns(line) + 1 + columns(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** A text under a lead: `lead` before its first line, as much room before the others. */
export function hanging(lead: string, text: string, rest = ' '.repeat(columns(lead))): string {
  const lines = wrapped(text, TERMINAL_WIDTH - columns(lead));
  return lines.map((line, i) => `${i === 0 ? lead : rest}${line}\n`).join('');
}

function pieces(word: string, width: number): readonly string[] {
  if (columns(word) <= width) return [word];
  const found: string[] = [''];
  for (const character of word) {
    const last = found.length - 1;
    if (columns(`${found[last]}${character}`) > width) found.push(character);
    else found[last] += character;
  }
  return found;
}
