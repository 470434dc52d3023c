import { parseHeader, type QueryHeader, type QueryParameter } from '../sql/header.ts';
import { loadSql } from '../sql/load.ts';
import type { Parameters } from '../store/store.ts';
import { isDetector } from './detectors.ts';
import { DETECTORS, type DetectorName } from './finding.ts';

type Value = Parameters[string];

/** Thresholds that replace the defaults of a detector's query, by detector and name. */
export type Thresholds = ReadonlyMap<DetectorName, ReadonlyMap<string, Value>>;

/** The name of a detector's query under `queries/`. */
export function detectorQuery(detector: DetectorName): string {
  return `anomalies/detectors/${detector}`;
}

/** The header of a detector's query: its title, its question and its thresholds with their defaults. */
export function detectorHeader(detector: DetectorName): QueryHeader {
  return parseHeader(detector, loadSql(detectorQuery(detector)));
}

/**
 * Checks thresholds as a file has them: `{"port-scan": {"failed_ports": 20}}`. Numbers, text and booleans must be of the
 * type that the header of the detector's query names.
 *
 * @throws Error naming the detector or threshold that does not exist, or the value that is not of its type
 */
export function parseThresholds(json: unknown): Thresholds {
  const detectors = members(json, 'thresholds: expected an object of detectors');
  return new Map(
    detectors.map(([detector, given]) => {
      if (!isDetector(detector)) {
        throw new Error(`there is no detector "${detector}"; expected one of ${DETECTORS.join(', ')}`);
      }
      const { parameters } = detectorHeader(detector);
      const named = members(given, `"${detector}": expected an object of thresholds`);
      return [
        detector,
        new Map(named.map(([name, value]) => [name, checked(detector, parameters, name, value)])),
      ];
    }),
  );
}

/**
 * The values of all parameters of a detector's query: those given, else `shared` (what the run knows), else the defaults.
 *
 * @throws Error for a parameter that has no value
 */
export function detectorParameters(
  detector: DetectorName,
  given: Thresholds,
  shared: Parameters = {},
): Parameters {
  const own = given.get(detector);
  return Object.fromEntries(
    detectorHeader(detector).parameters.map((parameter) => {
      const { name } = parameter;
      const value = own?.get(name);
      if (value !== undefined) return [name, value];
      return [name, Object.hasOwn(shared, name) ? (shared[name] ?? null) : defaultValue(detector, parameter)];
    }),
  );
}

function defaultValue(detector: DetectorName, parameter: QueryParameter): Value {
  const { name, type, defaultText } = parameter;
  if (defaultText === undefined) throw new Error(`Detector "${detector}" has no value for "${name}"`);
  if (defaultText === null || type === 'VARCHAR') return defaultText;
  if (type === 'BOOLEAN') return defaultText === 'true';
  return type === 'BIGINT' ? BigInt(defaultText) : Number(defaultText);
}

function checked(
  detector: DetectorName,
  parameters: readonly QueryParameter[],
  name: string,
  value: unknown,
): Value {
  const parameter = parameters.find((known) => known.name === name);
  if (!parameter) {
    const names = parameters.map((known) => known.name);
    const known = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
    throw new Error(`"${detector}" has no threshold "${name}": ${known}`);
  }
  const fail = (expected: string): never => {
    throw new Error(`"${detector}.${name}": expected ${expected}, found ${JSON.stringify(value)}`);
  };
  switch (parameter.type) {
    case 'BIGINT':
      return Number.isSafeInteger(value) ? BigInt(value as number) : fail('a whole number');
    case 'DOUBLE':
      return typeof value === 'number' ? value : fail('a number');
    case 'VARCHAR':
      return typeof value === 'string' ? value : fail('text');
    case 'BOOLEAN':
      return typeof value === 'boolean' ? value : fail('true or false');
  }
}

function members(value: unknown, problem: string): readonly (readonly [string, unknown])[] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.entries(value);
  throw new Error(`${problem}, found ${JSON.stringify(value)}`);
}
