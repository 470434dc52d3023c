import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { awsCli, terraform } from '../../src/reports/fix-commands.ts';
import type { Change } from '../../src/why/answer.ts';

const TCP = { protocol: 6, ports: { from: 443, to: 443 }, icmpType: null, block: '10.0.0.5/32' };
const GROUP: Change = { kind: 'authorize-group-rule', groupId: 'sg-0abc', direction: 'ingress', ...TCP };
const ENTRY: Change = {
  kind: 'create-acl-entry',
  aclId: 'acl-0abc',
  direction: 'egress',
  ruleNumber: 90,
  ...TCP,
  ports: { from: 1024, to: 65535 },
};
const ECHO6 = { protocol: 58, ports: null, icmpType: 128, block: '2001:db8::1/128' };
const ROUTE: Change = {
  kind: 'create-route',
  routeTableId: 'rtb-0abc',
  destination: '0.0.0.0/0',
  target: 'igw-0abc',
};
const ADDRESS: Change = { kind: 'associate-address', interfaceId: 'eni-0abc', privateAddress: '10.0.0.5' };

describe('the AWS CLI command', () => {
  it.each<[string, Change, string]>([
    [
      'authorizes a group rule',
      GROUP,
      `aws ec2 authorize-security-group-ingress --group-id sg-0abc --ip-permissions '[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"IpRanges":[{"CidrIp":"10.0.0.5/32"}]}]'`,
    ],
    [
      'of an outbound ICMPv6 rule',
      { ...GROUP, direction: 'egress', ...ECHO6 },
      `aws ec2 authorize-security-group-egress --group-id sg-0abc --ip-permissions '[{"IpProtocol":"icmpv6","FromPort":128,"ToPort":-1,"Ipv6Ranges":[{"CidrIpv6":"2001:db8::1/128"}]}]'`,
    ],
    [
      'of a protocol without ports',
      { ...GROUP, ...TCP, protocol: 50, ports: null },
      `aws ec2 authorize-security-group-ingress --group-id sg-0abc --ip-permissions '[{"IpProtocol":"50","IpRanges":[{"CidrIp":"10.0.0.5/32"}]}]'`,
    ],
    [
      'creates an entry',
      ENTRY,
      'aws ec2 create-network-acl-entry --network-acl-id acl-0abc --egress --rule-number 90 --protocol 6 --port-range From=1024,To=65535 --cidr-block 10.0.0.5/32 --rule-action allow',
    ],
    [
      'creates an ICMPv6 entry',
      { ...ENTRY, direction: 'ingress', ...ECHO6 },
      'aws ec2 create-network-acl-entry --network-acl-id acl-0abc --ingress --rule-number 90 --protocol 58 --icmp-type-code Type=128,Code=-1 --ipv6-cidr-block 2001:db8::1/128 --rule-action allow',
    ],
    [
      'creates a route',
      ROUTE,
      'aws ec2 create-route --route-table-id rtb-0abc --destination-cidr-block 0.0.0.0/0 --gateway-id igw-0abc',
    ],
    [
      'replaces an IPv6 route',
      { ...ROUTE, kind: 'replace-route', destination: '::/0', target: 'eigw-0abc' },
      'aws ec2 replace-route --route-table-id rtb-0abc --destination-ipv6-cidr-block ::/0 --egress-only-internet-gateway-id eigw-0abc',
    ],
    [
      'allocates an address and associates it',
      ADDRESS,
      'allocation_id=$(aws ec2 allocate-address --domain vpc --query AllocationId --output text) && aws ec2 associate-address --network-interface-id eni-0abc --private-ip-address 10.0.0.5 --allocation-id "$allocation_id"',
    ],
  ])('%s', (_, change, expected) => {
    expect(awsCli(change)).toBe(expected);
  });

  it.each([
    ['nat-1', '--nat-gateway-id nat-1'],
    ['pcx-1', '--vpc-peering-connection-id pcx-1'],
    ['tgw-1', '--transit-gateway-id tgw-1'],
  ])('names the target %s', (target, option) => {
    expect(awsCli({ ...ROUTE, target })).toContain(option);
  });

  it('is none for what takes a hand', () => {
    expect(awsCli({ kind: 'by-hand', resource: 'acl-0abc' })).toBeNull();
  });

  it('hands any id to the program as it is, whatever a shell would make of it', () => {
    const awkward = fc.stringMatching(/^[ -~\n\t]{1,12}$/);
    const one = fc
      .sample(awkward, 40)
      .concat(["a'b", '$(touch x)', '`x`', '--query', 'a;b', '"', '\\', 'a\nb']);
    const script = one
      .map((id) => awsCli({ ...GROUP, groupId: id }))
      .map(
        (command) =>
          `aws() { printf '%s\\0' "$3"; case $3 in --group-id) printf '%s\\0' "$4";; *) printf '\\0';; esac; }; ${command}`,
      )
      .join('\n');
    const written = execFileSync('sh', ['-c', script]).toString().split('\0');
    const read = one.map((_, i) => {
      const [name = '', value = ''] = written.slice(2 * i, 2 * i + 2);
      return name === '--group-id' ? value : name.slice('--group-id='.length);
    });
    expect(read).toEqual(one);
  });
});

describe('the Terraform text', () => {
  it('has one resource for a group rule', () => {
    expect(
      terraform(GROUP),
    ).toBe(`resource "aws_vpc_security_group_ingress_rule" "flowblame_sg_0abc_ingress_tcp_443_443_10_0_0_5_32" {
  security_group_id = "sg-0abc"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "10.0.0.5/32"
}`);
    expect(terraform({ ...GROUP, ...TCP, protocol: 50, ports: null, direction: 'egress' })).toBe(
      `resource "aws_vpc_security_group_egress_rule" "flowblame_sg_0abc_egress_50_10_0_0_5_32" {
  security_group_id = "sg-0abc"
  ip_protocol       = "50"
  cidr_ipv4         = "10.0.0.5/32"
}`,
    );
  });

  it('has one resource for an entry', () => {
    expect(
      terraform({ ...ENTRY, ...ECHO6 }),
    ).toBe(`resource "aws_network_acl_rule" "flowblame_acl_0abc_egress_90" {
  network_acl_id  = "acl-0abc"
  egress          = true
  rule_number     = 90
  rule_action     = "allow"
  protocol        = "58"
  icmp_type       = 128
  icmp_code       = -1
  ipv6_cidr_block = "2001:db8::1/128"
}`);
    expect(terraform(ENTRY)).toContain('from_port      = 1024\n  to_port        = 65535\n');
  });

  it('imports the route that it replaces', () => {
    expect(terraform({ ...ROUTE, kind: 'replace-route', target: 'nat-0abc' })).toBe(`import {
  to = aws_route.flowblame_rtb_0abc_0_0_0_0_0
  id = "rtb-0abc_0.0.0.0/0"
}

resource "aws_route" "flowblame_rtb_0abc_0_0_0_0_0" {
  route_table_id         = "rtb-0abc"
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = "nat-0abc"
}`);
    expect(terraform(ROUTE)).not.toContain('import');
  });

  it('associates a new address', () => {
    expect(terraform(ADDRESS)).toBe(`resource "aws_eip" "flowblame_eni_0abc_10_0_0_5" {
  domain = "vpc"
}

resource "aws_eip_association" "flowblame_eni_0abc_10_0_0_5" {
  allocation_id        = aws_eip.flowblame_eni_0abc_10_0_0_5.id
  network_interface_id = "eni-0abc"
  private_ip_address   = "10.0.0.5"
}`);
  });

  it('is none for what takes a hand', () => {
    expect(terraform({ kind: 'by-hand', resource: null })).toBeNull();
  });

  it.each([
    ['quotes', 'a"b\\', String.raw`"a\"b\\"`],
    ['templates', '${x}%{y}', '"$${x}%%{y}"'],
    ['lines', 'a\nb', String.raw`"a\u000ab"`],
  ])('keeps %s in a text', (_, groupId, written) => {
    expect(terraform({ ...GROUP, groupId })?.split('\n')[1]).toBe(`  security_group_id = ${written}`);
  });
});
