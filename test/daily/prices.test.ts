import { expect, it } from 'vitest';
import { COST_KINDS, listPrices, parsePrices } from '../../src/daily/prices.ts';

it('comes with list prices of every kind for each region, and with their date and sources', () => {
  const { asOf, sources, bytesPerGb, usdPerGb } = listPrices();
  expect(asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  expect(sources.every((source) => source.startsWith('https://aws.amazon.com/'))).toBe(true);
  expect(bytesPerGb).toBe(2 ** 30);
  expect(Object.keys(usdPerGb)).toContain('us-east-1');
  for (const prices of Object.values(usdPerGb)) {
    expect(Object.keys(prices).toSorted()).toEqual(COST_KINDS.toSorted());
    for (const usd of Object.values(prices)) expect(usd).toBeGreaterThan(0);
  }
});

it('takes prices of a file, which need no sources and no unit', () => {
  const usdPerGb = { 'eu-west-1': { 'nat-processing': 0.03 } };
  expect(parsePrices({ asOf: '2026-01-01', usdPerGb })).toEqual({
    asOf: '2026-01-01',
    sources: [],
    bytesPerGb: 2 ** 30,
    usdPerGb,
  });
});

it.each([
  ['a list', [], 'the file: expected a JSON object'],
  ['no date', { usdPerGb: {} }, '"asOf": expected a date like "2026-10-02"'],
  ['no prices', { asOf: '2026-01-01' }, '"usdPerGb": expected a JSON object'],
  [
    'another member',
    { asOf: '2026-01-01', usdPerGb: {}, usd: 1 },
    'the file: "usd" is unknown; expected asOf, sources, bytesPerGb, usdPerGb',
  ],
  [
    'another kind',
    { asOf: '2026-01-01', usdPerGb: { x: { nat: 1 } } },
    '"usdPerGb.x": "nat" is unknown; expected nat-processing, cross-zone, interface-endpoint, internet-egress',
  ],
  [
    'a price below zero',
    { asOf: '2026-01-01', usdPerGb: { x: { 'cross-zone': -1 } } },
    '"usdPerGb.x" cross-zone: expected a number from 0 on',
  ],
  [
    'sources that are no texts',
    { asOf: '2026-01-01', sources: [1], usdPerGb: {} },
    '"sources": expected a list of texts',
  ],
  [
    'no unit',
    { asOf: '2026-01-01', bytesPerGb: 0, usdPerGb: {} },
    '"bytesPerGb": expected a number from 1 on',
  ],
])('refuses %s', (_, json, message) => {
  expect(() => parsePrices(json)).toThrow(message);
});
