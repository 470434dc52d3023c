import { expect, test } from 'vitest';
import { ALL_PROTOCOLS, formatProtocol, isIcmp, parseProtocol } from '../../src/model/protocol.ts';

test.each([
  ['tcp', 6],
  ['TCP', 6],
  ['6', 6],
  ['udp', 17],
  ['icmp', 1],
  ['icmpv6', 58],
  ['-1', ALL_PROTOCOLS],
  ['all', ALL_PROTOCOLS],
  ['255', 255],
  ['0', 0],
  ['256', null],
  ['tcp6', null],
  ['', null],
  ['-2', null],
])('"%s" is %s', (text, protocol) => {
  expect(parseProtocol(text)).toBe(protocol);
});

test('names are those of the console, and read back', () => {
  for (let protocol = -1; protocol <= 255; protocol++)
    expect(parseProtocol(formatProtocol(protocol))).toBe(protocol);
  expect([formatProtocol(6), formatProtocol(58), formatProtocol(-1), formatProtocol(99)]).toEqual([
    'TCP',
    'ICMPv6',
    'All',
    '99',
  ]);
});

test('ICMP is told from protocols with ports', () => {
  expect([1, 58].every(isIcmp)).toBe(true);
  expect([6, 17, -1].some(isIcmp)).toBe(false);
});
