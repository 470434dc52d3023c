import { assert, property, sample } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAddress, parseAddress } from '../../../src/model/address.ts';
import { judge } from '../../oracle/judge.ts';
import { toFlowLogText } from './flow-log-text.ts';
import { networkAndRecords } from './network-and-records.ts';

describe('networkAndRecords', () => {
  it('reaches every verdict, both legs and every number of mismatches', () => {
    const verdicts = sample(networkAndRecords({ size: 300, minSize: 150 }), { numRuns: 20, seed: 1 }).flatMap(
      ({ network, records }) => judge(network, records),
    );
    expect(new Set(verdicts.map((v) => v.verdict))).toEqual(
      new Set([
        'nacl-deny',
        'nacl-implicit-deny',
        'sg-no-allow',
        'late-packet',
        'bpa',
        'encryption-control',
        'rules-allow',
        'indeterminate',
        'unknown-interface',
      ]),
    );
    expect(new Set(verdicts.map((v) => v.leg))).toEqual(new Set(['forward', 'reply']));
    expect(new Set(verdicts.map((v) => v.nearestMissMismatches))).toEqual(new Set([null, 1, 2, 3]));
    expect(verdicts.some((v) => v.alsoBlockedBy.length > 0)).toBe(true);
  });

  it('writes addresses in canonical text and one line per record', () => {
    assert(
      property(networkAndRecords({ size: 20 }), ({ records }) => {
        for (const text of records.flatMap((r) => [r.srcaddr, r.dstaddr, r.pktSrcaddr, r.pktDstaddr])) {
          const address = text === null ? null : parseAddress(text);
          expect(address === null ? null : formatAddress(address)).toBe(text);
        }
        expect(toFlowLogText(records).trimEnd().split('\n')).toHaveLength(records.length + 1);
      }),
      { numRuns: 30 },
    );
  });
});
