/** Answers to "why" as they come from the evaluator, made by hand. Times: the network of 2026-03-02T09:00:00Z. */
import type { Observed, ObservedLeg, WhyAnswer } from '../../src/why/answer.ts';
import type { End, Packet, Stage } from '../../src/why/path.ts';

export const CAPTURED_AT_S = 1_772_442_000;
const HOUR = 3600;

export const HEAD = {
  flowblame: '0.1.0',
  command: 'why',
  window: { since: null, until: null },
  coverage: { records: 1200, skipdata: 0 },
};

function end(over: Partial<End> & Pick<End, 'address'>): End {
  return {
    input: over.address,
    kind: over.interfaceId ? 'interface' : 'address',
    publicAddress: null,
    sentTo: over.address,
    interfaceId: null,
    instanceId: null,
    subnetId: null,
    vpcId: null,
    name: null,
    ...over,
  };
}

const INTERNET = end({ input: 'internet', kind: 'internet', address: '198.51.100.7' });

const WEB = end({
  input: 'web-1',
  address: '10.0.1.10',
  publicAddress: '203.0.113.10',
  sentTo: '203.0.113.10',
  interfaceId: 'eni-0web0000000000001',
  instanceId: 'i-0web0000000000001',
  subnetId: 'subnet-0public00000001',
  vpcId: 'vpc-0main000000000001',
  name: 'web-1',
});

const APP = end({
  input: 'app-1',
  address: '10.0.2.20',
  interfaceId: 'eni-0app0000000000001',
  instanceId: 'i-0app0000000000001',
  subnetId: 'subnet-0private0000001',
  vpcId: 'vpc-0main000000000001',
  name: 'app-1',
});

const DB = end({
  input: 'eni-0db00000000000001',
  address: '10.0.3.30',
  interfaceId: 'eni-0db00000000000001',
  subnetId: 'subnet-0data0000000001',
  vpcId: 'vpc-0main000000000001',
});

function packet(srcaddr: string, srcport: number | null, dstaddr: string, dstport: number | null): Packet {
  return { protocol: 6, srcaddr, srcport, dstaddr, dstport };
}

function back({ srcaddr, srcport, dstaddr, dstport, ...rest }: Packet): Packet {
  return { ...rest, srcaddr: dstaddr, srcport: dstport, dstaddr: srcaddr, dstport: srcport };
}

/** Makes the stages at one interface. */
function at(place: Pick<End, 'interfaceId' | 'subnetId'>, leg: Stage['leg'], its: Packet) {
  const stage = (over: Partial<Stage> & Pick<Stage, 'layer' | 'direction'>): Stage => ({
    leg,
    interfaceId: place.interfaceId,
    subnetId: place.subnetId,
    packet: its,
    outcome: 'allow',
    ruleId: null,
    rule: null,
    securityGroups: [],
    reason: null,
    resource: null,
    nearestMiss: null,
    doubts: [],
    ...over,
  });
  return {
    groups: (direction: Stage['direction'], ids: readonly string[], over: Partial<Stage> = {}) =>
      stage({
        layer: 'sg',
        direction,
        securityGroups: ids,
        ...(leg === 'reply' ? { outcome: 'skip', reason: 'STATEFUL' } : {}),
        ...over,
      }),
    acl: (
      direction: Stage['direction'],
      id: string,
      entry: string,
      words: string,
      over: Partial<Stage> = {},
    ) =>
      stage({
        layer: 'nacl',
        direction,
        ruleId: `${id}:${direction}:${entry}`,
        rule: `${id} ${direction === 'egress' ? 'outbound' : 'inbound'} rule ${entry} ${words}`,
        resource: id,
        ...over,
      }),
    route: (table: string, block: string, target: string, over: Partial<Stage> = {}) =>
      stage({
        layer: 'route',
        direction: 'egress',
        ruleId: `${table}:${block}`,
        rule: `${table} ${block} ${target}`,
        resource: target,
        ...over,
      }),
    gateway: (target: string, over: Partial<Stage> = {}) =>
      stage({ layer: 'route', direction: 'ingress', resource: target, ...over }),
  };
}

const NONE = { records: 0, packets: 0, bytes: 0, firstSeenS: null, lastSeenS: null };

function some(records: number, from = CAPTURED_AT_S + HOUR, to = from + 50) {
  return { records, packets: records * 3, bytes: records * 180, firstSeenS: from, lastSeenS: to };
}

function seen(
  interfaceId: string,
  leg: ObservedLeg['leg'],
  direction: ObservedLeg['direction'],
  over: Partial<ObservedLeg> = {},
): ObservedLeg {
  return { interfaceId, leg, direction, accepted: NONE, rejected: NONE, flags: null, ...over };
}

function observed(legs: readonly ObservedLeg[], silence: Observed['silence'] = []): Observed {
  return { fromS: CAPTURED_AT_S, toS: CAPTURED_AT_S + 24 * HOUR, legs, silence };
}

/** What follows from the stages is filled in; the rest is as given. */
function answer(over: Partial<WhyAnswer> & Pick<WhyAnswer, 'src' | 'dst' | 'stages'>): WhyAnswer {
  const allBlocks = over.stages.filter(({ outcome }) => outcome === 'deny');
  const doubtful = over.stages.some(({ outcome }) => outcome === 'unknown');
  return {
    protocol: 6,
    dstport: 443,
    dstportFrom: 'given',
    srcport: 49_152,
    srcportGiven: false,
    reachable: allBlocks.length > 0 ? false : doubtful ? null : true,
    firstBlock: allBlocks[0] ?? null,
    allBlocks,
    sourcePorts: [],
    others: [],
    observed: observed([]),
    fixes: [],
    conclusion: { kind: 'open-not-seen', lastSeenS: null },
    capturedAtS: CAPTURED_AT_S,
    ...over,
  };
}

const ANY_PORTS = { from: 1024, to: 65_535 };
const ALLOW_ALL = 'All traffic 0.0.0.0/0 ALLOW';
const DENY_ALL = 'All traffic 0.0.0.0/0 DENY';

/** From the Internet to a web server, whose reply no outbound entry lets pass. */
export function blockedReply(): WhyAnswer {
  const asked = packet('198.51.100.7', 49_152, '10.0.1.10', 443);
  const [there, again] = [at(WEB, 'forward', asked), at(WEB, 'reply', back(asked))];
  const stages = [
    there.gateway('igw-0main000000000001'),
    there.acl('ingress', 'acl-0public000000001', '100', 'TCP 443 0.0.0.0/0 ALLOW'),
    there.groups('ingress', ['sg-0web0000000000001'], {
      ruleId: 'sgr-0web443000000001',
      rule: 'sg-0web0000000000001 inbound rule sgr-0web443000000001 TCP 443 0.0.0.0/0 ALLOW',
    }),
    again.groups('egress', ['sg-0web0000000000001']),
    again.acl('egress', 'acl-0public000000001', '*', DENY_ALL, {
      outcome: 'deny',
      reason: 'SUBNET_ACL_RESTRICTION',
      nearestMiss: {
        ruleId: 'acl-0public000000001:egress:100',
        rule: 'acl-0public000000001 outbound rule 100 TCP 443 0.0.0.0/0 ALLOW',
        mismatch: ['port'],
      },
    }),
    again.route('rtb-0public000000001', '0.0.0.0/0', 'igw-0main000000000001'),
  ];
  const web = 'eni-0web0000000000001';
  return answer({
    src: INTERNET,
    dst: WEB,
    stages,
    sourcePorts: [{ natInterfaceId: null, client: 'any', possible: ANY_PORTS, open: [] }],
    observed: observed([
      seen(web, 'forward', 'ingress', {
        accepted: some(42),
        flags: { syn: true, synAck: false, rst: false },
      }),
      seen(web, 'reply', 'egress', { rejected: some(40), flags: { syn: false, synAck: true, rst: false } }),
    ]),
    conclusion: { kind: 'blocked-and-seen', lastSeenS: CAPTURED_AT_S + HOUR + 50 },
    fixes: [
      {
        stage: 4,
        change: {
          kind: 'create-acl-entry',
          aclId: 'acl-0public000000001',
          direction: 'egress',
          ruleNumber: 200,
          protocol: 6,
          ports: ANY_PORTS,
          icmpType: null,
          block: '0.0.0.0/0',
        },
        blastRadius: {
          flows: 12,
          records: 34,
          sources: 3,
          someSources: ['10.0.1.10', '10.0.1.11', '10.0.1.12'],
          interfaces: 4,
        },
      },
    ],
  });
}

/** Between two subnets of a VPC: everything is open, and the logs saw it. */
export function openAndSeen(): WhyAnswer {
  const asked = { ...packet('10.0.2.20', 49_152, '10.0.3.30', 5432) };
  const [app, db] = [at(APP, 'forward', asked), at(DB, 'forward', asked)];
  const [dbBack, appBack] = [at(DB, 'reply', back(asked)), at(APP, 'reply', back(asked))];
  return answer({
    src: APP,
    dst: DB,
    dstport: 5432,
    dstportFrom: 'logs',
    stages: [
      app.groups('egress', ['sg-0app'], {
        ruleId: 'sgr-0out',
        rule: 'sg-0app outbound rule sgr-0out All traffic 0.0.0.0/0 ALLOW',
      }),
      app.acl('egress', 'acl-0private', '100', ALLOW_ALL),
      app.route('rtb-0private', '10.0.0.0/16', 'local'),
      db.acl('ingress', 'acl-0data', '100', ALLOW_ALL),
      db.groups('ingress', ['sg-0db', 'sg-0ops'], {
        ruleId: 'sgr-0pg',
        rule: 'sg-0db inbound rule sgr-0pg TCP 5432 sg-0app ALLOW',
      }),
      dbBack.groups('egress', ['sg-0db', 'sg-0ops']),
      dbBack.acl('egress', 'acl-0data', '100', ALLOW_ALL),
      dbBack.route('rtb-0data', '10.0.0.0/16', 'local'),
      appBack.acl('ingress', 'acl-0private', '100', ALLOW_ALL),
      appBack.groups('ingress', ['sg-0app']),
    ],
    sourcePorts: [
      {
        natInterfaceId: null,
        client: 'linux',
        possible: { from: 32_768, to: 60_999 },
        open: [{ from: 32_768, to: 60_999 }],
      },
    ],
    observed: observed([
      seen(APP.interfaceId ?? '', 'forward', 'egress', { accepted: some(8) }),
      seen(DB.interfaceId ?? '', 'forward', 'ingress', { accepted: some(8) }),
      seen(DB.interfaceId ?? '', 'reply', 'egress', { accepted: some(8) }),
      seen(APP.interfaceId ?? '', 'reply', 'ingress', { accepted: some(8) }),
    ]),
    conclusion: { kind: 'open-and-seen', lastSeenS: CAPTURED_AT_S + HOUR + 50 },
  });
}

/** Out to the Internet through a NAT gateway; some replies are refused on the way back to it. */
export function throughNat(): WhyAnswer {
  const far = end({ address: '192.0.2.80' });
  const nat = { interfaceId: 'eni-0nat0000000000001', subnetId: 'subnet-0public00000001' };
  const inner = packet('10.0.2.20', 49_152, '192.0.2.80', 443);
  const outer = packet('10.0.1.5', 49_152, '192.0.2.80', 443);
  const app = at(APP, 'forward', inner);
  const [natIn, natOut] = [at(nat, 'forward', inner), at(nat, 'forward', outer)];
  const [backIn, backOut] = [at(nat, 'reply', back(outer)), at(nat, 'reply', back(inner))];
  const appBack = at(APP, 'reply', back(inner));
  return answer({
    src: APP,
    dst: far,
    stages: [
      app.groups('egress', ['sg-0app'], {
        ruleId: 'sgr-0out',
        rule: 'sg-0app outbound rule sgr-0out All traffic 0.0.0.0/0 ALLOW',
      }),
      app.acl('egress', 'acl-0private', '100', ALLOW_ALL),
      app.route('rtb-0private', '0.0.0.0/0', 'nat-0main000000000001'),
      natIn.acl('ingress', 'acl-0public', '110', 'TCP 443 10.0.0.0/16 ALLOW'),
      natOut.acl('egress', 'acl-0public', '100', ALLOW_ALL),
      natOut.route('rtb-0public', '0.0.0.0/0', 'igw-0main000000000001'),
      backIn.acl('ingress', 'acl-0public', '120', 'TCP 49152-65535 0.0.0.0/0 ALLOW'),
      backOut.acl('egress', 'acl-0public', '100', ALLOW_ALL),
      backOut.route('rtb-0public', '10.0.0.0/16', 'local'),
      appBack.acl('ingress', 'acl-0private', '100', ALLOW_ALL),
      appBack.groups('ingress', ['sg-0app']),
    ],
    sourcePorts: [
      {
        natInterfaceId: null,
        client: 'linux',
        possible: { from: 32_768, to: 60_999 },
        open: [{ from: 32_768, to: 60_999 }],
      },
      {
        natInterfaceId: nat.interfaceId,
        client: 'aws-service',
        possible: ANY_PORTS,
        open: [{ from: 49_152, to: 65_535 }],
      },
    ],
    observed: observed(
      [
        seen(APP.interfaceId ?? '', 'forward', 'egress', { accepted: some(8) }),
        seen(nat.interfaceId, 'forward', 'ingress'),
        seen(nat.interfaceId, 'reply', 'ingress', { accepted: some(3), rejected: some(5) }),
      ],
      [{ interfaceId: nat.interfaceId, reason: 'packet-addresses-hidden' }],
    ),
    conclusion: { kind: 'open-but-refused', lastSeenS: CAPTURED_AT_S + HOUR + 50 },
  });
}

/** Over a peering connection without a route back; groups would refuse too. */
export function peering(): WhyAnswer {
  const peer = end({
    input: '10.9.0.9',
    address: '10.9.0.9',
    kind: 'interface',
    interfaceId: 'eni-0peer000000000001',
    subnetId: 'subnet-0peer0000000001',
    vpcId: 'vpc-0peer000000000001',
    name: 'reports',
  });
  const asked = packet('10.0.2.20', 49_152, '10.9.0.9', 8443);
  const [app, far] = [at(APP, 'forward', asked), at(peer, 'forward', asked)];
  const [farBack, appBack] = [at(peer, 'reply', back(asked)), at(APP, 'reply', back(asked))];
  return answer({
    src: APP,
    dst: peer,
    dstport: 8443,
    stages: [
      app.groups('egress', ['sg-0app'], {
        ruleId: 'sgr-0out',
        rule: 'sg-0app outbound rule sgr-0out All traffic 0.0.0.0/0 ALLOW',
      }),
      app.acl('egress', 'acl-0private', '100', ALLOW_ALL),
      app.route('rtb-0private', '10.9.0.0/16', 'pcx-0main000000000001'),
      far.acl('ingress', 'acl-0peer', '100', ALLOW_ALL),
      far.groups('ingress', ['sg-0peer'], {
        outcome: 'deny',
        reason: 'ENI_SG_RULES_MISMATCH',
        nearestMiss: {
          ruleId: 'sgr-0peer',
          rule: 'sg-0peer inbound rule sgr-0peer TCP 443 10.0.0.0/16 ALLOW',
          mismatch: ['port'],
        },
      }),
      farBack.groups('egress', ['sg-0peer']),
      farBack.acl('egress', 'acl-0peer', '100', ALLOW_ALL),
      {
        ...farBack.route('rtb-0peer', '', ''),
        ruleId: null,
        rule: null,
        outcome: 'deny',
        reason: 'NO_ROUTE_TO_DESTINATION',
        resource: 'rtb-0peer',
      },
      appBack.acl('ingress', 'acl-0private', '100', ALLOW_ALL),
      appBack.groups('ingress', ['sg-0app']),
    ],
    observed: observed(
      [seen('eni-0peer000000000001', 'forward', 'ingress')],
      [{ interfaceId: 'eni-0peer000000000001', reason: 'interface-not-logged' }],
    ),
    conclusion: { kind: 'blocked-not-seen', lastSeenS: null },
    fixes: [
      {
        stage: 4,
        change: {
          kind: 'authorize-group-rule',
          groupId: 'sg-0peer',
          direction: 'ingress',
          protocol: 6,
          ports: { from: 8443, to: 8443 },
          icmpType: null,
          block: '10.0.2.20/32',
        },
        blastRadius: { flows: 0, records: 0, sources: 0, someSources: [], interfaces: 1 },
      },
      {
        stage: 7,
        change: {
          kind: 'create-route',
          routeTableId: 'rtb-0peer',
          destination: '10.0.2.0/24',
          target: 'pcx-0main000000000001',
        },
        blastRadius: { flows: 0, records: 0, sources: 0, someSources: [], interfaces: 6 },
      },
      {
        stage: 7,
        change: { kind: 'by-hand', resource: 'rtb-0peer' },
        blastRadius: { flows: 0, records: 0, sources: 0, someSources: [], interfaces: 0 },
      },
    ],
  });
}

/** A group that was not imported may allow it; the transit gateway's routes are not known. */
export function unknown(): WhyAnswer {
  const far = end({ address: '10.20.0.5' });
  const asked = packet('10.0.2.20', 49_152, '10.20.0.5', 22);
  const tgw = { interfaceId: 'eni-0tgw0000000000001', subnetId: 'subnet-0tgw00000000001' };
  const [app, attached, appBack] = [
    at(APP, 'forward', asked),
    at(tgw, 'forward', asked),
    at(APP, 'reply', back(asked)),
  ];
  return answer({
    src: APP,
    dst: far,
    dstport: 22,
    dstportFrom: 'assumed',
    stages: [
      app.groups('egress', ['sg-0app', 'sg-0gone'], {
        outcome: 'unknown',
        reason: 'UNKNOWN_RESOURCE',
        doubts: [{ doubt: 'attached-group sg-0gone', rule: null }],
      }),
      app.acl('egress', 'acl-0private', '100', ALLOW_ALL),
      app.route('rtb-0private', '10.20.0.0/16', 'tgw-0main000000000001'),
      attached.acl('ingress', 'acl-0tgw', '100', ALLOW_ALL),
      attached.gateway('tgw-0main000000000001', {
        direction: 'egress',
        outcome: 'unknown',
        reason: 'TGW_RTB_ROUTES_ARE_UNKNOWN',
      }),
      appBack.acl('ingress', 'acl-0private', '100', ALLOW_ALL),
      appBack.groups('ingress', ['sg-0app', 'sg-0gone']),
    ],
    observed: { fromS: null, toS: null, legs: [], silence: [{ interfaceId: null, reason: 'no-records' }] },
    conclusion: { kind: 'unknown', lastSeenS: null },
  });
}

/** Some source ports pass, and other addresses of the Internet fare otherwise. */
export function partialPorts(): WhyAnswer {
  const refused = blockedReply();
  const stages = refused.stages.map((stage) => ({
    ...stage,
    outcome: stage.outcome === 'deny' ? ('allow' as const) : stage.outcome,
    ...(stage.outcome === 'deny'
      ? {
          reason: null,
          nearestMiss: null,
          ruleId: 'acl-0public000000001:egress:100',
          rule: 'acl-0public000000001 outbound rule 100 TCP 32768-65535 0.0.0.0/0 ALLOW',
        }
      : {}),
  }));
  return answer({
    src: INTERNET,
    dst: WEB,
    stages,
    sourcePorts: [
      { natInterfaceId: null, client: 'any', possible: ANY_PORTS, open: [{ from: 32_768, to: 65_535 }] },
    ],
    others: [
      { end: 'src', block: '203.0.113.0/24', reachable: false, firstBlock: refused.firstBlock },
      { end: 'src', block: '192.0.2.0/24', reachable: null, firstBlock: null },
    ],
  });
}

/** Both ends known by IPv6. */
export function ipv6(): WhyAnswer {
  const six = end({ ...APP, address: '2001:db8:0:2::20', sentTo: '2001:db8:0:2::20' });
  const far = end({ address: '2001:db8:ffff::1' });
  const asked = packet('2001:db8:0:2::20', 49_152, '2001:db8:ffff::1', 443);
  const [out, again] = [at(six, 'forward', asked), at(six, 'reply', back(asked))];
  return answer({
    src: six,
    dst: far,
    stages: [
      out.groups('egress', ['sg-0app'], {
        ruleId: 'sgr-0six',
        rule: 'sg-0app outbound rule sgr-0six All traffic ::/0 ALLOW',
      }),
      out.acl('egress', 'acl-0private', '101', 'All traffic ::/0 ALLOW'),
      out.route('rtb-0private', '::/0', 'eigw-0main00000000001'),
      again.acl('ingress', 'acl-0private', '*', 'All traffic ::/0 DENY', {
        outcome: 'deny',
        reason: 'SUBNET_ACL_RESTRICTION',
      }),
      again.groups('ingress', ['sg-0app']),
    ],
    conclusion: { kind: 'blocked-but-accepted', lastSeenS: CAPTURED_AT_S + HOUR },
  });
}

/** What a tag may hold: markup, quotes, a turned writing direction, an escape sequence, a line end, table marks. */
export const HOSTILE_NAME = `<script>alert("x")</script>'\u202E\u001B[31m\n|\`* & ${'long '.repeat(40)}`;

/** Names that want to be more than names. */
export function hostileNames(): WhyAnswer {
  const name = HOSTILE_NAME;
  const sane = blockedReply();
  return {
    ...sane,
    src: { ...sane.src, kind: 'address', name, input: name },
    dst: { ...sane.dst, name, input: name },
  };
}

/** All of them by name. */
export const ANSWERS: Readonly<Record<string, () => WhyAnswer>> = {
  blockedReply,
  openAndSeen,
  throughNat,
  peering,
  unknown,
  partialPorts,
  ipv6,
  hostileNames,
};
