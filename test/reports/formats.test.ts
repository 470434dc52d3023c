import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine } from '../../src/reports/csv.ts';
import { markdownRow } from '../../src/reports/markdown.ts';
import { type Report, type ReportFormat, renderReport } from '../../src/reports/report.ts';
import {
  cellText,
  counted,
  groupedNumber,
  isoTime,
  jsonInteger,
  jsonText,
} from '../../src/reports/values.ts';

/** A report whose rows come in portions of two. */
function report(
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
  head: Record<string, unknown> = {},
): Report {
  return {
    head,
    rowsName: 'rows',
    columns,
    async *rows() {
      yield [];
      for (let at = 0; at < rows.length; at += 2) yield rows.slice(at, at + 2);
    },
  };
}

async function render(given: Report, format: ReportFormat): Promise<string> {
  let text = '';
  for await (const portion of renderReport(given, format)) text += portion;
  return text;
}

const cell = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', ';', 'ü', '|', '\\') }),
  fc.constant('\r\n'),
);

describe('csv', () => {
  it('is read back by another reader as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1 }), (rows) => {
        // Two columns, for a line with one empty cell is an empty line.
        const read = parse(rows.map(csvLine).join(''), { record_delimiter: '\n', relax_column_count: false });
        expect(read).toEqual(rows);
      }),
      { numRuns: 300 },
    );
  });

  it('has a head, empty cells for NULL, and JSON for lists', async () => {
    const rows = [
      [1n, null, ['a', 'b'], 'x,y'],
      [2 ** 40, undefined, { a: 12345678901234567890n }, 'say "no"'],
    ];
    expect(await render(report(['a', 'b', 'c', 'd'], rows), 'csv')).toBe(
      'a,b,c,d\n1,,"[""a"",""b""]","x,y"\n1099511627776,,"{""a"":""12345678901234567890""}","say ""no"""\n',
    );
  });
});

describe('markdown', () => {
  it('has a row of dashes below the head, and no cell that ends a cell or a line', async () => {
    expect(
      await render(
        report(
          ['a', 'b'],
          [
            ['x|y', 'one\ntwo\r\nthree'],
            [null, 5],
          ],
        ),
        'md',
      ),
    ).toBe('| a | b |\n| --- | --- |\n| x\\|y | one two three |\n|  | 5 |\n');
  });

  it('keeps every row in one line with as many cells as there are', () => {
    const plain = fc.string({ unit: fc.constantFrom('a', '|', '\n', ' ', '"') });
    fc.assert(
      fc.property(fc.array(plain, { minLength: 1, maxLength: 4 }), (cells) => {
        const row = markdownRow(cells);
        expect(row.indexOf('\n')).toBe(row.length - 1);
        expect(row.match(/(?<!\\)\|/g)).toHaveLength(cells.length + 1);
      }),
    );
  });
});

describe('the text table', () => {
  it('aligns numbers to the right and words to the left, without spaces at the ends of lines', async () => {
    const rows = [
      ['eni-1', 5, null],
      ['x', 12345n, 7],
      ['longer', null, 8],
    ];
    expect(await render(report(['name', 'n', 'count'], rows), 'table')).toBe(
      [
        'name        n  count',
        '------  -----  -----',
        'eni-1       5',
        'x       12345      7',
        'longer             8',
        '',
      ].join('\n'),
    );
  });

  it('says so when there are no rows', async () => {
    expect(await render(report(['name', 'n'], []), 'table')).toBe('name  n\n----  -\n(no rows)\n');
  });
});

describe('json', () => {
  const rows = [
    [1, 'a"b'],
    [2n ** 60n, null],
    [-1, 'ü\n'],
  ];
  const objects = [
    { n: 1, text: 'a"b' },
    { n: '1152921504606846976', text: null },
    { n: -1, text: 'ü\n' },
  ];

  it('is one document: the head, then the rows', async () => {
    const text = await render(report(['n', 'text'], rows, { flowblame: '1', big: 2n ** 60n }), 'json');
    expect(Object.keys(JSON.parse(text) as object)).toEqual(['flowblame', 'big', 'rows']);
    expect(JSON.parse(text)).toEqual({ flowblame: '1', big: '1152921504606846976', rows: objects });
  });

  it('is a document without rows and without a head too', async () => {
    expect(JSON.parse(await render(report(['n'], []), 'json'))).toEqual({ rows: [] });
    expect(JSON.parse(await render(report(['n'], [], { a: 1 }), 'json'))).toEqual({ a: 1, rows: [] });
  });

  it('by lines is one object in each', async () => {
    const text = await render(report(['n', 'text'], rows, { head: 'left out' }), 'ndjson');
    expect(text.endsWith('\n')).toBe(true);
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual(objects);
  });

  it('takes rows that are JSON already', async () => {
    const given: Report = {
      ...report(['n'], [[1]]),
      async *jsonRows() {
        yield ['{"m":1}', '{"m":2}'];
        yield [];
        yield ['{"m":3}'];
      },
    };
    expect(JSON.parse(await render(given, 'json'))).toEqual({ rows: [{ m: 1 }, { m: 2 }, { m: 3 }] });
    expect(await render(given, 'ndjson')).toBe('{"m":1}\n{"m":2}\n{"m":3}\n');
  });
});

describe('values', () => {
  it('are integers as long as these are exact, else text', () => {
    expect([null, 0n, -5n, 2n ** 53n - 1n, 2n ** 53n, -(2n ** 53n)].map(jsonInteger)).toEqual([
      'null',
      '0',
      '-5',
      '9007199254740991',
      '"9007199254740992"',
      '"-9007199254740992"',
    ]);
    expect(jsonText([1, { a: 2n ** 53n }])).toBe('[1,{"a":"9007199254740992"}]');
  });

  it('are words a person reads', () => {
    expect([counted(1, 'record'), counted(0, 'record'), counted(1234567n, 'address', 'addresses')]).toEqual([
      '1 record',
      '0 records',
      '1 234 567 addresses',
    ]);
    expect(groupedNumber(999)).toBe('999');
    expect([isoTime(0), isoTime(1772445600), isoTime(null)]).toEqual([
      '1970-01-01T00:00:00Z',
      '2026-03-02T10:00:00Z',
      null,
    ]);
    expect([cellText(null), cellText(undefined), cellText(false), cellText([1])]).toEqual([
      '',
      '',
      'false',
      '[1]',
    ]);
  });
});
