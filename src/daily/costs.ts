import type { Listed } from '../queries/status.ts';
import type { Store } from '../store/store.ts';
import type { RowReader } from '../store/store-values.ts';
import { type CostGround, type CostGrounds, costGrounds, type LogFacts } from './cost-grounds.ts';
import type { CostCause, CostKind, Costs, Spender } from './document/costs.ts';
import type { Lack } from './document/lack.ts';
import { type Ends, endsOf } from './ends.ts';
import { COST_KINDS, type Prices } from './prices.ts';
import { savings } from './savings.ts';
import { ask, count } from './steps.ts';

/** Hosts of one cause that are told one by one. */
const MOST_SPENDERS = 10;

/** What AWS bills by the byte, who causes it, and what would be cheaper. */
export async function costs(store: Store, prices: Prices, facts: LogFacts): Promise<Costs> {
  const grounds = await costGrounds(store, facts);
  const sums = await ask(store, 'cost-causes');
  const spenders = await ask(store, 'spenders', { limit: BigInt(MOST_SPENDERS) });
  const end = await endsOf(store, spenders, 'host_no');
  const causes = COST_KINDS.flatMap((kind) =>
    causesOf(kind, sums.filter(isOf('kind', kind)), grounds, prices, (sum) => spendersOf(sum, spenders, end)),
  );
  const amounts = causes.map(({ usd }) => usd).filter((usd) => usd !== null);
  return {
    prices: { asOf: prices.asOf, sources: prices.sources, bytesPerGb: prices.bytesPerGb },
    causes,
    usd: amounts.length === 0 ? null : amounts.reduce((total, usd) => total + usd, 0),
    savings: await savings(store, prices, facts),
  };
}

type HostBytes = Omit<Spender, 'usd'>;

function causesOf(
  kind: CostKind,
  sums: readonly RowReader[],
  { of, regions }: CostGrounds,
  prices: Prices,
  spendersIn: (sum: RowReader) => Listed<HostBytes>,
): readonly CostCause[] {
  const ground = of[kind];
  const region = regions.length === 1 ? (regions[0] ?? null) : null;
  if (ground.confidence === null) {
    const { lacks } = ground;
    const nobody = { total: 0, listed: [] };
    return [
      { kind, region, bytes: null, usdPerGb: null, usd: null, lacks, confidence: null, spenders: nobody },
    ];
  }
  if (sums.length === 0)
    return [priced({ kind, region, bytes: 0 }, ground, prices, { total: 0, listed: [] })];
  return sums.map((sum) =>
    priced(
      { kind, region: sum.textOrNull('region'), bytes: count(sum, 'bytes') },
      ground,
      prices,
      spendersIn(sum),
    ),
  );
}

function priced(
  cause: { readonly kind: CostKind; readonly region: string | null; readonly bytes: number },
  { confidence, lacks }: CostGround,
  prices: Prices,
  spenders: Listed<HostBytes>,
): CostCause {
  const { kind, region, bytes } = cause;
  const usdPerGb = region === null ? null : (prices.usdPerGb[region]?.[kind] ?? null);
  const usdOf = (amount: number) => (usdPerGb === null ? null : (amount / prices.bytesPerGb) * usdPerGb);
  const noPrice: readonly Lack[] = usdPerGb !== null ? [] : [region === null ? 'no-region' : 'no-price'];
  return {
    kind,
    region,
    bytes,
    usdPerGb,
    usd: bytes === 0 ? 0 : usdOf(bytes),
    lacks: [...lacks, ...(bytes === 0 ? [] : noPrice)],
    confidence,
    spenders: {
      total: spenders.total,
      listed: spenders.listed.map((spender) => ({ ...spender, usd: usdOf(spender.bytes) })),
    },
  };
}

function spendersOf(sum: RowReader, spenders: readonly RowReader[], end: Ends): Listed<HostBytes> {
  const own = spenders
    .filter(isOf('kind', sum.text('kind')))
    .filter((row) => row.textOrNull('region') === sum.textOrNull('region'));
  return {
    total: count(sum, 'hosts'),
    listed: own.map((row) => ({
      host: end(row.numberOrNull('host_no')),
      bytes: count(row, 'bytes'),
      toward: row.textOrNull('toward'),
    })),
  };
}

function isOf(column: string, value: string): (row: RowReader) => boolean {
  return (row) => row.text(column) === value;
}
