import type { Background, Measure } from './finding.ts';
import type { Sighting } from './sighting.ts';

/** One line for each interface that the Internet scans, the one with the most scanners first. */
export function backgroundOf(
  weather: readonly Sighting[],
  portsOf: (targetNo: number) => readonly number[],
): readonly Background[] {
  return weather
    .map(({ target, targetNo, connections, measures }) => ({
      target,
      scanners: amount(measures, 'scanners'),
      connections,
      refusedShare: amount(measures, 'refused_share'),
      topPorts: targetNo === null ? [] : portsOf(targetNo),
    }))
    .toSorted(
      (a, b) =>
        b.scanners - a.scanners ||
        b.connections - a.connections ||
        ((a.target.address ?? '') < (b.target.address ?? '') ? -1 : 1),
    );
}

function amount(measures: readonly Measure[], name: string): number {
  return measures.find((measure) => measure.name === name)?.value ?? 0;
}
