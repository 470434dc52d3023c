import { type ByteCount, counted } from './byte-count.ts';
import { csvLines } from './csv-lines.ts';
import { limited, MOST_BYTES } from './decoded-limit.ts';
import { gunzip } from './gunzip.ts';
import { formatOf, type InputFormat } from './input-format.ts';
import { type JsonReports, jsonLines } from './json-lines.ts';
import { peek } from './peek.ts';
import { afterByteOrderMark, EXPECTED, type Content, sniff } from './sniff.ts';

export type { ByteCount } from './byte-count.ts';

export interface DecodeOptions extends JsonReports {
  /** Added to as bytes go by; of what is decoded, those of the object and not of the lines made from it. */
  readonly count: ByteCount;
  /** What the content must be; otherwise it is recognised. */
  readonly format?: InputFormat | undefined;
  /** Most decoded bytes; by default 64 GiB, and less for what is compressed as no log is. */
  readonly maxDecodedBytes?: number | undefined;
  /** Told once what the content is, with the first line at the latest. */
  readonly onFormat?: ((format: InputFormat) => void) | undefined;
  /**
   * The text of a Parquet file, of which this folder knows nothing, and which is to fail beyond `mostBytes` of text;
   * without it, Parquet is refused.
   */
  readonly readParquet?: ParquetText | undefined;
}

type ParquetText = (file: AsyncIterable<Uint8Array>, mostBytes: number) => AsyncIterable<Uint8Array>;

/**
 * The lines of records that a stored log holds, as text: decompressed, without byte order mark, and taken out of their
 * envelopes. Each row or event gives one line, or a blank one and a call of `onUnparsedLine`, whose line numbers are:
 * of text and CSV the lines of the decoded file, of JSON the number of the event, of Parquet that of the row plus one.
 * A chunk holds only until the next one is asked for.
 *
 * @throws NotFlowLogsError when it is JSON or CSV of something else
 * @throws Error when it is none of the forms, not the one asked for, broken or not whole; all have one line
 */
export async function* decode(
  stored: AsyncIterable<Uint8Array>,
  options: DecodeOptions,
): AsyncGenerator<Uint8Array> {
  const { count, maxDecodedBytes } = options;
  const outer = await peek(counted(stored, (length) => (count.bytesRead += length)));
  const isGzip = sniff(outer.head).kind === 'gzip';
  const inner = isGzip ? await peek(gunzip(outer.all)) : outer;
  let lines: AsyncIterable<Uint8Array>;
  try {
    const content = sniff(inner.head);
    checkContent(content, isGzip);
    const all = limited(inner.all, count, maxDecodedBytes);
    lines = linesOf(content.kind, inner.head, all, options);
  } catch (error) {
    await inner.close();
    throw error;
  }
  yield* lines;
}

function checkContent(
  content: Content,
  isInGzip: boolean,
): asserts content is Exclude<Content, { what: string }> {
  if (content.kind === 'foreign') throw new Error(isInGzip ? `gzip holds ${content.what}` : content.what);
  if (isInGzip && content.kind === 'gzip') throw new Error('gzip holds gzip: the object is compressed twice');
}

function linesOf(
  kind: Exclude<Content['kind'], 'foreign'>,
  head: Uint8Array,
  all: AsyncIterable<Uint8Array>,
  options: DecodeOptions,
): AsyncIterable<Uint8Array> {
  const { format: asked, maxDecodedBytes = MOST_BYTES, onFormat, onUnparsedLine, readParquet } = options;
  // Nothing contradicts nothing.
  const format = head.length === 0 || kind === 'gzip' ? (asked ?? 'text') : formatOf(kind, asked);
  if (format !== null && kind !== 'json') onFormat?.(format);
  switch (kind) {
    case 'json':
      return jsonLines(owned(all), options);
    case 'csv':
      return csvLines(owned(all), onUnparsedLine);
    case 'parquet':
      if (!readParquet) throw new Error(`a Parquet file, which cannot be read here: ${EXPECTED}`);
      return readParquet(owned(all), maxDecodedBytes);
    default:
      return withoutMark(all, afterByteOrderMark(head));
  }
}

/** Chunks that hold on for good. */
async function* owned(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield Uint8Array.from(chunk);
}

async function* withoutMark(text: AsyncIterable<Uint8Array>, length: number): AsyncGenerator<Uint8Array> {
  let skip = length;
  for await (const chunk of text) {
    yield skip > 0 ? chunk.subarray(skip) : chunk;
    skip = 0;
  }
}
