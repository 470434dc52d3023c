import { describe, expect, it } from 'vitest';
import { differences } from './differences.ts';

const STAGE = { leg: 'forward', layer: 'nacl', direction: 'ingress', interfaceId: 'eni-1', outcome: 'allow' };

describe('differences', () => {
  it('takes what is not expected as it comes', () => {
    expect(differences({ a: { b: 1 } }, { a: { b: 1, c: 2 }, d: 3 })).toEqual([]);
  });

  it('names the member that is otherwise', () => {
    expect(differences({ a: { b: 1 } }, { a: { b: 2 } })).toEqual(['a.b: expected 1, found 2']);
  });

  it('takes a missing member for null, and no null for anything else', () => {
    expect(differences({ reachable: null }, {})).toEqual([]);
    expect(differences({ reachable: false }, { reachable: null })).toHaveLength(1);
    expect(differences({ firstBlock: null }, { firstBlock: STAGE })).toHaveLength(1);
    expect(differences({ firstBlock: {} }, { firstBlock: null })).toHaveLength(1);
  });

  it('wants lists of equal length', () => {
    expect(differences({ stages: [STAGE] }, { stages: [STAGE, STAGE] })).toEqual([
      'stages: expected 1, found 2:\n    forward nacl ingress eni-1 allow - -\n    forward nacl ingress eni-1 allow - -',
    ]);
    expect(differences({ groups: [] }, { groups: ['sg-1'] })).toHaveLength(1);
  });

  it('finds some of a list in their order', () => {
    const found = { someStages: [{ leg: 'forward' }, { leg: 'between' }, { leg: 'reply' }] };
    expect(differences({ someStages: [{ leg: 'forward' }, { leg: 'reply' }] }, found)).toEqual([]);
    expect(differences({ someStages: [{ leg: 'reply' }, { leg: 'forward' }] }, found)).toHaveLength(1);
    expect(differences({ someStages: [{ leg: 'reply' }, { leg: 'reply' }] }, found)).toHaveLength(1);
  });
});
