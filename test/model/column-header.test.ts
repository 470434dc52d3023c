import { describe, expect, test } from 'vitest';
import { columnHeader, fieldOfColumn } from '../../src/model/column-header.ts';
import { FLOW_LOG_FIELDS } from '../../src/model/fields.ts';

describe('a column is a field', () => {
  test('in each of its spellings', () => {
    for (const field of FLOW_LOG_FIELDS) {
      const camelCase = field.name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
      for (const name of [field.name, field.column, camelCase, field.column.toUpperCase()])
        expect(fieldOfColumn(name)).toBe(field);
    }
  });

  test('in the words of Logs Insights, and no other', () => {
    const names = [
      'srcAddr',
      'dstPort',
      'accountId',
      'logStatus',
      'startTime',
      'endTime',
      'time',
      '@message',
      '',
    ];
    expect(names.map((name) => fieldOfColumn(name)?.name)).toEqual([
      'srcaddr',
      'dstport',
      'account-id',
      'log-status',
      'start',
      'end',
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('the header of a table', () => {
  test('leaves out partitions and what is CloudWatch’s own, and keeps the rest in order', () => {
    const columns = [
      '@ptr',
      'dstAddr',
      'year',
      'aws-region',
      'region',
      'Über Team',
      '2nd',
      'instance_tag',
      'end',
    ];
    expect(
      columnHeader(columns, 'CSV').map(({ index, name, isEncoded }) => [index, name, isEncoded]),
    ).toEqual([
      [1, 'dstaddr', false],
      [4, 'region', false],
      [5, 'x_ber_team', true],
      [6, 'x2nd', true],
      [7, 'instance-tag', true],
      [8, 'end', false],
    ]);
  });

  test.each([
    [['a', 'b'], 'CSV with columns "a", "b": expected names of VPC flow log fields, found 0'],
    [['srcaddr', 'a', 'b'], 'found 1'],
    [['srcaddr', 'src_addr'], 'CSV has two columns for the field "srcaddr"'],
    [[], 'CSV with columns : expected names'],
    [Array.from({ length: 20 }, (_, i) => `c${i}`), '"c7", … (20 in all): expected'],
  ])('is refused of %j', (columns, message) => {
    expect(() => columnHeader(columns, 'CSV')).toThrow(message);
  });
});
