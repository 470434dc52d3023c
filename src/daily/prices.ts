import { createRequire } from 'node:module';
import type { CostKind, PriceSource } from './document/costs.ts';

/** What AWS charges. */
export interface Prices extends PriceSource {
  /** US dollars for each GB, by region; what is missing is not known. */
  readonly usdPerGb: Readonly<Record<string, Readonly<Partial<Record<CostKind, number>>>>>;
}

/** The kinds of cost, in the order of the report. */
export const COST_KINDS: readonly CostKind[] = [
  'nat-processing',
  'cross-zone',
  'interface-endpoint',
  'internet-egress',
];

/** AWS's list prices as far as they are known to this version, `prices/aws.json`. */
export function listPrices(): Prices {
  return parsePrices(createRequire(import.meta.url)('../../prices/aws.json'));
}

const GIBIBYTE = 2 ** 30;

/**
 * Prices as a JSON file has them: `{"asOf": "2026-10-02", "usdPerGb": {"us-east-1": {"nat-processing": 0.045}}}`, and, if wanted,
 * `sources` and `bytesPerGb`.
 *
 * @throws Error that names the member and what was expected
 */
export function parsePrices(json: unknown): Prices {
  const file = objectOf(json, 'the file');
  const { asOf, sources = [], bytesPerGb = GIBIBYTE, usdPerGb } = file;
  refuseOthers(file, ['asOf', 'sources', 'bytesPerGb', 'usdPerGb'], 'the file');
  if (typeof asOf !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(asOf))
    throw new Error('"asOf": expected a date like "2026-10-02"');
  if (!Array.isArray(sources) || !sources.every((source) => typeof source === 'string'))
    throw new Error('"sources": expected a list of texts');
  const regions = Object.entries(objectOf(usdPerGb, '"usdPerGb"')).map(
    ([region, prices]) => [region, regionPrices(prices, `"usdPerGb.${region}"`)] as const,
  );
  return {
    asOf,
    sources,
    bytesPerGb: numberOf(bytesPerGb, '"bytesPerGb"', 1),
    usdPerGb: Object.fromEntries(regions),
  };
}

function regionPrices(json: unknown, where: string): Prices['usdPerGb'][string] {
  const prices = objectOf(json, where);
  refuseOthers(prices, COST_KINDS, where);
  return Object.fromEntries(
    Object.entries(prices).map(([kind, usd]) => [kind, numberOf(usd, `${where} ${kind}`, 0)]),
  );
}

function objectOf(json: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof json === 'object' && json !== null && !Array.isArray(json))
    return json as Record<string, unknown>;
  throw new Error(`${where}: expected a JSON object`);
}

function numberOf(json: unknown, where: string, least: number): number {
  if (typeof json === 'number' && json >= least) return json;
  throw new Error(`${where}: expected a number from ${least} on`);
}

function refuseOthers(json: object, known: readonly string[], where: string): void {
  const other = Object.keys(json).find((name) => !known.includes(name));
  if (other !== undefined) throw new Error(`${where}: "${other}" is unknown; expected ${known.join(', ')}`);
}
