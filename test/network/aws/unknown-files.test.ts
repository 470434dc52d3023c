import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { problemsOf } from './problems-of.ts';

const KNOWN =
  'Vpcs, Subnets, NetworkInterfaces, SecurityGroups, SecurityGroupRules, NetworkAcls, RouteTables, InternetGateways, ' +
  'EgressOnlyInternetGateways, NatGateways, VpcEndpoints, PrefixLists, Entries, VpcPeeringConnections, ' +
  'TransitGatewayVpcAttachments, Reservations, VpcBlockPublicAccessOptions, VpcBlockPublicAccessExclusions';

describe('files that are not describe-* output', () => {
  it.each<[string, unknown, string]>([
    [
      'other JSON',
      { foo: 1, bar: [] },
      `not describe-* output: top-level members "foo", "bar"; expected one of ${KNOWN}`,
    ],
    [
      'much other JSON',
      Object.fromEntries('abcdefgh'.split('').map((c) => [c, 1])),
      `not describe-* output: top-level members "a", "b", "c", "d", "e", "f", and 2 more; expected one of ${KNOWN}`,
    ],
    ['an empty object', {}, `not describe-* output: no members; expected one of ${KNOWN}`],
    ['an empty list', [], `not describe-* output: an empty list; expected one of ${KNOWN}`],
    ['a list of something else', [5], `[0]: not describe-* output: 5; expected one of ${KNOWN}`],
    ['an empty file', ' \n', 'empty file'],
    ['a cut file', '{"Vpcs": [\n {"VpcId": "vpc-1"', 'broken JSON: it ends too early, in line 2'],
    ['a file cut in a text', '{"Vpcs": [{"VpcId": "vpc', 'broken JSON: it ends too early, in line 1'],
    [
      'a stray comma',
      '{"Vpcs": [],\n  }',
      'broken JSON at line 2, column 3: expected double-quoted property name',
    ],
    [
      'a broken second document',
      '{"Vpcs": []}\n{"Vpcs": [],,}\n',
      'broken JSON at line 2, column 13: expected double-quoted property name',
    ],
    [
      'text output',
      'VPCS\t10.0.0.0/16\tdopt-1',
      'not JSON (describe-* output is needed as "aws ... --output json" writes it)',
    ],
    [
      'a flow-log record',
      '2 123456789010 eni-1 10.0.0.1 10.0.0.2 1 2 6 3 4 5 6 REJECT OK\n',
      'not JSON (it looks like a flow log: use "flowblame ingest")',
    ],
    [
      'a flow-log header',
      'srcaddr dstaddr dstport\n10.0.0.1 10.0.0.2 80',
      'not JSON (it looks like a flow log: use "flowblame ingest")',
    ],
    [
      'a compressed file',
      gzipSync('{}'),
      'not JSON (it is gzip-compressed; a flow log is for "flowblame ingest")',
    ],
    [
      'entries of an unknown list',
      { Entries: [] },
      'Entries: no prefix-list id, as this output does not hold it: name the file after the list (pl-….json) or say --prefix-list ID=FILE',
    ],
  ])('%s', async (_case, content, problem) => {
    expect(await problemsOf('x.json', content)).toEqual([problem]);
  });

  it('do not take any word with "pl-" for a prefix list', async () => {
    expect(await problemsOf('pl-entries.json', { Entries: [] })).toHaveLength(1);
    expect(await problemsOf('simpl-abc.json', { Entries: [] })).toHaveLength(1);
  });
});
