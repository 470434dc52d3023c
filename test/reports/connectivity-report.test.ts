import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { BrokenPair, BrokenPairs } from '../../src/connectivity/broken-pair.ts';
import { connectivityReport } from '../../src/reports/connectivity-report.ts';
import { renderReport, type ReportFormat } from '../../src/reports/report.ts';
import { whyCommand } from '../../src/reports/why-question.ts';
import { decision } from './decisions.ts';

const REFUSED: BrokenPair = {
  kind: 'reply-refused',
  place: 'inside',
  decision: decision({
    verdict: 'nacl-implicit-deny',
    leg: 'reply',
    direction: 'egress',
    ruleId: 'acl-1:egress:*',
    rule: 'acl-1 outbound rule * All traffic 0.0.0.0/0 DENY',
  }),
  reached: null,
  confidence: 'high',
  client: '10.0.1.10',
  server: '10.0.2.20',
  protocol: 6,
  port: 5432,
  srcport: 40_000,
  interfaceId: 'eni-server',
  direction: 'egress',
  refusedRecords: 1200,
  packets: 3000,
  acceptedRecords: 7,
  connections: 4,
  answered: 1,
  firstSeenS: 0,
  lastSeenS: 60,
  lastAnswerS: 30,
  why: { src: '10.0.1.10', dst: 'eni-server' },
  pairs: 1,
  clients: 1,
  servers: 1,
  cause: 'reply refused 1',
  causePairs: 3,
  causeRecords: 1300,
};

const SILENT: BrokenPair = {
  ...REFUSED,
  kind: 'unanswered',
  decision: null,
  reached: 'left',
  confidence: 'low',
  protocol: 17,
  port: 53,
  interfaceId: 'eni-client',
  refusedRecords: 0,
  connections: null,
  answered: null,
  lastAnswerS: null,
  why: { src: '10.0.1.10', dst: '10.0.2.20' },
  cause: 'left false',
  causePairs: 1,
};

function found(...pairs: readonly BrokenPair[]): BrokenPairs {
  return { pairs, mostlyWorking: { pairs: 2, connections: 1300, answered: 1200 } };
}

async function rendered(broken: BrokenPairs, format: ReportFormat, db = 'flowblame.duckdb'): Promise<string> {
  let text = '';
  const report = connectivityReport(broken, { flowblame: '1', command: 'connectivity' }, db);
  for await (const portion of renderReport(report, format)) text += portion;
  return text;
}

describe('the table of broken pairs', () => {
  it('has a block for each cause, silence last, and the command under each pair', async () => {
    expect(await rendered(found(SILENT, REFUSED), 'table')).toBe(
      `acl-1 outbound rule * All traffic 0.0.0.0/0 DENY
  answers are refused (nacl-implicit-deny), 3 pairs
    10.0.1.10 → 10.0.2.20:5432 TCP  at eni-server egress
        1 200 records refused, 7 records of requests let through, 1 of 4 connections answered, last 1970-01-01T00:00:30Z
        1970-01-01T00:00:00Z to 1970-01-01T00:01:00Z
        flowblame why 10.0.1.10 eni-server --port 5432
    … and 2 more pairs (--limit)

let through, and nothing came back (no TCP flags tell who asked)
  no refusal is in the log: a missing route, a silent server, or one whose log is not here, 1 pair
    10.0.1.10 → 10.0.2.20:53 UDP  at eni-client egress
        7 records of requests let through
        1970-01-01T00:00:00Z to 1970-01-01T00:01:00Z
        flowblame why 10.0.1.10 10.0.2.20 --port 53 --protocol udp

2 more pairs inside work most of the time: 1 200 of 1 300 connections were answered
`,
    );
  });

  it('tells the Internet apart, what rows of several pairs stand for, and says when there is nothing', async () => {
    const many = {
      ...REFUSED,
      place: 'from-internet',
      interfaceId: null,
      pairs: 9,
      clients: 8,
      servers: 2,
      causePairs: 9,
    } as const;
    const text = await rendered(found({ ...many }, { ...SILENT, place: 'to-internet' }), 'table');
    expect(text.split('\n').filter((line) => /^[A-Z]|busiest/.test(line))).toEqual([
      'TO THE INTERNET',
      'FROM THE INTERNET',
      '        the busiest of 9 pairs, 8 clients and 2 servers',
    ]);
    expect(await rendered(found({ ...many, clients: 1 }), 'table')).toContain(
      'so many that it looks like a scan',
    );
    const nothing: BrokenPairs = { pairs: [], mostlyWorking: { pairs: 0, connections: 0, answered: 0 } };
    expect(await rendered(nothing, 'table')).toBe('No pair of hosts is let through one way only.\n');
  });

  it('has twenty causes of each place and counts the others', async () => {
    const causes = Array.from({ length: 22 }, (_, n) => ({
      ...REFUSED,
      decision: decision({ securityGroups: [`sg-${n}`] }),
      cause: String(n),
      causeRecords: 100 - n,
    }));
    const text = await rendered(found(...causes, SILENT), 'table');
    expect(text.match(/^sg-\d+ inbound/gm)).toHaveLength(20);
    expect(text).toContain('\n… and 3 more causes, 7 pairs; the other formats have them\n');
  });

  it('says what else would refuse, and what makes the cause less than certain, once for all pairs that share it', async () => {
    const unsure = decision({
      ...REFUSED.decision,
      confidence: 'medium',
      evidence: ['syn-ack'],
      alsoBlockedBy: [{ kind: 'groups', securityGroups: ['sg-1'] }],
    });
    const text = await rendered(
      found({ ...REFUSED, decision: unsure }, { ...REFUSED, decision: unsure }),
      'table',
    );
    expect(text.match(/then refused by: sg-1/g)).toHaveLength(1);
    expect(text.match(/note: the packet carries SYN and ACK/g)).toHaveLength(1);
    const mixed = await rendered(found({ ...REFUSED, decision: unsure }, REFUSED), 'table');
    expect(mixed).toMatch(/^ {8}then refused by: sg-1$/m);
  });
});

it('is one JSON document with a row for each pair', async () => {
  const document = JSON.parse(await rendered(found(REFUSED, SILENT), 'json')) as Record<string, unknown>;
  expect(Object.keys(document)).toEqual(['flowblame', 'command', 'mostlyWorking', 'pairs']);
  const [refused, silent] = document.pairs as readonly Record<string, unknown>[];
  expect(refused).toMatchObject({
    kind: 'reply-refused',
    verdict: 'nacl-implicit-deny',
    ruleId: 'acl-1:egress:*',
    refusedRecords: 1200,
    lastSeen: '1970-01-01T00:01:00Z',
    why: 'flowblame why 10.0.1.10 eni-server --port 5432',
  });
  expect(silent).toMatchObject({
    verdict: null,
    ruleId: null,
    securityGroups: [],
    evidence: [],
    reached: 'left',
  });
  expect(Object.keys(refused ?? {})).toEqual(Object.keys(silent ?? {}));
});

it('has as many cells as columns', async () => {
  const [head = '', first = ''] = (await rendered(found(REFUSED), 'md'))
    .split('\n')
    .filter((_, i) => i !== 1);
  expect(first.split('|')).toHaveLength(head.split('|').length);
  expect(head.split('|').map((cell) => cell.trim())).toContain('why');
});

describe('the command that asks', () => {
  it.each([
    [6, 443, 'flowblame why a b --port 443'],
    [17, 53, 'flowblame why a b --port 53 --protocol udp'],
    [1, null, 'flowblame why a b --protocol icmp'],
    [58, null, 'flowblame why a b --protocol 58'],
    [50, null, 'flowblame why a b --protocol 50'],
  ])('of protocol %i', (protocol, port, command) => {
    expect(whyCommand({ src: 'a', dst: 'b', protocol, port }, 'flowblame.duckdb')).toBe(command);
  });

  it('names the store, and a shell reads every word back', () => {
    const db = "it's $HOME/a `b`.duckdb";
    const command = whyCommand({ src: '2001:db8::1', dst: '10.0.0.1', protocol: 6, port: 1 }, db);
    const read = execFileSync('sh', ['-c', `set -- ${command}; printf '%s\\n' "$@"`], { encoding: 'utf8' });
    expect(read.split('\n')).toEqual([
      'flowblame',
      'why',
      '2001:db8::1',
      '10.0.0.1',
      '--port',
      '1',
      '--db',
      db,
      '',
    ]);
  });
});
