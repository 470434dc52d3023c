import fc from 'fast-check';
import { expect, it } from 'vitest';
import { storeStatus } from '../../src/queries/status.ts';
import { openStore } from '../store/stores.ts';
import { cases } from '../thorough.ts';

interface Span {
  readonly fromS: number;
  readonly toS: number;
}

interface Logged extends Span {
  readonly eni: number;
}

interface Question {
  readonly gapS: number;
  readonly sinceS: number | null;
  readonly untilS: number | null;
}

const records = fc.array(
  fc
    .tuple(fc.integer({ min: 1, max: 3 }), fc.nat(30_000), fc.nat(3000))
    .map(([eni, fromS, lasting]): Logged => ({ eni, fromS, toS: fromS + lasting })),
  { minLength: 1, maxLength: 25 },
);
const question = fc.record({
  gapS: fc.integer({ min: 60, max: 4000 }),
  sinceS: fc.option(fc.nat(12_000)),
  untilS: fc.option(fc.integer({ min: 12_001, max: 35_000 })),
});

/** What lies outside the window is a point at its edge. */
function inWindow({ fromS, toS }: Span, { sinceS, untilS }: Question): Span {
  if (sinceS !== null && fromS < sinceS) return { fromS: sinceS, toS: sinceS };
  if (untilS !== null && fromS >= untilS) return { fromS: untilS, toS: untilS };
  return { fromS, toS };
}

/** Every stretch between spans that none of them touches. */
function silences(spans: readonly Span[]): readonly Span[] {
  const found: Span[] = [];
  let toS = Number.POSITIVE_INFINITY;
  for (const span of spans.toSorted((a, b) => a.fromS - b.fromS)) {
    if (span.fromS > toS) found.push({ fromS: toS, toS: span.fromS });
    toS = Math.max(Number.isFinite(toS) ? toS : 0, span.toS);
  }
  return found;
}

/** What is left of a silence on both sides of others that lie in it. */
function without(silence: Span, others: readonly Span[]): readonly Span[] {
  return others
    .filter(({ fromS, toS }) => fromS >= silence.fromS && toS <= silence.toS)
    .reduce<readonly Span[]>(
      (pieces, other) =>
        pieces.flatMap(({ fromS, toS }) =>
          other.fromS >= fromS && other.toS <= toS
            ? [
                { fromS, toS: other.fromS },
                { fromS: other.toS, toS },
              ]
            : [{ fromS, toS }],
        ),
      [silence],
    );
}

it('gaps are those that one finds by looking at one record after the other', async () => {
  const store = await openStore();
  await store.run(
    `INSERT INTO contexts (context_id, account_id, interface_id) SELECT i, '111', 'eni-' || i FROM range(1, 4) t(i)`,
  );
  await store.run(
    `INSERT INTO objects BY NAME SELECT 1 AS object_id, 'a.log' AS name, '' AS digest, 'text' AS format, ['start'] AS fields,
       now()::TIMESTAMP AS ingested_at, COLUMNS(*)::BIGINT
     FROM (SELECT 1 AS lines, 1 AS records, 0 AS accepted, 0 AS rejected, 0 AS nodata, 0 AS skipdata, 0 AS unparsed_lines,
       0 AS bytes_read, 0 AS bytes_decoded)`,
  );
  await fc.assert(
    fc.asyncProperty(records, question, async (logged, asked) => {
      const values = logged.map(({ eni, fromS, toS }) => `(1, ${eni}, ${fromS}, ${toS})`).join(', ');
      await store.run(
        `DELETE FROM records; INSERT INTO records (object_id, context_id, "start", "end") VALUES ${values}`,
      );
      const { scopeGaps, interfaceGaps } = await storeStatus(store, { ...asked, limit: 1000 });

      const long = ({ fromS, toS }: Span) => toS - fromS > asked.gapS;
      const spans = logged.map((one) => ({ eni: one.eni, ...inWindow(one, asked) }));
      const edges = [asked.sinceS, asked.untilS].filter((at) => at !== null);
      const ofAll = silences([...spans, ...edges.map((at) => ({ fromS: at, toS: at }))]).filter(long);
      const ofOne = [1, 2, 3].flatMap((eni) =>
        silences(spans.filter((one) => one.eni === eni))
          .flatMap((silence) => without(silence, ofAll))
          .filter(long)
          .map((silence) => ({ interfaceId: `eni-${eni}`, ...silence })),
      );
      const text = ({ interfaceId, fromS, toS }: Span & { readonly interfaceId?: string | null }) =>
        `${interfaceId ?? 'all'} ${fromS}–${toS}`;
      expect(scopeGaps.listed.map(text).toSorted()).toEqual(ofAll.map(text).toSorted());
      expect(interfaceGaps.listed.map(text).toSorted()).toEqual(ofOne.map(text).toSorted());
    }),
    { numRuns: cases(20, 60) },
  );
}, 60_000);
