import { describe, expect, it } from 'vitest';
import { parseHeader } from '../../src/sql/header.ts';

const header = (...lines: string[]) => parseHeader('top', [...lines, 'SELECT 1;'].join('\n'));
const TITLE = '-- title: Top talkers';
const ANSWERS = '-- answers: Which pairs moved the most bytes?';

describe('parseHeader', () => {
  it('reads title, question and parameters', () => {
    expect(
      header(
        TITLE,
        ANSWERS,
        '-- $limit BIGINT = 20: rows to show',
        '-- $since BIGINT = NULL: from this time on: Unix seconds',
        "-- $address VARCHAR = '10.0.0.1': either side",
        "-- $word VARCHAR = '': may be empty",
        "-- $null VARCHAR = 'NULL': the word",
        '-- $all BOOLEAN = false: everything',
        '-- $needed BIGINT: must be given',
      ),
    ).toEqual({
      title: 'Top talkers',
      answers: 'Which pairs moved the most bytes?',
      parameters: [
        { name: 'limit', type: 'BIGINT', defaultText: '20', meaning: 'rows to show' },
        { name: 'since', type: 'BIGINT', defaultText: null, meaning: 'from this time on: Unix seconds' },
        { name: 'address', type: 'VARCHAR', defaultText: '10.0.0.1', meaning: 'either side' },
        { name: 'word', type: 'VARCHAR', defaultText: '', meaning: 'may be empty' },
        { name: 'null', type: 'VARCHAR', defaultText: 'NULL', meaning: 'the word' },
        { name: 'all', type: 'BOOLEAN', defaultText: 'false', meaning: 'everything' },
        { name: 'needed', type: 'BIGINT', meaning: 'must be given' },
      ],
    });
  });

  it('reads the section of a query that is listed', () => {
    expect(header(TITLE, '-- section: Where', ANSWERS)).toMatchObject({ section: 'Where' });
  });

  it.each([
    [[ANSWERS], 'Cannot read query "top": its header has no "title"'],
    [[TITLE], 'Cannot read query "top": its header has no "answers"'],
    [
      [TITLE, ANSWERS, '-- $limit INTEGER = 20: rows'],
      'Cannot read query "top": "-- $limit INTEGER = 20: rows"',
    ],
    [[TITLE, ANSWERS, '-- $limit BIGINT = 20'], 'Cannot read query "top": "-- $limit BIGINT = 20"'],
  ])('refuses %j', (lines, message) => {
    expect(() => header(...lines)).toThrow(message);
  });
});
