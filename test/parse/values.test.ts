import { describe, expect, test } from 'vitest';
import { readAll } from './read-all.ts';

async function valueOf(field: string, token: string): Promise<unknown> {
  const { rows, unparsed } = await readAll(`srcport ${field}\n1 ${token}\n`);
  expect(unparsed).toEqual([]);
  return rows[0]?.[field.replaceAll('-', '_')];
}

async function reasonOf(field: string, token: string | Uint8Array): Promise<string | undefined> {
  // Behind so many blank lines a NUL byte no longer makes the whole log binary.
  const text = Buffer.concat([
    Buffer.from(`${'\n'.repeat(512)}srcport ${field}\n1 `),
    Buffer.from(token),
    Buffer.from('\n'),
  ]);
  const { rows, unparsed } = await readAll(text);
  expect(rows).toEqual([]);
  expect(unparsed).toHaveLength(1);
  return unparsed[0]?.reason;
}

describe('numbers', () => {
  test.each([
    ['dstport', '0', 0],
    ['dstport', '7', 7],
    ['dstport', '443', 443],
    ['dstport', '8080', 8080],
    ['dstport', '65535', 65535],
    ['dstport', '000000000443', 443],
    ['protocol', '255', 255],
    ['bytes', '0', 0n],
    ['bytes', '4294967295', 4294967295n],
    ['bytes', '4294967296', 4294967296n],
    ['bytes', '9007199254740993', 9007199254740993n],
    ['bytes', '9223372036854775807', 9223372036854775807n],
    ['packets', '00000000000000000000000012', 12n],
  ])('%s %s', async (field, token, value) => {
    expect(await valueOf(field, token)).toBe(value);
  });

  test('a million digits are refused, and at once', async () => {
    const digits = '9'.repeat(1_000_000);
    expect(await reasonOf('bytes', digits)).toBe(
      `field "bytes": expected a number from 0 to 9223372036854775807, found "${digits.slice(0, 60)}…"`,
    );
    expect(await valueOf('bytes', `${'0'.repeat(1_000_000)}7`)).toBe(7n);
  });

  test('every length of a count is exact', async () => {
    for (let digits = 1; digits <= 18; digits++) {
      const token = '987654321987654321'.slice(0, digits);
      expect(await valueOf('bytes', token)).toBe(BigInt(token));
    }
  });

  test.each([
    ['dstport', '65536', 'field "dstport": expected a number from 0 to 65535, found "65536"'],
    ['dstport', 'abc', 'field "dstport": expected a number from 0 to 65535, found "abc"'],
    ['dstport', 'x', 'field "dstport": expected a number from 0 to 65535, found "x"'],
    ['dstport', '-1', 'field "dstport": expected a number from 0 to 65535, found "-1"'],
    ['dstport', '--', 'field "dstport": expected a number from 0 to 65535, found "--"'],
    ['dstport', '+1', 'field "dstport": expected a number from 0 to 65535, found "+1"'],
    ['dstport', '1e3', 'field "dstport": expected a number from 0 to 65535, found "1e3"'],
    ['dstport', '44:3', 'field "dstport": expected a number from 0 to 65535, found "44:3"'],
    ['dstport', '44/3', 'field "dstport": expected a number from 0 to 65535, found "44/3"'],
    ['dstport', '443-', 'field "dstport": expected a number from 0 to 65535, found "443-"'],
    ['dstport', '1234567890123', 'field "dstport": expected a number from 0 to 65535, found "1234567890123"'],
    ['protocol', '256', 'field "protocol": expected a number from 0 to 255, found "256"'],
    [
      'bytes',
      '9223372036854775808',
      'field "bytes": expected a number from 0 to 9223372036854775807, found "9223372036854775808"',
    ],
    ['bytes', '1.5', 'field "bytes": expected a number from 0 to 9223372036854775807, found "1.5"'],
    [
      'bytes',
      '1234567890123x',
      'field "bytes": expected a number from 0 to 9223372036854775807, found "1234567890123x"',
    ],
  ])('%s %s is refused', async (field, token, reason) => {
    expect(await reasonOf(field, token)).toBe(reason);
  });
});

describe('times (trap 12)', () => {
  test.each([
    ['0', 0n],
    ['928', 928n],
    ['1418530010', 1418530010n],
    ['2147483647', 2147483647n],
    ['1512564058000', 1512564058n],
    ['1512564058999', 1512564058n],
    ['2147483647999', 2147483647n],
    ['0000000001512564058000', 1512564058n],
  ])('%s', async (token, value) => {
    expect(await valueOf('start', token)).toBe(value);
  });

  test.each(['2147483648000', '1512564058000000', '99999999999999999999', 'now'])(
    '%s is no time',
    async (token) => {
      expect(await reasonOf('end', token)).toBe(
        `field "end": expected a Unix time in seconds, found "${token}"`,
      );
    },
  );
});

describe('addresses (trap 15)', () => {
  test.each([
    ['10.0.0.1', '10.0.0.1'],
    ['255.255.255.255', '255.255.255.255'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:db8::1', '2001:db8::1'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['::FFFF:0a00:0001', '10.0.0.1'],
  ])('%s', async (token, value) => {
    expect(await valueOf('srcaddr', token)).toBe(value);
  });

  test('two spellings are one value of the dictionary', async () => {
    const { rows, batches } = await readAll(
      'srcaddr\n10.0.0.1\n2001:db8::1\n2001:DB8::1\n::ffff:10.0.0.1\n2001:db8:0::1\n10.0.0.1\n10.0.0.2\n',
    );
    const six = '2001:db8::1';
    expect(rows.map((row) => row['srcaddr'])).toEqual([
      '10.0.0.1',
      six,
      six,
      '10.0.0.1',
      six,
      '10.0.0.1',
      '10.0.0.2',
    ]);
    expect(batches[0]?.getChild('srcaddr')?.data[0]?.dictionary?.toArray()).toEqual([
      '10.0.0.1',
      six,
      '10.0.0.2',
    ]);
  });

  test.each([
    '10.0.0',
    '10.0.0.256',
    '10.0.0.01',
    '10.0.0.1.1',
    '.10.0.0',
    '2001:db8::1::2',
    '1:2:3',
    'localhost',
    'x'.repeat(50),
  ])('%s is no address', async (token) => {
    expect(await reasonOf('srcaddr', token)).toBe(
      `field "srcaddr": expected an IP address, found "${token}"`,
    );
  });
});

describe('words', () => {
  test('are the listed ones only', async () => {
    expect(await valueOf('action', 'ACCEPT')).toBe('ACCEPT');
    expect(await valueOf('flow-direction', 'egress')).toBe('egress');
    expect(await reasonOf('action', 'accept')).toBe(
      'field "action": expected ACCEPT or REJECT, found "accept"',
    );
    expect(await reasonOf('action', 'OK')).toBe('field "action": expected ACCEPT or REJECT, found "OK"');
    expect(await reasonOf('log-status', 'LOST')).toContain('expected OK or NODATA or SKIPDATA');
  });
});

describe('text', () => {
  test('is kept, of whatever length and script', async () => {
    for (const token of ['a', 'ab', 'abc', 'abcd', 'abcde', '--', 'Zürich', '東京', 'x'.repeat(10_000)]) {
      expect(await valueOf('vpc-id', token)).toBe(token);
    }
  });

  test('of tags is decoded after splitting (trap 17)', async () => {
    expect(await valueOf('instance-tag', 'web%20server%2D1')).toBe('web server-1');
    expect(await valueOf('asg-tag-2', '%E6%9D%B1%E4%BA%AC')).toBe('東京');
    expect(await valueOf('interface-tag', '100%')).toBe('100%');
    expect(await valueOf('instance-tag-2', '%FF')).toBe('%FF');
    expect(await valueOf('instance-tag', '%2D')).toBe('-');
    expect(await valueOf('vpc-id', 'a%20b')).toBe('a%20b');
  });

  test('that is not UTF-8 is not read, and its bytes are not lost', async () => {
    const line = Buffer.from([0x31, 0x20, 0x76, 0xff, 0xe9]);
    const { unparsed } = await readAll(
      Buffer.concat([Buffer.from('srcport vpc-id\n'), line, Buffer.from('\r\n')]),
    );
    expect(unparsed).toEqual([{ lineNumber: 2, reason: 'field "vpc-id": not valid UTF-8', line: '1 vÿé' }]);
    expect(Buffer.from(unparsed[0]?.line ?? '', 'latin1')).toEqual(line);
    expect(await reasonOf('instance-tag', Uint8Array.of(0xff, 0x41))).toBe(
      'field "instance-tag": not valid UTF-8',
    );
  });

  test('has no control characters', async () => {
    expect(await reasonOf('vpc-id', 'a\u0001b')).toBe('field "vpc-id": control character in "a\u0001b"');
    expect(await reasonOf('vpc-id', '\u0000')).toBe('field "vpc-id": control character in "\u0000"');
    expect(await reasonOf('vpc-id', 'a\rb')).toContain('control character');
  });
});

describe('lines that do not fit', () => {
  test('are counted and quoted, and leave no trace in the rows around them', async () => {
    const { rows, unparsed, progress } = await readAll(
      [
        'interface-id srcport dstport action',
        'eni-1 1 - ACCEPT',
        'eni-2 - - REJECT extra',
        'eni-3 - x REJECT',
        'eni-4 -',
        'eni-5 5 5 ACCEPT',
      ].join('\r\n'),
    );
    expect(rows).toEqual([
      { interface_id: 'eni-1', srcport: 1, action: 'ACCEPT' },
      { interface_id: 'eni-5', srcport: 5, dstport: 5, action: 'ACCEPT' },
    ]);
    expect(unparsed).toEqual([
      { lineNumber: 3, reason: '5 fields, the header has 4', line: 'eni-2 - - REJECT extra' },
      {
        lineNumber: 4,
        reason: 'field "dstport": expected a number from 0 to 65535, found "x"',
        line: 'eni-3 - x REJECT',
      },
      { lineNumber: 5, reason: '2 fields, the header has 4', line: 'eni-4 -' },
    ]);
    expect(progress).toMatchObject({ records: 2, unparsedLines: 3 });
  });

  test('without a header tell what to do', async () => {
    const { unparsed } = await readAll(
      '3 123456789010 eni-1 10.0.0.1 10.0.0.2 1 2 6 1 1 1 1 ACCEPT OK\n2 123456789010 eni-1 10.0.0.1\n' +
        '2 123456789010 eni-1 10.0.0.1 10.0.0.2 1 2 6 1 1 1 1 ALLOW OK\n',
    );
    expect(unparsed.map((line) => line.reason)).toEqual([
      'no header and not the default format: name the fields with --fields',
      'no header and not the default format: name the fields with --fields',
      'field "action": expected ACCEPT or REJECT, found "ALLOW"',
    ]);
  });

  test('under given names say so', async () => {
    const { unparsed } = await readAll('10.0.0.1\n', { fields: ['srcaddr', 'dstaddr'] });
    expect(unparsed[0]?.reason).toBe('1 field, --fields names 2');
  });
});
