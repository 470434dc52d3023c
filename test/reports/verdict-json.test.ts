import { describe, expect, it } from 'vitest';
import { flowCells, FLOW_COLUMNS } from '../../src/reports/flow-cells.ts';
import { VerdictJson } from '../../src/reports/verdict-json.ts';
import { decision, flow } from './decisions.ts';

/** Members in the order that scripts rely on. */
const MEMBERS = [
  ...['interfaceId', 'direction', 'srcaddr', 'dstaddr', 'srcport', 'dstport', 'protocol'],
  ...['records', 'packets', 'bytes', 'firstSeen', 'lastSeen'],
  ...[
    'verdict',
    'leg',
    'ruleId',
    'rule',
    'securityGroups',
    'nearestMiss',
    'alsoBlockedBy',
    'confidence',
    'evidence',
  ],
];

const acl = { ruleId: 'acl-1:ingress:100', rule: 'acl-1 inbound rule 100 "TCP" 22 10.0.0.0/8 DENY' };

describe('a verdict', () => {
  const rich = flow({
    decision: decision({
      verdict: 'nacl-deny',
      ...acl,
      alsoBlockedBy: [
        { kind: 'groups', securityGroups: ['sg-1', 'sg-2'] },
        { kind: 'nacl', ...acl },
      ],
      evidence: ['answered'],
      confidence: 'medium',
    }),
    bytes: 2n ** 60n,
    nearestMiss: { ruleId: null, rule: 'say "no"', mismatch: ['port', 'source'] },
  });

  it('is one JSON object with all members in their order', () => {
    const parsed = JSON.parse(new VerdictJson().format(rich)) as Record<string, unknown>;
    expect(Object.keys(parsed)).toEqual(MEMBERS);
    expect(parsed).toEqual({
      interfaceId: 'eni-1',
      direction: 'ingress',
      srcaddr: '192.0.2.1',
      dstaddr: '10.0.0.10',
      srcport: 40000,
      dstport: 22,
      protocol: 6,
      records: 2,
      packets: 3,
      bytes: '1152921504606846976',
      firstSeen: '2026-03-02T10:00:00Z',
      lastSeen: '2026-03-02T10:01:00Z',
      verdict: 'nacl-deny',
      leg: 'forward',
      ...acl,
      securityGroups: [],
      nearestMiss: { ruleId: null, rule: 'say "no"', mismatch: ['port', 'source'] },
      alsoBlockedBy: [{ securityGroups: ['sg-1', 'sg-2'] }, acl],
      confidence: 'medium',
      evidence: [expect.stringContaining('the reverse flow was accepted')],
    });
  });

  it('has null for everything that is not known', () => {
    const unknown = flow({
      decision: decision({ verdict: 'indeterminate', direction: null }),
      interfaceId: null,
      srcaddr: null,
      dstaddr: null,
      srcport: null,
      dstport: null,
      protocol: null,
      packets: null,
      bytes: null,
      firstSeenS: null,
      lastSeenS: null,
    });
    const parsed = JSON.parse(new VerdictJson().format(unknown)) as Record<string, unknown>;
    expect(Object.keys(parsed)).toEqual(MEMBERS);
    const known = ['records', 'verdict', 'leg', 'securityGroups', 'alsoBlockedBy', 'confidence', 'evidence'];
    expect(Object.keys(parsed).filter((member) => parsed[member] !== null)).toEqual(known);
  });

  it('does not take on what another flow of the same decision had', () => {
    const json = new VerdictJson();
    const shared = decision({ securityGroups: ['sg-1'] });
    const one = flow({ decision: shared, nearestMiss: { ruleId: 'sgr-1', rule: 'a', mismatch: ['port'] } });
    const other = flow({ decision: shared, dstport: 23 });
    const another = flow({ decision: decision({ securityGroups: ['sg-2'] }) });
    const parsed = [one, other, another, one].map(
      (each) => JSON.parse(json.format(each)) as Record<string, unknown>,
    );
    expect(
      parsed.map(({ dstport, nearestMiss, securityGroups }) => [dstport, nearestMiss, securityGroups]),
    ).toEqual([
      [22, one.nearestMiss, ['sg-1']],
      [23, null, ['sg-1']],
      [22, null, ['sg-2']],
      [22, one.nearestMiss, ['sg-1']],
    ]);
  });

  it('in a table has a cell for each column', () => {
    const cells = Object.fromEntries(FLOW_COLUMNS.map((column, i) => [column, flowCells(rich)[i]]));
    expect(flowCells(rich)).toHaveLength(FLOW_COLUMNS.length);
    expect(cells).toMatchObject({
      interface_id: 'eni-1',
      direction: 'ingress',
      bytes: 2n ** 60n,
      first_seen: '2026-03-02T10:00:00Z',
      verdict: 'nacl-deny',
      rule_id: acl.ruleId,
      nearest_miss: 'say "no" (fails in port, source)',
      also_blocked_by: `sg-1, sg-2; ${acl.rule}`,
      confidence: 'medium',
    });
  });
});
