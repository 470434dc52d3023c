import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { everywhere } from '../sources/memory-source.ts';
import { decoded } from './decoded.ts';
import { RECORDS } from './samples.ts';

const [RECORD = ''] = RECORDS;
const DATA = { messageType: 'DATA_MESSAGE', logEvents: [{ id: '1', timestamp: 1, message: RECORD }] };
const CONTROL = {
  messageType: 'CONTROL_MESSAGE',
  logEvents: [{ id: '', timestamp: 1, message: 'CWL CONTROL MESSAGE: Checking health of destination.' }],
};

describe('what becomes of an event', () => {
  test('each gives a line or is told of, under its number', async () => {
    const events = [
      { message: RECORD },
      { timestamp: 5 },
      { message: '' },
      { message: ` \n` },
      { message: `${RECORD}\r\n` },
      { message: `${RECORD}\n${RECORD}` },
      null,
      17,
      [RECORD],
      'a "quoted" \\ {[ message',
      { message: 'tab\tand ünïcode \u2028' },
    ];
    const json = JSON.stringify({ events }, null, 2);
    const whole = await decoded(json);
    expect(whole.lines).toEqual([
      `1: ${RECORD}`,
      `5: ${RECORD}`,
      '10: a "quoted" \\ {[ message',
      '11: tab\tand ünïcode \u2028',
    ]);
    expect(whole.unparsed.map(({ lineNumber, reason }) => `${lineNumber}: ${reason}`)).toEqual([
      '2: event without a message',
      '3: the message is empty',
      '4: the message is empty',
      '6: the message has more than one line',
      '7: event without a message',
      '8: event without a message',
      '9: event without a message',
    ]);
    expect(whole.unparsed[0]?.line.replace(/\s/g, '')).toBe('{"timestamp":5}');
    expect(whole.unparsed[3]?.line).toBe(`${RECORD}\n${RECORD}`);
    expect(whole.lines.length + whole.unparsed.length).toBe(events.length);
    expect(await decoded(json, {}, everywhere(Buffer.byteLength(json)))).toEqual(whole);
  });

  test('one that is not UTF-8 is told of', async () => {
    const bytes = Buffer.from(`{"message":"${RECORD} \u00ff"}{"message":"${RECORD}"}`, 'latin1');
    const { lines, unparsed } = await decoded(bytes);
    expect(lines).toEqual([`2: ${RECORD}`]);
    expect(unparsed).toMatchObject([{ lineNumber: 1, reason: 'event that is not valid UTF-8' }]);
  });

  test('a document of another kind behind events is told of', async () => {
    const { lines, unparsed } = await decoded(
      `{"message":"${RECORD}"}\n{"level":"info"}\n{"message":"${RECORD}"}`,
    );
    expect(lines).toEqual([`1: ${RECORD}`, `3: ${RECORD}`]);
    expect(unparsed).toEqual([
      { lineNumber: 2, reason: 'JSON without a message or events', line: '{"level":"info"}' },
    ]);
  });
});

describe('control messages', () => {
  test.each([
    ['between payloads', [CONTROL, DATA, CONTROL, DATA].map((part) => JSON.stringify(part)).join('')],
    ['in an array of payloads', JSON.stringify([CONTROL, DATA, CONTROL, DATA])],
    [
      'in gzip members',
      Buffer.concat([CONTROL, DATA, CONTROL, DATA].map((part) => gzipSync(JSON.stringify(part)))),
    ],
  ])('%s are counted and give no line', async (_, content) => {
    const found = await decoded(content);
    expect(found).toMatchObject({
      lines: [`1: ${RECORD}`, `2: ${RECORD}`],
      unparsed: [],
      controlMessages: 2,
    });
  });

  test('whose type comes behind their events stay lines, of which the parser tells', async () => {
    const { logEvents, messageType } = CONTROL;
    const { lines } = await decoded(JSON.stringify({ logEvents, messageType }));
    expect(lines).toEqual(['1: CWL CONTROL MESSAGE: Checking health of destination.']);
  });
});

describe('keys', () => {
  test.each([
    ['in a string', { note: '"events": [', events: [{ message: RECORD }] }],
    ['deeper down', { meta: { events: [1, 2], logEvents: [] }, events: [{ message: RECORD }] }],
    ['that end like one', { 'my"events': [1], myevents: [2], events: [{ message: RECORD }] }],
    ['twice', { events: [{ message: RECORD }], logEvents: [] }],
  ])('%s do not mislead', async (_, document) => {
    for (const space of [undefined, 1]) {
      const { lines, unparsed } = await decoded(JSON.stringify(document, null, space));
      expect(lines).toEqual([`1: ${RECORD}`]);
      expect(unparsed).toEqual([]);
    }
  });
});

describe('JSON is refused', () => {
  const NONE = 'JSON without events of CloudWatch or messages of Firehose';
  test.each([
    ['of describe-* commands', '{"NetworkAcls": [{"events": "x"}]}', NONE],
    ['of describe-* commands in an array', '[{"NetworkAcls": []}]', 'flowblame network import'],
    ['with events that are no array', '{"events": {"message": "x"}}', NONE],
    ['of scalars', '[null]', NONE],
    [
      'that ends in an object',
      `{"message":"${RECORD}"}{"message":`,
      'ends within a value: the object is truncated',
    ],
    [
      'that ends in an array',
      `{"events":[{"message":"${RECORD}"}`,
      'ends within a value: the object is truncated',
    ],
    ['that ends behind an array', '{"events":[]', 'ends within a value: the object is truncated'],
    [
      'with a number at the top',
      `{"message":"${RECORD}"} 5`,
      'JSON is broken at byte 107: expected an object or an array, found "5"',
    ],
    [
      'without a comma',
      '{"events":[{"message":"a"}{"message":"b"}]}',
      'expected a comma or the end of the array, found "{"',
    ],
    ['with a comma too many', '{"events":[{"message":"a"},]}', 'expected an element, found "]"'],
    ['with two commas', '{"events":[{"message":"a"},,]}', 'expected an element, found ","'],
    ['with crossed brackets', '{"events":[{"message":["a"}]}]}', 'JSON is broken in or behind event 1'],
    [
      'with a broken event',
      '{"events":[{"message":"a"},{"message":b}]}',
      'JSON is broken in or behind event 2',
    ],
    ['with a broken end', '{"events":[{"message":"a"}],}', 'JSON is broken in or behind event 2'],
    ['that is nested too deep', `{"a":${'['.repeat(70)}`, 'JSON is nested deeper than 64'],
    ['with too long an event', `[{"message":"${'x'.repeat(1 << 20)}"}]`, 'JSON event is longer than 1 MiB'],
    [
      'with too long an object',
      `{"a":"${'x'.repeat(8 << 20)}"}`,
      'JSON object without its events is longer than 8 MiB',
    ],
    [
      'with data that is not gzip',
      '{"awslogs":{"data":"bm90IGd6aXA="}}',
      '"awslogs.data" that is not gzip in base64',
    ],
  ])('%s', async (_, json, message) => {
    await expect(decoded(json)).rejects.toThrow(message);
    await expect(decoded(json, {}, everywhere(Math.min(json.length, 500)))).rejects.toThrow(message);
  });

  test('of a command where Firehose was asked for, but payloads are not', async () => {
    const events = JSON.stringify({ events: [{ message: RECORD }] });
    await expect(decoded(events, { format: 'firehose' })).rejects.toThrow('use auto or cloudwatch');
    expect(await decoded(JSON.stringify(DATA), { format: 'firehose' })).toMatchObject({
      lines: [`1: ${RECORD}`],
      formats: ['firehose'],
    });
  });
});
