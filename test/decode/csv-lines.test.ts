import { describe, expect, test } from 'vitest';
import { everywhere } from '../sources/memory-source.ts';
import { decoded } from './decoded.ts';
import { RECORDS } from './samples.ts';

const [RECORD = ''] = RECORDS;

describe('rows', () => {
  test('keep the numbers of their lines, over line breaks and blank lines', async () => {
    const csv = [
      '@timestamp,@message,@log',
      `t,${RECORD},a`,
      `t,${RECORD},"a`,
      'b""',
      'c"',
      '',
      `t,${RECORD},`,
      `t,${RECORD}`,
      `t,"${RECORD}`,
      `${RECORD}",x`,
      't,"",x',
      `t,"a"b,x`,
      `"t,",${RECORD},","`,
    ].join('\n');
    const whole = await decoded(csv);
    expect(whole.lines).toEqual([`2: ${RECORD}`, `3: ${RECORD}`, `7: ${RECORD}`, `13: ${RECORD}`]);
    expect(whole.unparsed).toEqual([
      { lineNumber: 8, reason: '2 columns, the header has 3', line: `t,${RECORD}` },
      { lineNumber: 9, reason: 'the message has more than one line', line: `${RECORD}\n${RECORD}` },
      { lineNumber: 11, reason: 'the message is empty', line: 't,,x' },
      { lineNumber: 12, reason: 'quotes that no CSV has', line: 't,"a"b,x' },
    ]);
    expect(await decoded(csv, {}, everywhere(csv.length))).toEqual(whole);
    expect((await decoded(csv.replaceAll('\n', '\r\n'))).lines).toEqual(whole.lines);
  });

  test('of fields become lines: empty is no value, white space is encoded where a tag may have it', async () => {
    const csv = [
      'srcaddr,action,instance_tag,team name,@ptr,aws-account-id,month,log_status',
      '192.0.2.1,REJECT,"50% of, it",a b,p,1,2,OK',
      '192.0.2.1,"",None,,p,1,2,OK',
      '192.0.2.1,REJECT,100%25,grün,p,1,2,OK',
      '192.0.2.1 ,REJECT,x,y,p,1,2,OK',
      '192.0.2.1,REJECT,x',
    ].join('\n');
    const { lines, unparsed } = await decoded(csv);
    expect(lines).toEqual([
      '1: srcaddr action instance-tag team_name log-status',
      '2: 192.0.2.1 REJECT 50%25%20of,%20it a%20b OK',
      '3: 192.0.2.1 - - - OK',
      '4: 192.0.2.1 REJECT 100%25 grün OK',
    ]);
    expect(unparsed).toEqual([
      {
        lineNumber: 5,
        reason: 'field "srcaddr": white space in its value',
        line: '192.0.2.1 ,REJECT,x,y,p,1,2,OK',
      },
      { lineNumber: 6, reason: '3 columns, the header has 8', line: '192.0.2.1,REJECT,x' },
    ]);
  });

  test('follow a header with other columns, as joined files have it', async () => {
    const { lines } = await decoded(
      `srcaddr,dstaddr\n192.0.2.1,192.0.2.2\n\ufeff"dstaddr","action","srcaddr"\n"192.0.2.2","REJECT","192.0.2.1"\ntimestamp,message\n1,${RECORD}\n`,
    );
    expect(lines).toEqual([
      '1: srcaddr dstaddr',
      '2: 192.0.2.1 192.0.2.2',
      '3: dstaddr action srcaddr',
      '4: 192.0.2.2 REJECT 192.0.2.1',
      `6: ${RECORD}`,
    ]);
  });

  test('keep bytes that are not UTF-8, for the parser to tell of', async () => {
    const bytes = Buffer.from(`timestamp,message\n1,${RECORD} \u00ff\n2,\u00c3\u00a0\n`, 'latin1');
    const { text } = await decoded(bytes);
    expect(text).toBe(`\n${RECORD} \ufffd\nà\n`);
  });
});

describe('CSV is refused', () => {
  test.each([
    [
      'a,b\n1,2\n',
      'CSV without column "message", with columns "a", "b": expected names of VPC flow log fields, found 0',
    ],
    ['srcaddr,a,b,c\n', 'found 1'],
    ['srcaddr,srcAddr\n', 'has two columns for the field "srcaddr"'],
    [`@message\n"${RECORD}`, 'CSV ends within the quotes of the row at line 2: the object is truncated'],
    [`@message\n"${'x\n'.repeat(600_000)}`, 'CSV row at line 2 is longer than 1 MiB: are its quotes closed?'],
  ])('%j', async (csv, message) => {
    await expect(decoded(csv)).rejects.toThrow(message);
  });

  test('no text for its commas', async () => {
    for (const text of [
      `${RECORD} a,b,c\n`,
      'srcaddr action\n192.0.2.1 a,b\n',
      'hello, world of (logs)\n',
      'message in a bottle\n',
    ]) {
      expect(await decoded(text)).toMatchObject({ text, formats: ['text'] });
    }
  });

  test('where text or Parquet was asked for', async () => {
    await expect(decoded('srcaddr,action\n', { format: 'text' })).rejects.toThrow('the content is CSV');
    await expect(decoded(RECORD, { format: 'csv' })).rejects.toThrow(
      'the content is text without timestamps',
    );
    await expect(decoded(RECORD, { format: 'parquet' })).rejects.toThrow('use auto or text');
  });
});

test('the metadata of an Athena result is not read as text', async () => {
  const bytes = Buffer.concat([
    Buffer.from([0x0a, 0x24]),
    Buffer.from('11111111-2222-3333-4444-555555555555'),
    Buffer.from([0x1a, 0x12, 0x0a, 0x04]),
    Buffer.from('hive'),
    Buffer.from([0x22, 0x07]),
    Buffer.from('srcaddr'),
  ]);
  await expect(decoded(bytes)).rejects.toThrow('of an Athena result the .csv is read, and not its .metadata');
});
