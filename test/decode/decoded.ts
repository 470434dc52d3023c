import { decode, type DecodeOptions } from '../../src/decode/decode.ts';
import type { InputFormat } from '../../src/decode/input-format.ts';
import type { UnparsedLine } from '../../src/parse/unparsed-line.ts';
import { memorySource } from '../sources/memory-source.ts';

/** What comes of decoding. */
export interface Decoded {
  readonly text: string;
  /** The lines that are not blank, as the parser will count them: "number: line". */
  readonly lines: readonly string[];
  readonly unparsed: readonly UnparsedLine[];
  readonly formats: readonly InputFormat[];
  readonly controlMessages: number;
}

/** Decodes bytes that come cut at the given positions. */
export async function decoded(
  content: Uint8Array | string,
  options: Partial<DecodeOptions> = {},
  cuts: readonly number[] = [],
): Promise<Decoded> {
  const chunks: Uint8Array[] = [];
  const unparsed: UnparsedLine[] = [];
  const formats: InputFormat[] = [];
  let controlMessages = 0;
  const text = decode(memorySource(content, cuts).open(), {
    count: { bytesRead: 0, bytesDecoded: 0 },
    onFormat: (format) => formats.push(format),
    onUnparsedLine: (line) => unparsed.push(line),
    onControlMessage: () => controlMessages++,
    ...options,
  });
  for await (const chunk of text) chunks.push(Uint8Array.from(chunk));
  const whole = Buffer.concat(chunks).toString();
  const lines = whole.split('\n').flatMap((line, i) => (line.trim() === '' ? [] : [`${i + 1}: ${line}`]));
  return { text: whole, lines, unparsed, formats, controlMessages };
}
