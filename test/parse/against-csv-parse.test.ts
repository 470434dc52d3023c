import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Field, FLOW_LOG_FIELDS } from '../../src/model/fields.ts';
import { readAll } from './read-all.ts';
import { cases } from '../thorough.ts';

const octet = fc.nat(255);
const ipv4 = fc.tuple(octet, octet, octet, octet).map((bytes) => bytes.join('.'));
const group = fc.integer({ min: 1, max: 0xffff }).map((value) => value.toString(16));
const ipv6 = fc.tuple(group, group).map(([a, b]) => `2001:db8::${a}:${b}`);
const word = fc.stringMatching(/^[A-Za-z0-9:/_.-]{2,24}$/);

function tokenOf(field: Field): fc.Arbitrary<string> {
  switch (field.kind) {
    case 'integer':
      return fc
        .nat(field.max ?? 0)
        .filter((n) => n !== 6 || field.name !== 'version')
        .map(String);
    case 'count':
      return fc.oneof(fc.nat(70_000).map(BigInt), fc.bigInt(0n, (1n << 63n) - 1n)).map(String);
    case 'time':
      return fc.nat(2_147_483_647).map(String);
    case 'word':
      return fc.constantFrom(...(field.words ?? []));
    case 'address':
      return fc.oneof(ipv4, ipv6);
    case 'text':
      return fc.oneof(word, fc.constantFrom('eni-0a', 'eni-0b', 'a'));
  }
}

const nullable = (token: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 5, arbitrary: token }, { weight: 1, arbitrary: fc.constant('-') });

const logs = fc.shuffledSubarray([...FLOW_LOG_FIELDS], { minLength: 1 }).chain((fields) =>
  fc.record({
    fields: fc.constant(fields),
    records: fc.array(fc.tuple(...fields.map((field) => nullable(tokenOf(field)))), { maxLength: 20 }),
  }),
);

test('records in any columns are read as csv-parse reads them', async () => {
  await fc.assert(
    fc.asyncProperty(logs, fc.constantFrom('\n', '\r\n'), async ({ fields, records }, ending) => {
      const header = fields.map((field) => field.name).join(' ');
      const text = [header, ...records.map((tokens) => tokens.join(' '))].join(ending) + ending;
      const expected = parse<Record<string, string>>(text, {
        delimiter: ' ',
        columns: true,
        quote: null,
      });
      const { rows, unparsed } = await readAll(text, { batchRows: 7 });
      expect(unparsed).toEqual([]);
      expect(rows.map(asText)).toEqual(expected.map(withoutDashes));
    }),
    { numRuns: cases(60, 150) },
  );
});

test('all fields at once, in the order of the field table', async () => {
  const one = fc.tuple(...FLOW_LOG_FIELDS.map(tokenOf));
  await fc.assert(
    fc.asyncProperty(one, async (tokens) => {
      const text = `${FLOW_LOG_FIELDS.map((field) => field.name).join(' ')}\n${tokens.join(' ')}\n`;
      const { rows } = await readAll(text);
      expect(rows.map(asText)).toEqual([
        Object.fromEntries(FLOW_LOG_FIELDS.map((f, i) => [f.column, tokens[i]])),
      ]);
    }),
    { numRuns: 30 },
  );
});

function asText(row: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, String(value)]));
}

function withoutDashes(row: Record<string, string>): Record<string, string> {
  const entries = Object.entries(row).filter(([, value]) => value !== '-');
  return Object.fromEntries(entries.map(([name, value]) => [name.replaceAll('-', '_'), value]));
}
