import { expect, it } from 'vitest';
import { foldGaps } from '../../src/anomalies/fold-gaps.ts';
import type { Sighting } from '../../src/anomalies/sighting.ts';
import { party, sighting } from './candidates.ts';

function gap(no: number, variant = 'silent-interface'): Sighting {
  return sighting('log-gap', {
    variant,
    target: party({ address: `10.0.0.${no}` }),
    targetNo: no,
    port: null,
    firstS: 1000 * no,
    lastS: 1000 * no + 500,
    measures: [{ name: 'silent_s', value: 100 * no, threshold: null, atMost: false }],
    whereSql: `interface_id = 'eni-${no}'`,
  });
}

it('leaves three gaps of a kind, and everything else, as they are', () => {
  const all = [gap(1), gap(2), gap(3), gap(4, 'skipdata'), sighting('port-scan')];
  expect(foldGaps(all)).toEqual(all);
});

it('makes one of four of a kind, with what they have in all', () => {
  const scan = sighting('port-scan');
  const [left, folded, ...more] = foldGaps([gap(4), gap(1), scan, gap(3), gap(2)]);
  expect([left, more]).toEqual([scan, []]);
  expect(folded).toMatchObject({ variant: 'silent-interface', targetNo: null, firstS: 1000, lastS: 4500 });
  expect(folded?.target.address).toBeNull();
  expect(folded?.measures.map(({ name, value }) => [name, value])).toEqual([
    ['gaps', 4],
    ['silent_s', 1000],
    ['longest_s', 400],
  ]);
  expect(folded?.whereSql).toBe(
    "(interface_id = 'eni-4') OR (interface_id = 'eni-3') OR (interface_id = 'eni-2') OR (interface_id = 'eni-1')",
  );
});

it('gives the same in any order', () => {
  const gaps = [gap(1), gap(2), gap(3), gap(4), gap(5)];
  expect(foldGaps(gaps.toReversed())).toEqual(foldGaps(gaps));
});
