import { describe, expect, it } from 'vitest';
import type { Decision, EvidenceKind } from '../../src/blame/verdict.ts';
import type { DoubtKind } from '../../src/network/rule-tables/doubt.ts';
import { evidenceSentences } from '../../src/reports/evidence.ts';
import { loadSql } from '../../src/sql/load.ts';
import { decision } from './decisions.ts';

/** Every kind, by the compiler's word. */
const KINDS: Readonly<Record<EvidenceKind, true>> = {
  'reject-reason': true,
  answered: true,
  'opened-by-sender': true,
  'syn-ack': true,
  'subnet-by-record': true,
  'subnet-by-address': true,
  'no-subnet': true,
  'packet-addresses-hidden': true,
  'direction-inferred': true,
  'direction-unknown': true,
  'acl-not-applied': true,
  'no-group-stage': true,
  'field-missing': true,
  'some-icmp-types-pass': true,
  'icmp-types-differ': true,
  'no-accept-records': true,
  'block-public-access-possible': true,
};
const DOUBTS: Readonly<Record<DoubtKind, string>> = {
  'attached-group': 'sg-1',
  'interface-groups': '',
  'referenced-group': 'sg-2',
  'load-balancer-clients': 'sg-3',
  'prefix-list': 'pl-1',
  'network-acl': '',
};

/** The words that the judging SQL puts together. */
function wordsOfSql(): readonly string[] {
  const list = /concat_ws\(' ',(.*?)\n  \) AS evidence/s.exec(loadSql('blame/12-judged-keys'))?.[1] ?? '';
  return [...list.matchAll(/THEN '([^']+)'/g)].map(([, word]) => word ?? '');
}

it('the SQL says no other words of evidence than there are kinds, and all of them', () => {
  expect(wordsOfSql().toSorted()).toEqual(Object.keys(KINDS).toSorted());
});

describe('evidenceSentences', () => {
  const sentencesOf = (members: Partial<Decision>) =>
    evidenceSentences(decision({ verdict: 'sg-no-allow', ...members }));

  it('has a sentence of its own for every word', () => {
    const sentences = wordsOfSql().map((word) => sentencesOf({ evidence: [word as EvidenceKind] }));
    expect(sentences.every(([sentence]) => /^[^\s].{20,}$/.test(sentence ?? ''))).toBe(true);
    expect(new Set(sentences.flat()).size).toBe(wordsOfSql().length);
  });

  it.each(Object.entries(DOUBTS))(
    'has a sentence for the doubt %s, with the id that is missing',
    (kind, id) => {
      const [sentence] = sentencesOf({ doubts: [{ doubt: `${kind} ${id}`.trimEnd(), rule: null }] });
      expect(sentence).toMatch(/^.{20,}$/);
      expect(sentence).toContain(id);
      const [withRule] = sentencesOf({
        doubts: [{ doubt: `${kind} ${id}`.trimEnd(), rule: 'sg-1 inbound rule' }],
      });
      expect(withRule).toBe(`${sentence} (sg-1 inbound rule)`);
    },
  );

  it('says in the end why no rule is named', () => {
    expect(sentencesOf({ verdict: 'rules-allow' })).toEqual([
      expect.stringContaining('every imported rule lets this pass'),
    ]);
    expect(sentencesOf({ verdict: 'late-packet', leg: 'reply' })).toEqual([
      expect.stringContaining('lets this answer pass'),
    ]);
    expect(sentencesOf({ verdict: 'late-packet', leg: 'forward' })).toEqual([
      expect.stringContaining('lets this packet pass'),
    ]);
    expect(sentencesOf({})).toEqual([]);
  });
});
