import { expect, test } from 'vitest';
import { DEFAULT_FORMAT, FLOW_LOG_FIELDS, fieldNamed, isTag } from '../../src/model/fields.ts';

test('there are 54 fields, each with its own name', () => {
  expect(FLOW_LOG_FIELDS).toHaveLength(54);
  expect(new Set(FLOW_LOG_FIELDS.map((field) => field.name)).size).toBe(54);
  expect(new Set(FLOW_LOG_FIELDS.map((field) => field.column)).size).toBe(54);
});

test.each([
  [2, 14],
  [3, 21],
  [4, 25],
  [5, 29],
  [6, 29],
  [7, 39],
  [8, 40],
  [9, 41],
  [10, 42],
  [11, 54],
])('up to version %i there are %i', (version, count) => {
  expect(FLOW_LOG_FIELDS.filter((field) => field.version <= version)).toHaveLength(count);
});

test('columns are names with underscores, and both find the field', () => {
  for (const field of FLOW_LOG_FIELDS) {
    expect(field.column).toBe(field.name.replaceAll('-', '_'));
    expect(fieldNamed(field.name)).toBe(field);
    expect(fieldNamed(field.column)).toBe(field);
  }
  expect(fieldNamed('Version')).toBeUndefined();
  expect(fieldNamed('tgw-id')).toBeUndefined();
});

test('integers have a largest value, words have a list, others have neither', () => {
  for (const { kind, max, words } of FLOW_LOG_FIELDS) {
    expect(max !== undefined).toBe(kind === 'integer');
    expect(words !== undefined).toBe(kind === 'word');
  }
});

test('six fields are tags', () => {
  expect(FLOW_LOG_FIELDS.filter(isTag).map(({ name }) => name)).toEqual([
    'instance-tag',
    'instance-tag-2',
    'interface-tag',
    'interface-tag-2',
    'asg-tag',
    'asg-tag-2',
  ]);
});

test('the default format is that of AWS', () => {
  expect(DEFAULT_FORMAT.join(' ')).toBe(
    'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status',
  );
});
