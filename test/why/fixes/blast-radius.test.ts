import { describe, expect, it, onTestFinished } from 'vitest';
import type { NetworkResources } from '../../../src/network/aws/resources.ts';
import { ruleTables } from '../../../src/network/rule-tables/rule-tables.ts';
import { replaceRuleTables } from '../../../src/store/network-tables.ts';
import { blastRadii, type BlastWindow } from '../../../src/why/fixes/blast-radius.ts';
import { RuleScratch } from '../../../src/why/rule-scratch.ts';
import type { Stage } from '../../../src/why/path.ts';
import {
  aclEntry,
  network,
  networkAcl,
  networkInterface,
  permission,
  securityGroup,
  subnet,
} from '../../network/networks.ts';
import { ingestText, openStore } from '../../store/stores.ts';
import { ASKED, CLIENT, end, onlyChange, SERVER, stage } from './stages.ts';

const HEADER =
  'interface-id subnet-id flow-direction srcaddr dstaddr srcport dstport protocol tcp-flags start end action log-status';
const OUTSIDE = '198.51.100.7';

/** A refused SYN from the client to port 443; what is given takes its place. */
interface Line {
  readonly at?: string;
  readonly subnet?: string;
  readonly direction?: string;
  readonly src?: string;
  readonly dst: string;
  readonly ports?: readonly [number, number];
  readonly protocol?: number;
  readonly flags?: number;
  readonly action?: string;
  readonly start?: number;
}

function line({
  at = 'eni-2',
  subnet: id = 'subnet-1',
  direction = 'ingress',
  src = CLIENT,
  dst,
  ports = [50000, 443],
  ...rest
}: Line): string {
  const { protocol = 6, flags = 2, action = 'REJECT', start = 1000 } = rest;
  return [at, id, direction, src, dst, ...ports, protocol, flags, start, start + 30, action, 'OK'].join(' ');
}

const at = (address: string) => ({ SubnetId: 'subnet-1', VpcId: 'vpc-1', address });
const GROUPED = network({
  subnets: [subnet('subnet-1', 'vpc-1', '10.0.1.0/24'), subnet('subnet-2', 'vpc-1', '10.0.2.0/24')],
  networkInterfaces: [
    networkInterface('eni-1', at(SERVER), ['sg-a']),
    networkInterface('eni-2', at('10.0.1.21'), ['sg-a']),
    networkInterface('eni-3', at('10.0.1.22'), ['sg-a', 'sg-open']),
    networkInterface('eni-4', at('10.0.1.23'), ['sg-other']),
  ],
  securityGroups: [
    securityGroup('sg-a', 'vpc-1'),
    {
      ...securityGroup('sg-open', 'vpc-1'),
      IpPermissions: [permission({ FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '0.0.0.0/0' }] })],
    },
    securityGroup('sg-other', 'vpc-1'),
  ],
  networkAcls: [
    {
      ...networkAcl('acl-1', 'vpc-1'),
      IsDefault: true,
      Entries: [aclEntry(100), aclEntry(100, { Egress: true })],
    },
  ],
});
const SG_STAGE = stage({ layer: 'sg', interfaceId: 'eni-1' });

async function radius(
  lines: readonly Line[],
  resources: NetworkResources,
  from: Stage,
  asked = ASKED,
  window: BlastWindow = { sinceS: null, untilS: null },
) {
  const store = await openStore();
  const scratch = await RuleScratch.open(resources);
  onTestFinished(() => scratch.close());
  await replaceRuleTables(store, ruleTables([{ validFromS: null, validToS: null, resources }]));
  await ingestText(store, `${[HEADER, ...lines.map(line)].join('\n')}\n`);
  const shown = { change: onlyChange(from, resources, asked), shownBy: from, asked };
  const [found] = await blastRadii(store, [shown], { resources, scratch }, window);
  return found;
}

describe('the blast radius of a group rule', () => {
  it('counts flows at other interfaces with the group, and not the connection that it is for', async () => {
    const found = await radius(
      [
        { dst: SERVER, at: 'eni-1' },
        { dst: SERVER, at: 'eni-1', ports: [50001, 443] },
        { dst: '10.0.1.21' },
        { dst: '10.0.1.21' },
        { dst: '10.0.1.21', ports: [50001, 443] },
      ],
      GROUPED,
      SG_STAGE,
    );
    expect(found).toEqual({ flows: 2, records: 3, sources: 1, someSources: [CLIENT], interfaces: 3 });
  });

  it('leaves out what the rule does not let through, and what groups have not refused', async () => {
    const others: readonly (readonly [string, Line])[] = [
      ['another port', { dst: '10.0.1.21', ports: [50000, 80] }],
      ['another protocol', { dst: '10.0.1.21', protocol: 17 }],
      ['from elsewhere', { dst: '10.0.1.21', src: '10.0.0.11' }],
      ['the other direction', { dst: '10.0.1.21', direction: 'egress' }],
      ['let through', { dst: '10.0.1.21', ports: [50001, 443], action: 'ACCEPT' }],
      ['let through by another group of the interface', { at: 'eni-3', dst: '10.0.1.22' }],
      ['at an interface without the group', { at: 'eni-4', dst: '10.0.1.23' }],
      ['an answer', { dst: '10.0.1.21', ports: [50002, 443], flags: 18 }],
    ];
    const opened = { dst: '10.0.1.21', ports: [50003, 443] as const };
    const found = await radius([...others.map(([, other]) => other), opened], GROUPED, SG_STAGE);
    expect(found).toMatchObject({ flows: 1, records: 1, sources: 1, someSources: [CLIENT] });
  });

  it('leaves out what belongs to a connection that was let through before', async () => {
    const refused = { dst: '10.0.1.21', flags: 0 };
    const opener = {
      src: '10.0.1.21',
      dst: CLIENT,
      ports: [443, 50000],
      direction: 'egress',
      action: 'ACCEPT',
    } as const;
    expect(await radius([refused, opener], GROUPED, SG_STAGE)).toMatchObject({ flows: 0 });
    expect(await radius([refused, { ...opener, start: 1031 }], GROUPED, SG_STAGE)).toMatchObject({
      flows: 1,
    });
  });

  it('counts all senders when the rule is for the Internet, and names those with most records', async () => {
    const asked = { ...ASKED, src: end(OUTSIDE, { kind: 'internet' }) };
    const from = { ...SG_STAGE, packet: { ...SG_STAGE.packet, srcaddr: OUTSIDE } };
    const senders = Array.from({ length: 12 }, (_, i) => `203.0.113.${100 + i}`);
    const lines = [
      ...senders.map((src) => ({ src, dst: '10.0.1.21' })),
      { src: '203.0.113.111', dst: '10.0.1.21', ports: [50001, 443] as const },
      { src: '203.0.113.5', dst: SERVER, at: 'eni-1' },
      { src: '2001:db8::5', dst: '2001:db8::6' },
    ];
    const found = await radius(lines, GROUPED, from, asked);
    expect(found).toMatchObject({ flows: 13, records: 13, sources: 12 });
    expect(found?.someSources).toEqual(['203.0.113.111', ...senders.slice(0, 9)]);
  });

  it('counts what was logged in the window alone', async () => {
    const lines = [999, 1000, 1999, 2000].map((start, i) => ({
      dst: '10.0.1.21',
      ports: [50000 + i, 443] as const,
      start,
    }));
    const found = (window: BlastWindow) => radius(lines, GROUPED, SG_STAGE, ASKED, window);
    expect(await found({ sinceS: 1000, untilS: 2000 })).toMatchObject({ flows: 2 });
    expect(await found({ sinceS: 1000, untilS: null })).toMatchObject({ flows: 3 });
    expect(await found({ sinceS: null, untilS: 2000 })).toMatchObject({ flows: 3 });
  });

  it('tells the direction by the interface where the log has none', async () => {
    const unknown = { direction: '-' };
    const found = await radius(
      [
        { dst: '10.0.1.21', ...unknown },
        { src: '10.0.1.21', dst: SERVER, ...unknown },
      ],
      GROUPED,
      SG_STAGE,
    );
    expect(found).toMatchObject({ flows: 1 });
  });
});

describe('the blast radius of an entry', () => {
  const CLOSED = {
    ...GROUPED,
    networkAcls: [
      {
        ...networkAcl('acl-1', 'vpc-1'),
        Associations: [{ SubnetId: 'subnet-1' }],
        Entries: [
          aclEntry(10, { CidrBlock: '203.0.113.0/24', RuleAction: 'deny' }),
          aclEntry(32767, { RuleAction: 'deny' }),
        ],
      },
      { ...networkAcl('acl-2', 'vpc-1'), IsDefault: true, Entries: [] },
    ],
  } as NetworkResources;
  const ACL_STAGE = stage({ layer: 'nacl', interfaceId: 'eni-1', subnetId: 'subnet-1' });

  it('counts flows at all interfaces of the subnets, also of those that are gone', async () => {
    const found = await radius(
      [
        { dst: '10.0.1.21' },
        { at: 'eni-4', dst: '10.0.1.23' },
        { at: 'eni-gone', dst: '10.0.1.99' },
        { at: 'eni-gone', subnet: 'subnet-2', dst: '10.0.2.99' },
        { at: 'eni-1', dst: SERVER },
        { dst: '10.0.1.21', flags: 18 },
      ],
      CLOSED,
      ACL_STAGE,
    );
    expect(found).toEqual({ flows: 3, records: 4, sources: 1, someSources: [CLIENT], interfaces: 4 });
  });

  it('leaves out what an earlier entry goes on refusing', async () => {
    const asked = { ...ASKED, src: end(OUTSIDE, { kind: 'internet' }) };
    const from = { ...ACL_STAGE, packet: { ...ACL_STAGE.packet, srcaddr: OUTSIDE } };
    const lines = [
      { src: '203.0.113.5', dst: '10.0.1.21' },
      { src: '192.0.2.5', dst: '10.0.1.21' },
    ];
    expect(await radius(lines, CLOSED, from, asked)).toMatchObject({ flows: 1, someSources: ['192.0.2.5'] });
  });

  it('of replies leaves out those of the service that was asked for', async () => {
    const reply = stage({ leg: 'reply', direction: 'egress', interfaceId: 'eni-1', subnetId: 'subnet-1' });
    const answer = { at: 'eni-1', direction: 'egress', src: SERVER, dst: CLIENT } as const;
    const found = await radius(
      [
        { ...answer, ports: [443, 50000] },
        { ...answer, ports: [443, 50001] },
        { ...answer, ports: [22, 50000] },
        { ...answer, ports: [22, 80] },
      ],
      CLOSED,
      reply,
    );
    expect(found).toMatchObject({ flows: 1, records: 1, someSources: [SERVER] });
  });

  it('counts ICMP whose type the log does not tell', async () => {
    const packet = { protocol: 1, srcaddr: CLIENT, dstaddr: SERVER, srcport: null, dstport: null };
    const ping = { dst: '10.0.1.21', protocol: 1, ports: [0, 0] as const, flags: 0 };
    expect(await radius([ping], CLOSED, { ...ACL_STAGE, packet })).toMatchObject({ flows: 1 });
  });

  it('is none in a log without refusals', async () => {
    expect(await radius([{ dst: '10.0.1.21', action: 'ACCEPT' }], CLOSED, ACL_STAGE)).toMatchObject({
      flows: 0,
      interfaces: 4,
    });
  });
});

it('of a route is the interfaces that use the table', async () => {
  const resources = {
    ...GROUPED,
    routeTables: [{ RouteTableId: 'rtb-1', VpcId: 'vpc-1', Associations: [{ Main: true }], Routes: [] }],
    internetGateways: [{ InternetGatewayId: 'igw-1', Attachments: [{ VpcId: 'vpc-1', State: 'available' }] }],
    natGateways: [{ NatGatewayId: 'nat-1', VpcId: 'vpc-1', State: 'available', NatGatewayAddresses: [] }],
  };
  const packet = { ...SG_STAGE.packet, srcaddr: SERVER, dstaddr: OUTSIDE };
  const from = stage({
    layer: 'route',
    direction: 'egress',
    interfaceId: 'eni-1',
    reason: 'NO_ROUTE_TO_DESTINATION',
    packet,
  });
  const asked = { ...ASKED, src: end(SERVER), dst: end(OUTSIDE) };
  expect(await radius([{ dst: '10.0.1.21' }], resources, from, asked)).toEqual({
    flows: 0,
    records: 0,
    sources: 0,
    someSources: [],
    interfaces: 4,
  });
});
