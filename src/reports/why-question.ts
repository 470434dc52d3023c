import { formatProtocol, ICMP, TCP, UDP } from '../model/protocol.ts';

/** What `flowblame why` is to be asked. */
export interface QuestionWords {
  readonly src: string;
  readonly dst: string;
  /** IANA number. */
  readonly protocol: number;
  /** Null for protocols without ports. */
  readonly port: number | null;
}

const DEFAULT_STORE = 'flowblame.duckdb';

/** The command line that asks, to be pasted into a POSIX shell; options that are the default are left out. */
export function whyCommand({ src, dst, protocol, port }: QuestionWords, db: string): string {
  return [
    'flowblame why',
    quoted(src),
    quoted(dst),
    ...(port === null ? [] : [`--port ${port}`]),
    ...(protocol === TCP ? [] : [`--protocol ${protocolWord(protocol)}`]),
    ...(db === DEFAULT_STORE ? [] : [`--db ${quoted(db)}`]),
  ].join(' ');
}

function protocolWord(protocol: number): string {
  return protocol === UDP || protocol === ICMP ? formatProtocol(protocol).toLowerCase() : String(protocol);
}

/** A word as a POSIX shell reads it back. */
function quoted(word: string): string {
  return /^[\w./:@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
