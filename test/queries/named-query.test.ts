import { describe, expect, it } from 'vitest';
import {
  type NamedQuery,
  namedQueries,
  namedQuery,
  QUERY_SECTIONS,
  renderParameters,
} from '../../src/queries/named-query.ts';

const query: NamedQuery = {
  name: 'top',
  sql: '',
  title: '',
  section: 'Where',
  answers: '',
  parameters: [
    { name: 'limit', type: 'BIGINT', defaultText: '20', meaning: '' },
    { name: 'since', type: 'BIGINT', defaultText: null, meaning: '' },
    { name: 'address', type: 'VARCHAR', defaultText: '10.0.0.1', meaning: '' },
    { name: 'all', type: 'BOOLEAN', defaultText: 'false', meaning: '' },
  ],
};
const render = (given: Record<string, string>) => renderParameters(query, new Map(Object.entries(given)));

describe('named queries', () => {
  it('are the questions of queries/', () => {
    const names = namedQueries().map(({ name }) => name);
    expect(names).toContain('top-talkers');
    expect(names).not.toContain('schema');
    expect(names).not.toContain('session');
    expect(names.length).toBeGreaterThanOrEqual(25);
  });

  it('stand by section, and by name within it', () => {
    const queries = namedQueries();
    expect([...new Set(queries.map(({ section }) => section))]).toEqual([...QUERY_SECTIONS]);
    const places = queries.map(({ section, name }) => `${QUERY_SECTIONS.indexOf(section)} ${name}`);
    expect(places).toEqual(places.toSorted());
  });

  it('that read records honour a window', () => {
    const without = namedQueries().filter(
      ({ parameters }) => !parameters.some(({ name }) => name === 'since'),
    );
    expect(
      without.filter(({ sql }) => /\b(?:records|flow_logs) JOIN\b/.test(sql)).map(({ name }) => name),
    ).toEqual([]);
    for (const { parameters } of namedQueries()) {
      const bounds = parameters.map(({ name }) => name).filter((name) => ['since', 'until'].includes(name));
      expect([[], ['since', 'until']]).toContainEqual(bounds);
    }
  });

  it.each([
    ['-- section: Elsewhere\n', 'found "Elsewhere"'],
    ['', 'found ""'],
  ])('with the header line %j are refused', (line, message) => {
    expect(() => namedQuery('top', `-- title: Top\n${line}-- answers: Which?\nSELECT 1;`)).toThrow(message);
  });
});

describe('renderParameters', () => {
  it('takes what is given, else the default, by type', () => {
    expect(render({})).toEqual({ limit: 20n, since: null, address: '10.0.0.1', all: false });
    expect(render({ limit: '-5', since: '1772409600', address: '', all: 'true' })).toEqual({
      limit: -5n,
      since: 1772409600n,
      address: '',
      all: true,
    });
  });

  it.each([
    [{ limit: '1.5' }, 'Parameter "limit": expected a whole number, found "1.5"'],
    [{ limit: '' }, 'Parameter "limit": expected a whole number, found ""'],
    [
      { limit: '9999999999999999999' },
      'Parameter "limit": expected a whole number, found "9999999999999999999"',
    ],
    [{ all: 'yes' }, 'Parameter "all": expected true or false, found "yes"'],
    [{ top: '1' }, 'Query "top" has no parameter "top": it has limit, since, address, all'],
  ])('refuses %j', (given, message) => {
    expect(() => render(given as Record<string, string>)).toThrow(message);
  });

  it('asks for a parameter without a default', () => {
    const needing: NamedQuery = {
      ...query,
      parameters: [{ name: 'address', type: 'VARCHAR', meaning: 'the address' }],
    };
    expect(() => renderParameters(needing, new Map())).toThrow(
      'Query "top" needs --param address=…: the address',
    );
    expect(renderParameters(needing, new Map([['address', '10.0.0.1']]))).toEqual({ address: '10.0.0.1' });
  });

  it('says so when a query has no parameters', () => {
    const plain = { ...query, parameters: [] };
    expect(() => renderParameters(plain, new Map([['a', '1']]))).toThrow(
      'Query "top" has no parameter "a": it has none',
    );
  });
});
