import { describe, expect, it } from 'vitest';
import { DETECTORS } from '../../src/anomalies/finding.ts';
import { detectorHeader, detectorParameters, parseThresholds } from '../../src/anomalies/thresholds.ts';

describe('thresholds', () => {
  it('take the place of the defaults of the header, of their detector alone', () => {
    const given = parseThresholds({ 'port-scan': { failed_ports: 20, failure_ratio: 0.5 } });
    expect(detectorParameters('port-scan', given)).toMatchObject({ failed_ports: 20n, failure_ratio: 0.5 });
    expect(detectorParameters('port-scan', new Map())).toMatchObject({
      failed_ports: 15n,
      failure_ratio: 0.8,
    });
    expect(detectorParameters('sweep', given)).toEqual(detectorParameters('sweep', new Map()));
  });

  it('stand before what the run knows, and that before the defaults', () => {
    expect(detectorParameters('listed-address', new Map(), { blocks: '[1]' })).toMatchObject({
      blocks: '[1]',
    });
    const given = parseThresholds({ 'listed-address': { blocks: '[2]' } });
    expect(detectorParameters('listed-address', given, { blocks: '[1]' })).toMatchObject({ blocks: '[2]' });
  });

  it.each<readonly [unknown, string]>([
    [[], 'thresholds: expected an object of detectors, found []'],
    [null, 'thresholds: expected an object of detectors, found null'],
    [{ 'port-scann': {} }, 'there is no detector "port-scann"; expected one of port-scan, sweep'],
    [{ 'port-scan': 20 }, '"port-scan": expected an object of thresholds, found 20'],
    [
      { 'port-scan': { ports: 20 } },
      '"port-scan" has no threshold "ports": it has failed_ports, failure_ratio',
    ],
    [
      { 'port-scan': { failed_ports: '20' } },
      '"port-scan.failed_ports": expected a whole number, found "20"',
    ],
    [
      { 'port-scan': { failed_ports: 20.5 } },
      '"port-scan.failed_ports": expected a whole number, found 20.5',
    ],
    [{ 'port-scan': { failure_ratio: true } }, '"port-scan.failure_ratio": expected a number, found true'],
    [{ beacon: { services: 1 } }, '"beacon.services": expected text, found 1'],
  ])('are refused with their place: %j', (json, message) => {
    expect(() => parseThresholds(json)).toThrow(message);
  });
});

describe.each(DETECTORS)('the header of %s', (detector) => {
  it('says what it answers, and gives every threshold a default and a meaning', () => {
    const { title, answers, parameters } = detectorHeader(detector);
    expect(title).not.toBe('');
    expect(answers).toMatch(/\?$/);
    expect(parameters.length).toBeGreaterThan(0);
    for (const { defaultText, meaning } of parameters) {
      expect(defaultText).toBeDefined();
      expect(meaning.length).toBeGreaterThan(3);
    }
    expect(Object.keys(detectorParameters(detector, new Map()))).toEqual(parameters.map(({ name }) => name));
  });
});
