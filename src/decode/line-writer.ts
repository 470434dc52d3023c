import type { UnparsedLine } from '../parse/unparsed-line.ts';

/** Text of this length is handed on. */
const FULL = 128 << 10;

/**
 * Collects lines of records for the parser. For what is no record a blank line stands in, so that the parser's count
 * of lines is that of rows or events, and so are the numbers of the lines it refuses.
 */
export class LineWriter {
  /** Lines written so far. */
  lines = 0;
  private text = '';

  /** `encoding`: what characters of the lines stand for; `latin1` where they are bytes. */
  constructor(
    private readonly encoding: 'utf8' | 'latin1',
    private readonly onUnparsedLine: ((line: UnparsedLine) => void) | undefined,
  ) {}

  get isFull(): boolean {
    return this.text.length >= FULL;
  }

  /** Writes a line that may be a record. */
  write(line: string): void {
    this.text += `${line}\n`;
    this.lines++;
  }

  /** Writes the message of an event, of which nobody has made sure yet that it is one line. `event`: all of it. */
  writeMessage(message: string, event: () => string): void {
    const line = trimmedEnd(message);
    if (line === '') this.refuse('the message is empty', event());
    else if (line.includes('\n') || line.includes('\r'))
      this.refuse('the message has more than one line', line);
    else this.write(line);
  }

  /** Writes a blank line, of which nobody is told. */
  skip(): void {
    this.write('');
  }

  /** Tells of a line that is no record. */
  refuse(reason: string, line: string): void {
    this.skip();
    const whole = this.encoding === 'utf8' ? line : utf8Of(line);
    this.onUnparsedLine?.({ lineNumber: this.lines, reason, line: whole });
  }

  /** What has been written since the last time, as bytes. */
  take(): Uint8Array {
    const bytes = Buffer.from(this.text, this.encoding);
    this.text = '';
    return bytes;
  }
}

/** Only what separates fields: characters may be bytes, of which one alone is no white space. */
function trimmedEnd(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) <= 0x20) end--;
  return text.slice(0, end);
}

/** Text whose characters are bytes, as UTF-8 when it is. */
function utf8Of(line: string): string {
  const text = Buffer.from(line, 'latin1').toString('utf8');
  return text.includes('\ufffd') ? line : text;
}
