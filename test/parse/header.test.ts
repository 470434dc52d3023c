import { describe, expect, test } from 'vitest';
import { readAll } from './read-all.ts';

describe('headers (traps 1 and 2)', () => {
  test('begin with any field, and in any order', async () => {
    const { rows } = await readAll('dstport srcaddr action\n22 10.0.0.1 REJECT\n');
    expect(rows).toEqual([{ dstport: 22, srcaddr: '10.0.0.1', action: 'REJECT' }]);
  });

  test('may come anywhere and with another order', async () => {
    const { rows, progress } = await readAll(
      'srcaddr dstaddr bytes\n10.0.0.1 10.0.0.2 7\nbytes dstaddr srcaddr action\n8 10.0.0.4 10.0.0.3 REJECT\n',
    );
    expect(rows).toEqual([
      { srcaddr: '10.0.0.1', dstaddr: '10.0.0.2', bytes: 7n },
      { srcaddr: '10.0.0.3', dstaddr: '10.0.0.4', bytes: 8n, action: 'REJECT' },
    ]);
    expect(progress.fields).toEqual(['srcaddr', 'dstaddr', 'bytes', 'action']);
  });

  test('may have a byte order mark each, where files were joined', async () => {
    const { rows } = await readAll('\ufeffsrcport dstport\n1 2\n\ufeffdstport srcport\n4 3\n');
    expect(rows).toEqual([
      { srcport: 1, dstport: 2 },
      { srcport: 3, dstport: 4 },
    ]);
  });

  test('are known under underscores, as Parquet has the names', async () => {
    const { rows, progress } = await readAll('interface_id log_status\neni-1 OK\n');
    expect(rows).toEqual([{ interface_id: 'eni-1', log_status: 'OK' }]);
    expect(progress.fields).toEqual(['interface-id', 'log-status']);
  });

  test('stay headers with names of tomorrow, whose values are kept', async () => {
    const { rows, batches, progress } = await readAll(
      'srcaddr quantum-state action mood\n10.0.0.1 up REJECT -\n10.0.0.2 - ACCEPT sad\n',
    );
    expect(rows).toEqual([
      { srcaddr: '10.0.0.1', action: 'REJECT', extra: { 'quantum-state': 'up' } },
      { srcaddr: '10.0.0.2', action: 'ACCEPT', extra: { mood: 'sad' } },
    ]);
    expect(batches[0]?.schema.fields.at(-1)?.name).toBe('extra');
    expect(progress.fields).toEqual(['srcaddr', 'quantum-state', 'action', 'mood']);
  });

  test('need half of their names to be known', async () => {
    const { rows, unparsed } = await readAll('this line has an action field\n');
    expect(rows).toEqual([]);
    expect(unparsed[0]?.reason).toBe('no header and not the default format: name the fields with --fields');
  });

  test('with a name twice name nothing: their lines are not read', async () => {
    const { rows, unparsed } = await readAll(
      'srcaddr dstaddr srcaddr\n10.0.0.1 10.0.0.2 10.0.0.3\nsrcaddr\n10.0.0.4\n',
    );
    expect(unparsed).toEqual([
      { lineNumber: 2, reason: 'the header has field "srcaddr" twice', line: '10.0.0.1 10.0.0.2 10.0.0.3' },
    ]);
    expect(rows).toEqual([{ srcaddr: '10.0.0.4' }]);
  });

  test('are not mistaken for records where all fields are text', async () => {
    const { rows } = await readAll('account-id interface-id\n1 eni-1\ninterface-id account-id\neni-2 2\n');
    expect(rows).toEqual([
      { account_id: '1', interface_id: 'eni-1' },
      { account_id: '2', interface_id: 'eni-2' },
    ]);
  });
});

describe('Transit Gateway records (trap 16)', () => {
  const HEADER = 'version resource-type account-id tgw-id srcaddr dstaddr packets-lost-no-route log-status';
  const RECORD = '6 TransitGateway 123456789010 tgw-1 10.0.0.1 10.1.0.1 0 OK';
  const REASON =
    'Transit Gateway record (version 6): it has no interface and no action, so no rule can be named';

  test('are refused under their header, until one of a VPC follows', async () => {
    const { rows, unparsed } = await readAll(
      `${HEADER}\n${RECORD}\nnot even that\nsrcaddr action\n10.0.0.9 REJECT\n`,
    );
    expect(unparsed.map((line) => line.reason)).toEqual([REASON, REASON]);
    expect(rows).toEqual([{ srcaddr: '10.0.0.9', action: 'REJECT' }]);
  });

  test.each([
    ['without a header', RECORD, undefined],
    ['under the header of a VPC', `srcaddr action\n${RECORD}`, undefined],
    ['under given names', RECORD, ['version', 'region']],
    ['when only the version tells', `version srcaddr\n6 10.0.0.1`, undefined],
  ])('are refused %s', async (_, text, fields) => {
    const { rows, unparsed } = await readAll(text, fields ? { fields } : {});
    expect(rows).toEqual([]);
    expect(unparsed.map((line) => line.reason)).toEqual([REASON]);
  });

  test('do not claim a header of a VPC that gets one of their names', async () => {
    const { rows } = await readAll('interface-id action resource-type\neni-1 REJECT vpc\n');
    expect(rows).toEqual([{ interface_id: 'eni-1', action: 'REJECT', extra: { 'resource-type': 'vpc' } }]);
  });
});
