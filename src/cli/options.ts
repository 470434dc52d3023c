import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ReportFormat } from '../index.ts';
import { UsageError } from './exit-code.ts';

/** Options that every command has. */
export interface CommonOptions {
  readonly db: string;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly progress: boolean | 'json';
  readonly memoryLimit?: string;
  readonly output?: string;
  readonly format?: ReportFormat;
}

export interface WindowOptions {
  /** Unix seconds. */
  readonly since?: number;
  readonly until?: number;
}

const FORMATS: readonly ReportFormat[] = ['table', 'json', 'ndjson', 'csv', 'md'];

export function withStore(command: Command): Command {
  return command
    .option('--db <file>', 'the store, a DuckDB file (":memory:" for none)', 'flowblame.duckdb')
    .option('--quiet', 'no warnings and no summary on standard error')
    .option('--verbose', 'more on standard error; stack traces of failures')
    .option('--no-progress', 'no progress line')
    .addOption(
      new Option(
        '--memory-limit <size>',
        'most memory of the store before it goes to disk, like 500MB',
      ).argParser(parseSize),
    );
}

export function withOutput(command: Command, formats: readonly string[] = FORMATS): Command {
  return command
    .addOption(new Option('--format <format>', 'how to print the result').choices([...formats]))
    .option(
      '--output <file>',
      'write the result to a file; its ending chooses the format when --format does not',
    );
}

export function withWindow(command: Command, what = 'records that start'): Command {
  return command
    .addOption(new Option('--since <time>', `${what} at or after this time`).argParser(parseTime))
    .addOption(new Option('--until <time>', `${what} before this time`).argParser(parseTime));
}

/** @throws UsageError for a window that ends before it starts */
export function checkWindow({ since, until }: WindowOptions): void {
  if (since !== undefined && until !== undefined && since >= until) {
    throw new UsageError('--since must be before --until');
  }
}

/** The format asked for, by option or by the ending of the output file; `table` otherwise. */
export function chosenFormat(options: CommonOptions): ReportFormat {
  return formatAmong(FORMATS, options);
}

/** The same for a command that prints in formats of its own; `table` must be one of them. */
export function formatAmong<F extends string>(
  formats: readonly F[],
  { format, output }: Pick<CommonOptions, 'output'> & { readonly format?: string },
): F {
  const ending = output?.split('.').at(-1);
  const chosen = [format, ending, 'table'].map((name) => formats.find((known) => known === name));
  const found = chosen.find((known) => known !== undefined);
  if (found === undefined) throw new TypeError(`no format among ${formats.join(', ')}`);
  return found;
}

/** How the store is opened as the common options say. */
export function storeOptions({ memoryLimit }: CommonOptions): { readonly memoryLimit?: string } {
  return memoryLimit === undefined ? {} : { memoryLimit };
}

/** A number from 1 on, of at most seven digits. */
export function wholeNumber(text: string): number {
  if (/^[1-9][0-9]{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number from 1 on');
}

const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
  TIB: 2 ** 40,
};

/** Bytes of a size like `20GB` or `512MiB`. */
export function parseBytes(text: string): number {
  const [, value, unit = ''] = /^([1-9][0-9]{0,11}) ?([a-z]+)$/i.exec(text) ?? [];
  const factor = UNITS[unit.toUpperCase()];
  if (value === undefined || factor === undefined) {
    throw new InvalidArgumentError('expected a size like 500MB or 20GiB');
  }
  return Number(value) * factor;
}

function parseSize(text: string): string {
  if (/^[1-9][0-9]{0,5} ?[KMGT]i?B$/i.test(text)) return text;
  throw new InvalidArgumentError('expected a size like 500MB or 2GB');
}

/** Unix seconds of ISO 8601 text (UTC unless it says otherwise) or of a number of seconds. */
export function parseTime(text: string): number {
  if (/^[0-9]{1,10}$/.test(text)) return Number(text);
  const iso = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?<zone>Z|[+-]\d{2}:?\d{2})?)?$/.exec(
    text,
  );
  const milliseconds = iso
    ? Date.parse(iso.groups?.zone || !text.includes(':') ? text : `${text}Z`)
    : Number.NaN;
  if (Number.isNaN(milliseconds)) {
    throw new InvalidArgumentError('expected ISO 8601, like 2026-03-02T10:00:00Z, or Unix seconds');
  }
  return Math.floor(milliseconds / 1000);
}

/** `key=value` pairs of a repeatable option, gathered into a map. */
export function pairs(what: string) {
  return (text: string, earlier: ReadonlyMap<string, string> | undefined): ReadonlyMap<string, string> => {
    const at = text.indexOf('=');
    if (at < 1) throw new UsageError(`expected ${what}, found "${text}"`);
    return new Map([...(earlier ?? []), [text.slice(0, at), text.slice(at + 1)]]);
  };
}

/** Start and end of the window as a JSON document has them. */
export function windowJson({ since, until }: WindowOptions): { since: string | null; until: string | null } {
  return { since: isoTime(since), until: isoTime(until) };
}

function isoTime(seconds: number | undefined): string | null {
  return seconds === undefined ? null : `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}
