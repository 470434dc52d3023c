import { looksLikeFlowLog } from './flow-log-text.ts';

/** One JSON value of a file and how its members are named in problems: ``, `[2].` or `document 3: `. */
export interface JsonDocument {
  readonly prefix: string;
  readonly value: unknown;
}

/** The documents of a file, or the reason why it has none. */
export type JsonReading =
  | { readonly kind: 'documents'; readonly documents: readonly JsonDocument[] }
  | { readonly kind: 'unreadable'; readonly reason: string };

/**
 * The JSON documents of a file: one, a list of them, or several in a row as `aws ... >> file` leaves them.
 * Members that are null are left out, as AWS means the same by both.
 */
export function readJsonDocuments(bytes: Uint8Array): JsonReading {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    return unreadable('not JSON (it is gzip-compressed; a flow log is for "flowblame ingest")');
  }
  const text = decode(bytes);
  const start = text.trimStart();
  if (start === '') return unreadable('empty file');
  if (!/^[[{]/.test(start)) {
    const hint = looksLikeFlowLog(start)
      ? 'it looks like a flow log: use "flowblame ingest"'
      : 'describe-* output is needed as "aws ... --output json" writes it';
    return unreadable(`not JSON (${hint})`);
  }
  const values: unknown[] = [];
  let from = 0;
  while (from < text.length) {
    const next = parseOne(text, from);
    if ('reason' in next) return unreadable(next.reason);
    values.push(withoutNulls(next.value));
    from = next.end;
  }
  return {
    kind: 'documents',
    documents: values.flatMap((value, i) => spread(value, values.length > 1 ? i + 1 : null)),
  };
}

function unreadable(reason: string): JsonReading {
  return { kind: 'unreadable', reason };
}

/** UTF-8 or, as PowerShell redirects output, UTF-16; a byte order mark is dropped. */
function decode(bytes: Uint8Array): string {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(utf16 ? 'utf-16le' : 'utf-8').decode(bytes);
}

/** The value that begins at `from`, and where the next one does. The engine's own message says where a value ends. */
function parseOne(text: string, from: number): { value: unknown; end: number } | { reason: string } {
  const rest = text.slice(from);
  try {
    return { value: JSON.parse(rest), end: text.length };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const after = /after JSON at position (\d+)/.exec(message);
    if (after) {
      const end = Number(after[1]);
      return { value: JSON.parse(rest.slice(0, end)), end: from + end };
    }
    return { reason: brokenJson(text, from, message) };
  }
}

function brokenJson(text: string, from: number, message: string): string {
  const at = /^(.*?)(?: in JSON)? at position (\d+)/.exec(message);
  const position = from + Number(at?.[2] ?? 0);
  if (message.startsWith('Unexpected end') || (at && position >= text.trimEnd().length)) {
    return `broken JSON: it ends too early, in line ${lineOf(text, text.trimEnd().length).line}`;
  }
  const reason = (at?.[1] ?? message)
    .replaceAll(/\s+/g, ' ')
    .replace(/^[A-Z]/, (first) => first.toLowerCase());
  if (!at) return `broken JSON: ${reason}`;
  const { line, column } = lineOf(text, position);
  return `broken JSON at line ${line}, column ${column}: ${reason}`;
}

function lineOf(text: string, position: number): { line: number; column: number } {
  const before = text.slice(0, position);
  return { line: before.split('\n').length, column: position - before.lastIndexOf('\n') };
}

function spread(value: unknown, number: number | null): JsonDocument[] {
  const prefix = number === null ? '' : `document ${number}: `;
  if (!Array.isArray(value) || value.length === 0) return [{ prefix, value }];
  return value.map((element: unknown, i) => ({ prefix: `${prefix}[${i}].`, value: element }));
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(kept.map(([name, member]) => [name, withoutNulls(member)]));
}
