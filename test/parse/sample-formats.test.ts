import { describe, expect, test } from 'vitest';
import { readAll } from './read-all.ts';

// Records as the Amazon VPC User Guide shows them.
const V2_ACCEPT =
  '2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK';
const V2_NODATA = '2 123456789010 eni-1235b8ca123456789 - - - - - - - 1431280876 1431280934 - NODATA';
const V2_ICMP =
  '2 123456789010 eni-1235b8ca123456789 203.0.113.12 172.31.16.139 0 0 1 4 336 1432917027 1432917142 ACCEPT OK';
const V2_HEADER =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';

const ACCEPT_ROW = {
  version: 2,
  account_id: '123456789010',
  interface_id: 'eni-1235b8ca123456789',
  srcaddr: '172.31.16.139',
  dstaddr: '172.31.16.21',
  srcport: 20641,
  dstport: 22,
  protocol: 6,
  packets: 20n,
  bytes: 4249n,
  start: 1418530010n,
  end: 1418530070n,
  action: 'ACCEPT',
  log_status: 'OK',
};
const NODATA_ROW = {
  version: 2,
  account_id: '123456789010',
  interface_id: 'eni-1235b8ca123456789',
  start: 1431280876n,
  end: 1431280934n,
  log_status: 'NODATA',
};

describe('default format', () => {
  test.each([
    ['with a header', `${V2_HEADER}\n${V2_ACCEPT}\n${V2_NODATA}\n`],
    ['without a header', `${V2_ACCEPT}\n${V2_NODATA}\n`],
    ['without a final line feed', `${V2_ACCEPT}\n${V2_NODATA}`],
    ['with CRLF', `${V2_HEADER}\r\n${V2_ACCEPT}\r\n${V2_NODATA}\r\n`],
    ['with blank lines', `\n${V2_HEADER}\n\n${V2_ACCEPT}\n \t\n\r\n${V2_NODATA}\n\n`],
    ['with a byte order mark', `\ufeff${V2_HEADER}\n${V2_ACCEPT}\n${V2_NODATA}\n`],
    [
      'with runs of spaces and tabs',
      `  ${V2_ACCEPT.replaceAll(' ', '  ')}  \n\t${V2_NODATA.replaceAll(' ', '\t ')}\t\n`,
    ],
    [
      'behind the timestamps of an export',
      `2018-09-22T20:28:14.000Z ${V2_ACCEPT}\n2018-09-22T20:29:12.000Z  ${V2_NODATA}\n`,
    ],
  ])('%s', async (_, text) => {
    const { rows, unparsed } = await readAll(text);
    expect(unparsed).toEqual([]);
    expect(rows).toEqual([ACCEPT_ROW, NODATA_ROW]);
  });

  test('SKIPDATA and ICMP are ordinary records', async () => {
    const { rows } = await readAll(`${V2_NODATA.replace('NODATA', 'SKIPDATA')}\n${V2_ICMP}\n`);
    expect(rows[0]).toEqual({ ...NODATA_ROW, log_status: 'SKIPDATA' });
    expect(rows[1]).toMatchObject({ srcport: 0, dstport: 0, protocol: 1, packets: 4n });
  });

  test('the account may be unknown, and leading zeros belong to it', async () => {
    const { rows } = await readAll(
      [V2_ACCEPT.replace('123456789010', 'unknown'), V2_ACCEPT.replace('123456789010', '012345678901')].join(
        '\n',
      ),
    );
    expect(rows.map((row) => row['account_id'])).toEqual(['unknown', '012345678901']);
  });
});

describe('custom formats', () => {
  test('version 3 with bytes before packets', async () => {
    const { rows, unparsed } =
      await readAll(`version vpc-id subnet-id instance-id interface-id account-id type srcaddr dstaddr srcport dstport pkt-srcaddr pkt-dstaddr protocol bytes packets start end action tcp-flags log-status
3 vpc-abcdefab012345678 subnet-aaaaaaaa012345678 i-01234567890123456 eni-1235b8ca123456789 123456789010 IPv4 10.0.0.62 52.213.180.42 5001 43638  10.0.0.62 52.213.180.42 6 1260 17 1566933133 1566933193 ACCEPT 3 OK
`);
    expect(unparsed).toEqual([]);
    expect(rows[0]).toMatchObject({
      dstport: 43638,
      pkt_srcaddr: '10.0.0.62',
      bytes: 1260n,
      packets: 17n,
      tcp_flags: 3,
    });
  });

  test('version 5', async () => {
    const { rows } =
      await readAll(`version srcaddr dstaddr srcport dstport protocol start end type packets bytes account-id vpc-id subnet-id instance-id interface-id region az-id sublocation-type sublocation-id action tcp-flags pkt-srcaddr pkt-dstaddr pkt-src-aws-service pkt-dst-aws-service traffic-path flow-direction log-status
5 52.95.128.179 10.0.0.71 80 34210 6 1616729292 1616729349 IPv4 14 15044 123456789012 vpc-abcdefab012345678 subnet-aaaaaaaa012345678 i-0c50d5961bcb2d47b eni-1235b8ca123456789 ap-southeast-2 apse2-az3 - - ACCEPT 19 52.95.128.179 10.0.0.71 S3 - - ingress OK
5 10.0.0.71 52.95.128.179 34210 80 6 1616729292 1616729349 IPv4 7 471 123456789012 vpc-abcdefab012345678 subnet-aaaaaaaa012345678 i-0c50d5961bcb2d47b eni-1235b8ca123456789 ap-southeast-2 apse2-az3 - - ACCEPT 3 10.0.0.71 52.95.128.179 - S3 8 egress OK
`);
    expect(rows[0]).toMatchObject({
      pkt_src_aws_service: 'S3',
      flow_direction: 'ingress',
      az_id: 'apse2-az3',
    });
    expect(rows[0]).not.toHaveProperty('traffic_path');
    expect(rows[1]).toMatchObject({ pkt_dst_aws_service: 'S3', flow_direction: 'egress', traffic_path: 8 });
  });

  test('neither version nor interface is needed', async () => {
    const { rows } = await readAll(`instance-id srcaddr dstaddr pkt-srcaddr pkt-dstaddr
- 10.0.1.5 10.0.0.220 10.0.1.5 203.0.113.5
`);
    expect(rows).toEqual([
      { srcaddr: '10.0.1.5', dstaddr: '10.0.0.220', pkt_srcaddr: '10.0.1.5', pkt_dstaddr: '203.0.113.5' },
    ]);
  });

  test('regional NAT gateways and encryption', async () => {
    const { rows } = await readAll(`resource-id interface-id srcaddr dstaddr
nat-1234567890abcdef - 10.0.1.5 203.0.113.5
flow-direction traffic-path srcaddr dstaddr srcport dstport encryption-status
ingress - 10.0.133.8 10.0.128.55 43236 80 1
`);
    expect(rows).toEqual([
      { resource_id: 'nat-1234567890abcdef', srcaddr: '10.0.1.5', dstaddr: '203.0.113.5' },
      {
        flow_direction: 'ingress',
        srcaddr: '10.0.133.8',
        dstaddr: '10.0.128.55',
        srcport: 43236,
        dstport: 80,
        encryption_status: 1,
      },
    ]);
  });

  test('names given for lines without a header, with a timestamp or not', async () => {
    const { rows, unparsed } = await readAll(
      '10.0.0.1 accept-me 443 REJECT\n2018-09-22T20:28:14.000Z 10.0.0.2 - 53 ACCEPT\n',
      { fields: ['srcaddr', 'my-note', 'dstport', 'action'] },
    );
    expect(unparsed).toEqual([]);
    expect(rows).toEqual([
      { srcaddr: '10.0.0.1', dstport: 443, action: 'REJECT', extra: { 'my-note': 'accept-me' } },
      { srcaddr: '10.0.0.2', dstport: 53, action: 'ACCEPT' },
    ]);
  });

  test('a given first field may itself be a timestamp', async () => {
    const { rows } = await readAll('2018-09-22T20:28:14.000Z 10.0.0.2\n', { fields: ['seen-at', 'srcaddr'] });
    expect(rows).toEqual([{ srcaddr: '10.0.0.2', extra: { 'seen-at': '2018-09-22T20:28:14.000Z' } }]);
  });
});
