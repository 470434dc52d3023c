import { type Address, formatAddress } from '../../src/model/address.ts';
import { type Field, FLOW_LOG_FIELDS } from '../../src/model/fields.ts';
import { addresses } from '../random-addresses.ts';

/** What the log says, field by field; null where it says nothing. */
export interface SaidRecord {
  readonly fields: ReadonlyMap<string, string | null>;
  readonly extra: ReadonlyMap<string, string | null>;
}

export interface RandomLog {
  readonly text: string;
  readonly records: readonly SaidRecord[];
}

/** A field that tells the records apart, so that they can be found again. */
export const NUMBER_FIELD = 'bytes';

const TEXTS = [
  'a',
  'eni-0abc',
  'sg',
  'größe',
  '"quoted"',
  "it's",
  'x,y',
  '0',
  'NULL',
  '日本',
  'a'.repeat(40),
];

/**
 * A log of all fields in random order and of unknown ones, with gaps in random places. Numbers are drawn from
 * `random`, which gives the next one below a bound.
 */
export function randomLog(rows: number, random: (below: number) => number): RandomLog {
  const unknown = ['x-mood', 'x-colour'].slice(0, random(3));
  const fields = shuffled(FLOW_LOG_FIELDS, random).filter(
    ({ name }) => name === NUMBER_FIELD || random(8) > 0,
  );
  const pool = addresses(50);
  const gaps = new Map(fields.map(({ name }) => [name, random(4)]));
  const records = Array.from({ length: rows }, (_, row): SaidRecord => {
    const value = (field: Field) => {
      if (field.name === NUMBER_FIELD) return String(row);
      return random(4) < (gaps.get(field.name) ?? 0) ? null : drawValue(field, random, pool);
    };
    return {
      fields: new Map(fields.map((field) => [field.column, value(field)])),
      extra: new Map(unknown.map((name) => [name, random(2) ? (TEXTS[random(4)] ?? null) : null])),
    };
  });
  const lines = records.map(({ fields: own, extra }) =>
    [...own.values(), ...extra.values()].map((v) => v ?? '-').join(' '),
  );
  return { text: [[...fields.map(({ name }) => name), ...unknown].join(' '), ...lines].join('\n'), records };
}

function drawValue(field: Field, random: (below: number) => number, pool: readonly Address[]): string {
  switch (field.kind) {
    case 'integer':
      // Version 6 is that of Transit Gateway flow logs, whose records are refused.
      if (field.name === 'version') return String([2, 3, 5, 11, 255][random(5)]);
      return String(random(2) ? random((field.max ?? 0) + 1) : random(3));
    case 'count':
      return random(3) ? String(random(1_000_000)) : String(BigInt(random(2 ** 31)) * 4_000_000_007n);
    case 'time':
      return String(1_700_000_000 + random(100_000_000));
    case 'word':
      return pick(field.words ?? [], random);
    case 'text':
      return pick(TEXTS, random);
    case 'address':
      return formatAddress(pool[random(pool.length)] as Address);
  }
}

function pick(list: readonly string[], random: (below: number) => number): string {
  return list[random(list.length)] ?? '';
}

function shuffled<T>(list: readonly T[], random: (below: number) => number): readonly T[] {
  return list
    .map((value) => ({ value, at: random(2 ** 30) }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ value }) => value);
}
