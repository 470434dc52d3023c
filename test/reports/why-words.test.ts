import { describe, expect, it } from 'vitest';
import { shortened, visibleText } from '../../src/reports/visible-text.ts';
import { hanging, wrapped } from '../../src/reports/terminal-lines.ts';
import { whyAccount } from '../../src/reports/why-account.ts';
import { changeWords } from '../../src/reports/why-fix-words.ts';
import { silenceWords, sourcePortWords } from '../../src/reports/why-log-words.ts';
import { legPaths } from '../../src/reports/why-places.ts';
import { stageDecider, stageExplanation, stageRemarks } from '../../src/reports/why-stage-words.ts';
import { answerWords, conclusionWords } from '../../src/reports/why-words.ts';
import type { ConclusionKind, SilenceReason } from '../../src/why/answer.ts';
import type { Stage } from '../../src/why/path.ts';
import type { Reason } from '../../src/why/reasons.ts';
import { blockedReply, openAndSeen, peering, throughNat } from './why-answers.ts';

const [REFUSED] = peering().allBlocks;
if (!REFUSED) throw new Error('the sample has no refusal');

describe('a reason', () => {
  it.each<[Reason, Partial<Stage>, string]>([
    ['ENI_SG_RULES_MISMATCH', {}, 'no inbound rule of sg-0peer allows TCP 8443 from 10.0.2.20'],
    [
      'SG_HAS_NO_RULES',
      { direction: 'egress' },
      'sg-0peer has no outbound rule, and what no rule allows is refused',
    ],
    [
      'SG_HAS_NO_RULES',
      { securityGroups: ['sg-1', 'sg-2'] },
      'sg-1, sg-2 have no inbound rule, and what no rule allows is refused',
    ],
    [
      'SUBNET_ACL_RESTRICTION',
      { ruleId: 'acl-1:ingress:90', rule: 'acl-1 inbound rule 90 …' },
      'the first entry that matches TCP 8443 from 10.0.2.20 refuses it',
    ],
    ['NO_ROUTE_TO_DESTINATION', { resource: 'rtb-1' }, 'rtb-1 has no route to 10.9.0.9'],
    ['BAD_STATE', { resource: 'pcx-1' }, 'pcx-1 is not in a working state'],
    ['BAD_STATE_ROUTE', {}, 'the route to 10.9.0.9 is a blackhole: its target is gone'],
    [
      'IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS',
      {},
      '10.0.2.20 has no public address, without which an internet gateway lets nothing out',
    ],
    ['PROTOCOL_RESTRICTION', { resource: 'nat-1' }, 'nat-1 does not pass on TCP'],
    [
      'REPLY_TAKES_ANOTHER_WAY',
      { resource: 'nat-1' },
      'the reply leaves through nat-1, which does not know the connection',
    ],
    ['UNKNOWN_RESOURCE', { resource: 'rtb-1' }, 'rtb-1 was not imported'],
  ])('%s is told with what it is about', (reason, over, sentence) => {
    expect(stageExplanation({ ...REFUSED, ...over, reason })).toBe(sentence);
  });

  it('gives way to what is missing, where that is named', () => {
    const stage: Stage = {
      ...REFUSED,
      reason: 'UNKNOWN_RESOURCE',
      doubts: [{ doubt: 'prefix-list pl-1', rule: 'sg-1 inbound …' }],
    };
    expect(stageExplanation(stage)).toBe('the entries of pl-1 were not imported (sg-1 inbound …)');
  });

  it('stands beside the rule, and in its place where there is none', () => {
    expect(stageDecider(REFUSED)).toBe('no inbound rule of sg-0peer allows TCP 8443 from 10.0.2.20');
    expect(stageRemarks(REFUSED)).toHaveLength(1);
    const [refused] = blockedReply().allBlocks;
    expect(refused && stageDecider(refused)).toBe(refused?.rule);
    expect(refused && stageRemarks(refused)).toHaveLength(2);
  });
});

describe('a conclusion', () => {
  it.each<[ConclusionKind, RegExp]>([
    [
      'open-refused-before',
      /captured 2026-03-02T09:00:00Z .* refusals, last at 2026-03-02T08:00:00Z, before that/,
    ],
    ['open-but-refused', /refusals, last at 2026-03-02T08:00:00Z, after that/],
    ['open-no-answer', /no answer was logged: probably nothing listens/],
    ['open-reset', /reset, last at/],
    ['blocked-but-accepted', /accepted packets there, last at/],
  ])('%s is a paragraph with the time that decides', (kind, words) => {
    expect(conclusionWords({ ...openAndSeen(), conclusion: { kind, lastSeenS: 1_772_438_400 } })).toMatch(
      words,
    );
  });
});

describe('the answer', () => {
  it('names the end whose groups refuse, and where a route ends', () => {
    expect(answerWords(peering())).toMatch(
      /^No: the request from app-1 is refused by the security groups of reports: /,
    );
    const [, route] = peering().allBlocks;
    expect(answerWords({ ...peering(), firstBlock: route ?? null })).toBe(
      'No: the reply from reports gets no further: rtb-0peer has no route to 10.0.2.20',
    );
  });
});

describe('what is missing in the logs', () => {
  it.each<[SilenceReason, RegExp]>([
    ['no-records', /no flow log records/],
    ['interface-not-logged', /no record of eni-1 at all/],
    ['skipdata', /dropped records of eni-1/],
    ['packet-addresses-hidden', /eni-1 passes on traffic of others/],
  ])('%s', (reason, words) => {
    expect(silenceWords({ interfaceId: 'eni-1', reason })).toMatch(words);
  });
});

describe('source ports', () => {
  const possible = { from: 32_768, to: 60_999 };
  const ports = { natInterfaceId: null, client: 'linux', possible } as const;

  it('are not mentioned when all of them work', () => {
    expect(sourcePortWords({ ...ports, open: [possible] })).toBeNull();
  });

  it('are listed with the share that fails, where the system is known', () => {
    expect(sourcePortWords({ ...ports, open: [{ from: 49_152, to: 60_999 }] })).toBe(
      'Replies come back only to source ports 49152-60999 (the client, a Linux, may use source ports 32768-60999); about 58 % of connections fail.',
    );
    expect(sourcePortWords({ ...ports, client: 'any', open: [{ from: 40_000, to: 40_000 }] })).toMatch(
      /connections from the others fail/,
    );
  });

  it('never fail wholly nor not at all when some of them work', () => {
    expect(sourcePortWords({ ...ports, open: [{ from: 32_768, to: 60_998 }] })).toMatch(/about 1 %/);
    expect(sourcePortWords({ ...ports, open: [{ from: 60_999, to: 60_999 }] })).toMatch(/about 99 %/);
  });
});

describe('a change', () => {
  it('is an order in the words of the console', () => {
    const opened = {
      protocol: 1,
      ports: null,
      icmpType: 8,
      block: '10.0.0.1/32',
      direction: 'ingress',
    } as const;
    expect(changeWords({ kind: 'authorize-group-rule', groupId: 'sg-1', ...opened })).toBe(
      'Add an inbound rule to sg-1: ICMP type 8 from 10.0.0.1/32',
    );
    expect(changeWords({ kind: 'associate-address', interfaceId: 'eni-1', privateAddress: '10.0.0.1' })).toBe(
      'Give eni-1 (10.0.0.1) an Elastic IP address',
    );
    expect(
      changeWords({
        kind: 'replace-route',
        routeTableId: 'rtb-1',
        destination: '0.0.0.0/0',
        target: 'igw-1',
      }),
    ).toBe('Lead 0.0.0.0/0 in rtb-1 to igw-1');
  });

  it('that is left to a person has no command', () => {
    const [, , byHand] = whyAccount(peering()).fixes;
    expect(byHand).toEqual({
      title: 'To be decided by hand: rtb-0peer',
      opens: 'No single command opens the route of the reply.',
      blast: '',
      awsCli: null,
      terraform: null,
    });
  });
});

describe('the places of a path', () => {
  const keys = (leg: ReturnType<typeof legPaths>['request']) => leg?.places.map(({ key }) => key);

  it('are the same on the way back, though no stage of the reply names the internet gateway', () => {
    const { request, reply } = legPaths(throughNat());
    expect(keys(request)).toEqual(['src', 'eni-0nat0000000000001', 'igw-0main000000000001', 'dst']);
    expect(keys(reply)).toEqual(keys(request)?.toReversed());
    expect(reply?.places[2]).toMatchObject({ title: 'NAT gateway', subtitle: 'nat-0main000000000001' });
  });

  it('show no groups of an interface on the way that has none', () => {
    const answer = throughNat();
    const [stage] = answer.stages.slice(3, 4);
    if (!stage) throw new Error('the sample has no such stage');
    const groups: Stage = {
      ...stage,
      layer: 'sg',
      outcome: 'skip',
      reason: 'NO_SECURITY_GROUPS',
      ruleId: null,
      rule: null,
    };
    const stages = answer.stages.toSpliced(4, 0, groups);
    expect(legPaths({ ...answer, stages })).toEqual(legPaths(answer));
  });

  it('end at the receiver, whatever is said of it', () => {
    const answer = blockedReply();
    const [gateway, ...rest] = answer.stages;
    if (!gateway) throw new Error('the sample has no stages');
    const late: Stage = { ...gateway, outcome: 'deny', reason: 'OUTBOUND_ONLY', resource: 'nat-1' };
    const { request } = legPaths({
      ...answer,
      stages: [gateway, ...rest.slice(0, 2), late, ...rest.slice(2)],
    });
    expect(keys(request)).toEqual(['src', 'igw-0main000000000001', 'dst']);
    expect(request?.places[2]?.stages.at(-1)?.reason).toBe('OUTBOUND_ONLY');
  });

  it('know which are not reached', () => {
    const { reply } = legPaths(blockedReply());
    expect(reply?.places.map(({ reached }) => reached)).toEqual([true, false, false]);
  });

  it('are none where a leg has no stages', () => {
    const answer = blockedReply();
    const { request, reply } = legPaths({
      ...answer,
      stages: answer.stages.filter(({ leg }) => leg === 'reply'),
    });
    expect(request).toBeNull();
    expect(reply).not.toBeNull();
  });
});

describe('lines of a terminal', () => {
  it('are parted between words, and within a word only when it is longer than a line', () => {
    expect(wrapped('one two three', 8)).toEqual(['one two', 'three']);
    expect(wrapped('abcdefghij kl', 4)).toEqual(['abcd', 'efgh', 'ij', 'kl']);
    expect(wrapped('漢字漢字', 4)).toEqual(['漢字', '漢字']);
    expect(
      hanging('- ', 'word '.repeat(30).trim())
        .split('\n')
        .map((line) => line.slice(0, 3)),
    ).toEqual(['- w', '  w', '']);
  });

  it('hold no text that acts on them', () => {
    expect(visibleText('a\u001B[31m\u202E\u200Bb\n\u2028\uD800')).toBe(
      String.raw`a\u{1b}[31m\u{202e}\u{200b}b\u{a}\u{2028}\u{d800}`,
    );
    expect(visibleText('Größe 漢字 👍 →')).toBe('Größe 漢字 👍 →');
    expect(shortened('abcdef', 6)).toBe('abcdef');
    expect(shortened('abcdefg', 6)).toBe('abcde…');
  });
});
