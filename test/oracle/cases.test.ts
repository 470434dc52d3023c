import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFlowLog } from './flow-log-file.ts';
import { judge, type OracleVerdict } from './judge.ts';
import { readNetworkFolder } from './network-folder.ts';

const CASES = new URL('../blame/cases/', import.meta.url).pathname;
const KEY = ['interfaceId', 'direction', 'srcaddr', 'dstaddr', 'srcport', 'dstport', 'protocol'] as const;

/** One line of expected.ndjson: the members of a verdict that the case is about, as the product prints them. */
type Expected = Partial<OracleVerdict> & { nearestMiss?: { mismatch: string[] } | null };

describe.each(readdirSync(CASES))('case %s', (name) => {
  const folder = join(CASES, name);
  const verdicts = judge(
    readNetworkFolder(join(folder, 'network')),
    readFlowLog(readFileSync(join(folder, 'flow.log'), 'utf8')),
  );
  const expected = readFileSync(join(folder, 'expected.ndjson'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Expected => JSON.parse(line));

  it('lists every refused key', () => {
    expect(verdicts.map(keyText).toSorted()).toEqual(expected.map(keyText).toSorted());
  });

  it.each(expected.map((e) => [keyText(e), e] as const))('%s', (key, wanted) => {
    const verdict = verdicts.find((v) => keyText(v) === key);
    const { nearestMiss, ...members } = wanted;
    expect(verdict).toMatchObject(known(members));
    if (nearestMiss === undefined) return;
    expect(verdict?.nearestMissMismatches).toBe(nearestMiss === null ? null : nearestMiss.mismatch.length);
  });
});

function keyText(verdict: Expected): string {
  return KEY.map((member) => String(verdict[member] ?? '-')).join(' ');
}

/** Without the members that the oracle does not give. */
function known(members: object): object {
  const unknown = ['rule', 'confidence'];
  return Object.fromEntries(Object.entries(members).filter(([member]) => !unknown.includes(member)));
}
