import { expect, test } from 'vitest';
import { makeConnections } from '../../src/anomalies/connections.ts';
import { makeSteps } from '../../src/anomalies/steps.ts';
import type { Store } from '../../src/store/store.ts';
import { ingestText, openStore } from '../store/stores.ts';
import { DAY_START_S } from './connection-rows.ts';

const DAY_S = 86_400;
const FIELDS =
  'interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action tcp-flags log-status';

/** Request and answer at the interface of 10.0.1.5, the request's source last in `ends`. */
function asked(
  atS: number,
  clientPort: number,
  answer: 'SYN-ACK' | 'RST' | 'REJECT' | 'none' = 'SYN-ACK',
): readonly string[] {
  const line = (src: string, dst: string, action: string, flags: number) =>
    `eni-0a ${src} ${dst} 6 5 500 ${atS} ${atS + 20} ${action} ${flags} OK`;
  const request = line(
    '203.0.113.7 10.0.1.5',
    `${clientPort} 443`,
    answer === 'REJECT' ? 'REJECT' : 'ACCEPT',
    2,
  );
  const reply = line('10.0.1.5 203.0.113.7', `443 ${clientPort}`, 'ACCEPT', answer === 'RST' ? 4 : 18);
  const replies = answer === 'RST' ? reply.replace(' 5 500 ', ' 1 40 ') : reply;
  return answer === 'none' || answer === 'REJECT' ? [request] : [request, replies];
}

async function storeOf(lines: readonly string[]): Promise<Store> {
  const store = await openStore();
  await ingestText(store, [FIELDS, ...lines, ''].join('\n'));
  await makeConnections(store, { sinceS: DAY_START_S, untilS: DAY_START_S + DAY_S });
  await makeSteps(store);
  return store;
}

test('answered connections from outside are counted by hour of the days before, and their median is the usual', async () => {
  const lines = Array.from({ length: 8 }, (__, ago) => {
    const dayS = DAY_START_S - ago * DAY_S;
    const at = (hour: number, count: number, first: number) =>
      Array.from({ length: count }, (_, n) => asked(dayS + hour * 3600 + 30 * n, first + n)).flat();
    return [
      ...at(0, 1, 40_000),
      ...at(9, ago === 3 ? 90 : 12, 41_000),
      ...(ago === 5 ? at(20, 6, 42_000) : []),
      ...at(23, 1, 43_000),
    ];
  });
  const store = await storeOf(lines.flat());
  const [analysis] = await store.rows('SELECT history_days FROM analysis');
  expect(analysis).toEqual({ history_days: 7 });
  const hours = await store.rows(
    'SELECT hour, CAST(sum(connections) AS INTEGER) AS connections FROM hourly_arrivals GROUP BY hour ORDER BY hour',
  );
  expect(hours).toEqual([
    { hour: 0, connections: 7 },
    { hour: 9, connections: 6 * 12 + 90 },
    { hour: 20, connections: 6 },
    { hour: 23, connections: 7 },
  ]);
  const usual =
    await store.rows(`SELECT hour, per_minute, deviation, CAST(days AS INTEGER) AS days FROM usual_arrivals
    WHERE server_port = 443 AND hour IN (9, 20) ORDER BY hour`);
  expect(usual).toEqual([
    { hour: 9, per_minute: 12 / 60, deviation: 1, days: 7 },
    { hour: 20, per_minute: 0, deviation: 1, days: 7 },
  ]);
});

test('what was not answered, or went to another place, is no arrival', async () => {
  const beforeS = DAY_START_S - DAY_S + 9 * 3600;
  const outbound = asked(beforeS, 45_000).map((line) =>
    line
      .replaceAll('203.0.113.7', 'here')
      .replaceAll('10.0.1.5', '203.0.113.7')
      .replaceAll('here', '10.0.1.5'),
  );
  const store = await storeOf([
    ...asked(beforeS, 40_000, 'RST'),
    ...asked(beforeS, 40_001, 'REJECT'),
    ...asked(beforeS, 40_002, 'none'),
    ...outbound,
    ...asked(beforeS, 40_003),
    ...asked(DAY_START_S + 60, 40_004),
  ]);
  expect(
    await store.rows('SELECT hour, CAST(connections AS INTEGER) AS connections FROM hourly_arrivals'),
  ).toEqual([{ hour: 9, connections: 1 }]);
});

test('without earlier days nothing is usual', async () => {
  const store = await storeOf(asked(DAY_START_S + 60, 40_000));
  expect(await store.rows('FROM hourly_arrivals')).toEqual([]);
  expect(await store.rows('FROM usual_arrivals')).toEqual([]);
});
