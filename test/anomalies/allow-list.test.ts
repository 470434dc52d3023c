import { describe, expect, it } from 'vitest';
import { isListed, parseAddressList } from '../../src/anomalies/address-list.ts';
import { expiredEntries, isAllowed, parseAllowList } from '../../src/anomalies/allow-list.ts';
import { party, sighting } from './candidates.ts';

function entry(given: object) {
  return parseAllowList(JSON.stringify([{ reason: 'expected', ...given }]), 'allow.json');
}

describe('an entry', () => {
  const scan = sighting('port-scan', { actor: party({ name: 'scanner-1', instanceId: 'i-0scanner' }) });

  it.each([
    { detector: 'port-scan' },
    { actor: '10.0.3.14' },
    { actor: '10.0.0.0/16' },
    { actor: 'scanner-1' },
    { actor: 'i-0scanner' },
    { actor: 'eni-0app00000000000001' },
    { target: '198.51.100.0/24' },
    { port: 443 },
    {
      detector: 'port-scan',
      actor: '10.0.3.14',
      target: '198.51.100.7',
      port: 443,
      until: '2026-03-02T10:00:01Z',
    },
  ])('allows what it describes: %j', (given) => {
    expect(isAllowed(scan, entry(given))).toBe(true);
  });

  it.each([
    { detector: 'sweep' },
    { actor: '10.0.3.15' },
    { actor: '10.1.0.0/16' },
    { actor: 'scanner' },
    { target: '10.0.3.14' },
    { port: 80 },
    { detector: 'port-scan', actor: '10.0.3.15' },
    { actor: '10.0.3.14', until: '2026-03-02T10:00:00Z' },
    { actor: '10.0.3.14', until: '2026-03-02' },
  ])('allows nothing else: %j', (given) => {
    expect(isAllowed(scan, entry(given))).toBe(false);
  });

  it('of a block allows no address that is many', () => {
    const many = sighting('port-scan', { target: party({ address: null }) });
    expect(isAllowed(many, entry({ target: '0.0.0.0/0' }))).toBe(false);
  });

  it('that is over is named', () => {
    const entries = [
      ...entry({ port: 1, until: '2026-03-01' }),
      ...entry({ port: 2, until: '2026-03-05' }),
      ...entry({ port: 3 }),
    ];
    expect(expiredEntries(entries, Date.parse('2026-03-03') / 1000).map(({ port }) => port)).toEqual([1]);
  });
});

describe('an allow-list', () => {
  it.each([
    ['no JSON', '"allow.json": expected a JSON array of entries, found text that is no JSON'],
    ['{}', '"allow.json": expected a JSON array of entries'],
    ['[1]', '"allow.json" $[0]: expected an object'],
    ['[{"actor":"10.0.0.1"}]', '"allow.json" $[0].reason: expected why it is allowed, as text'],
    [
      '[{"reason":"all"}]',
      '"allow.json" $[0]: expected a detector, actor, target or port, for without them all is allowed',
    ],
    [
      '[{"reason":"x","port":1},{"reason":"x","actr":"10.0.0.1"}]',
      '"allow.json" $[1]: there is no member "actr"; expected detector, actor, target, port, until, reason',
    ],
    ['[{"reason":"x","detector":"portscan"}]', '"allow.json" $[0].detector: expected one of port-scan,'],
    [
      '[{"reason":"x","actor":"10.0.0.0/33"}]',
      '"allow.json" $[0].actor: expected an address, a CIDR block, an instance or interface id or a Name tag, found "10.0.0.0/33"',
    ],
    ['[{"reason":"x","target":"10.0.0"}]', '"allow.json" $[0].target: expected an address'],
    ['[{"reason":"x","port":70000}]', '"allow.json" $[0].port: expected a port from 0 to 65535, found 70000'],
    [
      '[{"reason":"x","port":1,"until":"soon"}]',
      '"allow.json" $[0].until: expected a day or time like 2026-04-01T00:00:00Z, found "soon"',
    ],
  ])('is refused with its place: %s', (text, message) => {
    expect(() => parseAllowList(text, 'allow.json')).toThrow(message);
  });
});

describe('a list of addresses', () => {
  const list = parseAddressList(
    '# feed of the day\n192.0.2.1\n198.51.100.0/24 # a network\n\n2001:db8::/32\r\n',
    'list.txt',
  );

  it.each(['192.0.2.1', '198.51.100.200', '2001:db8::5'])('holds %s', (address) => {
    expect(isListed(list, address)).toBe(true);
  });

  it.each(['192.0.2.2', '2001:db9::1', null])('does not hold %s', (address) => {
    expect(isListed(list, address)).toBe(false);
  });

  it('is refused with the line', () => {
    expect(() => parseAddressList('192.0.2.1\nexample.com\n', 'list.txt')).toThrow(
      '"list.txt", line 2: expected an address or a CIDR block, found "example.com"',
    );
  });
});
