import { describe, expect, it } from 'vitest';
import type { WhyAnswer } from '../../src/why/answer.ts';
import { renderWhy, type WhyFormat } from '../../src/reports/why-report.ts';
import {
  ANSWERS,
  blockedReply,
  HEAD,
  hostileNames,
  openAndSeen,
  partialPorts,
  peering,
  throughNat,
  unknown,
} from './why-answers.ts';

async function render(answer: WhyAnswer, format: WhyFormat, colour = false): Promise<string> {
  const portions: string[] = [];
  for await (const portion of renderWhy(answer, HEAD, format, { colour })) portions.push(portion);
  return portions.join('');
}

const ESCAPE = String.fromCodePoint(27);
const COLOUR = new RegExp(`${ESCAPE}\\[[0-9;]+m`, 'g');

interface WhyDocument extends Readonly<Record<string, unknown>> {
  readonly stages: readonly unknown[];
}

async function json(answer: WhyAnswer) {
  return JSON.parse(await render(answer, 'json')) as WhyDocument;
}

describe('the JSON document', () => {
  it('begins with the head and has the members that the contract names', async () => {
    const document = await json(blockedReply());
    expect(Object.keys(document).slice(0, 4)).toEqual(['flowblame', 'command', 'window', 'coverage']);
    expect(document).toMatchObject({
      command: 'why',
      src: { input: 'internet', address: '198.51.100.7', interfaceId: null },
      dst: { input: 'web-1', address: '10.0.1.10', interfaceId: 'eni-0web0000000000001' },
      protocol: 6,
      dstport: 443,
      srcport: 49_152,
      reachable: false,
      conclusion:
        'Rules or routes refuse the connection, and the logs hold the refusal, last at 2026-03-02T10:00:50Z.',
      conclusionKind: 'blocked-and-seen',
      networkCapturedAt: '2026-03-02T09:00:00Z',
    });
  });

  it('has stages with the code of the reason and its sentence', async () => {
    const { stages, firstBlock, allBlocks } = await json(blockedReply());
    expect(stages[4]).toMatchObject({
      leg: 'reply',
      layer: 'nacl',
      direction: 'egress',
      interfaceId: 'eni-0web0000000000001',
      outcome: 'deny',
      ruleId: 'acl-0public000000001:egress:*',
      rule: 'acl-0public000000001 outbound rule * All traffic 0.0.0.0/0 DENY',
      securityGroups: [],
      reason: 'SUBNET_ACL_RESTRICTION',
      explanation: 'no numbered entry matches TCP 49152 to 198.51.100.7, and entry * refuses the rest',
    });
    expect(stages[3]).toMatchObject({ outcome: 'skip', reason: 'STATEFUL', ruleId: null });
    expect(stages[2]).toMatchObject({ outcome: 'allow', reason: null, explanation: null });
    expect(firstBlock).toEqual(stages[4]);
    expect(allBlocks).toEqual([stages[4]]);
  });

  it('has observations with ISO times, and fixes with commands and what else they open', async () => {
    const { observed, fixes } = await json(blockedReply());
    expect(observed).toMatchObject({
      from: '2026-03-02T09:00:00Z',
      to: '2026-03-03T09:00:00Z',
      legs: [
        {
          leg: 'forward',
          accepted: { records: 42, firstSeen: '2026-03-02T10:00:00Z' },
          rejected: { records: 0, lastSeen: null },
        },
        { leg: 'reply', rejected: { records: 40, lastSeen: '2026-03-02T10:00:50Z' } },
      ],
    });
    expect(fixes).toMatchObject([
      {
        stage: 4,
        sentence: 'Add outbound rule 200 to acl-0public000000001: allow TCP 1024-65535 to 0.0.0.0/0',
        awsCli: expect.stringContaining('--rule-number 200') as string,
        terraform: expect.stringContaining('aws_network_acl_rule') as string,
        blastRadius: { flows: 12, sources: 3, interfaces: 4 },
      },
    ]);
  });

  it('keeps names as they are: escaping is for those who are shown them', async () => {
    expect(await json(hostileNames())).toMatchObject({ dst: { name: hostileNames().dst.name } });
  });

  it.each(Object.keys(ANSWERS))('holds times in ISO 8601 alone (%s)', async (name) => {
    expect(await render((ANSWERS[name] ?? blockedReply)(), 'json')).not.toMatch(
      /"[A-Za-z]*[sS]":1[67]\d{8}\b/,
    );
  });
});

describe('the text', () => {
  it('answers in its first line', async () => {
    const first = async (answer: WhyAnswer) =>
      (await render(answer, 'table')).split('\nAsked')[0]?.replaceAll('\n', ' ');
    expect(await first(blockedReply())).toBe(
      'No: the reply from web-1 is refused by acl-0public000000001 outbound rule * All traffic 0.0.0.0/0 DENY',
    );
    expect(await first(openAndSeen())).toBe(
      'Yes: app-1 reaches 10.0.3.30 TCP 5432, and its replies come back',
    );
    expect(await first(partialPorts())).toBe(
      'Yes: the Internet reaches web-1 TCP 443, but not from every source port',
    );
    expect(await first(unknown())).toBe(
      'Cannot tell whether the request from app-1 passes (security groups outbound): sg-0gone is attached to the interface but was not imported: it may allow this',
    );
  });

  it('says when other source ports than the assumed one pass', async () => {
    const blocked = { ...blockedReply(), sourcePorts: partialPorts().sourcePorts };
    expect(await render(blocked, 'table')).toMatch(/; from other source\s+ports it passes/);
    expect(await render(blockedReply(), 'table')).not.toMatch(/other source\s+ports/);
  });

  it('draws the path, and marks where it is blocked and what is not reached', async () => {
    const text = await render(blockedReply(), 'table');
    const reply = text.slice(text.indexOf('REPLY'), text.indexOf('WHAT THE LOGS SAW'));
    expect(reply.split('\n')).toEqual([
      'REPLY  TCP 10.0.1.10:443 → 198.51.100.7:49152',
      '',
      '  ● web-1 10.0.1.10 (public 203.0.113.10)',
      '  │ i-0web0000000000001 · eni-0web0000000000001 · subnet-0public00000001 · vpc-0main000000000001',
      '  │   – security groups outbound  groups are stateful: they let replies pass',
      '  │   ✗ network ACL outbound      acl-0public000000001 outbound rule * All traffic 0.0.0.0/0 DENY',
      '  ┆                               ▲ BLOCKED HERE: no numbered entry matches TCP 49152 to',
      '  ┆                                 198.51.100.7, and entry * refuses the rest',
      '  ┆                                 nearest miss: acl-0public000000001 outbound rule 100 TCP 443',
      '  ┆                                 0.0.0.0/0 ALLOW (fails in port)',
      '  ┆   ✓ route                     rtb-0public000000001 0.0.0.0/0 igw-0main000000000001',
      '  ┆',
      '  ◇ internet gateway igw-0main000000000001 (not reached)',
      '  ┆',
      '  ○ the Internet for example 198.51.100.7 (not reached)',
      '',
      '',
    ]);
  });

  it('shows where addresses are translated', async () => {
    const text = await render(throughNat(), 'table');
    expect(text).toContain('REQUEST  TCP 10.0.2.20:49152 → 192.0.2.80:443\n');
    expect(text).toContain('  │   as TCP 10.0.1.5:49152 → 192.0.2.80:443\n  │   ✓ network ACL outbound');
    expect(text).toContain('  │   as TCP 192.0.2.80:443 → 10.0.2.20:49152\n');
  });

  it('names every block, and marks only the first as the one that blocks', async () => {
    const text = await render(peering(), 'table');
    expect(text.match(/BLOCKED HERE/g)).toHaveLength(1);
    expect(text).toMatch(/REFUSED HERE TOO/);
    expect(text).toContain(
      '  - The reply from reports gets no further: rtb-0peer has no route to 10.0.2.20\n',
    );
  });

  it('says what a fix opens, and does not claim to have measured a route', async () => {
    const text = (await render(peering(), 'table')).replaceAll(/\n +/g, ' ');
    expect(text).toContain('No other refused flow in the logs would pass. It applies to 1 interface.');
    expect(text).toContain('What else it would let pass is not measured. It applies to 6 interfaces.');
  });

  it.each(Object.keys(ANSWERS))('keeps to 100 columns but for commands (%s)', async (name) => {
    const lines = (await render((ANSWERS[name] ?? blockedReply)(), 'table')).split('\n');
    const long = lines.filter((line) => Array.from(line).length > 100 && !line.startsWith('aws '));
    expect(long).toEqual([]);
    expect(lines.filter((line) => line !== line.trimEnd())).toEqual([]);
  });

  it.each(Object.keys(ANSWERS))('is the same text in colour (%s)', async (name) => {
    const answer = (ANSWERS[name] ?? blockedReply)();
    const coloured = await render(answer, 'table', true);
    expect(coloured).toContain(`${ESCAPE}[`);
    expect(coloured.split(COLOUR).join('')).toBe(await render(answer, 'table'));
    for (const line of coloured.split('\n')) {
      const codes = line.match(COLOUR) ?? [];
      expect(codes.map((code) => code === `${ESCAPE}[0m`)).toEqual(codes.map((_, i) => i % 2 === 1));
      expect(codes.length % 2).toBe(0);
    }
  });
});

describe('names from tags', () => {
  it.each(['table', 'md', 'html'] as const)('act on nobody in %s', async (format) => {
    const text = await render(hostileNames(), format);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(text).toContain('u{202e}');
    expect(text).not.toContain('long '.repeat(30));
  });

  it('start no markup in Markdown', async () => {
    const text = await render(hostileNames(), 'md');
    expect(text.split('\n')[0]).toBe(
      String.raw`# No: the reply from \<script\>alert("x")\</script\>'\\u{202e}\\u{1b}\[31m\\u{a}\|\`\* \& long long long lon… is refused by acl-0public000000001 outbound rule \* All traffic 0.0.0.0/0 DENY`,
    );
    const rows = text.split('\n').filter((line) => line.startsWith('|'));
    const cells = rows.map((line) => line.replaceAll(/\\./g, '').split('|').length);
    expect(new Set(cells)).toEqual(new Set([7, 6]));
  });
});

describe('Markdown', () => {
  it('has a heading that answers, stages in tables and commands in fences', async () => {
    const text = await render(peering(), 'md');
    expect(text.split('\n')[0]).toMatch(/^# No: the request from app-1 is refused/);
    expect(text).toContain('## Reply, if the request came through\n');
    expect(text).toContain(
      '| ✗ | security groups inbound | REFUSED | no inbound rule of sg-0peer allows TCP 8443 from 10.0.2.20; nearest miss: sg-0peer inbound rule sgr-0peer TCP 443 10.0.0.0/16 ALLOW (fails in port) | TCP 10.0.2.20:49152 → 10.9.0.9:8443 |\n',
    );
    expect(text).toMatch(
      /```sh\naws ec2 create-route [^\n]*pcx-0main000000000001\n```\n\n```hcl\nresource "aws_route"/,
    );
  });
});
