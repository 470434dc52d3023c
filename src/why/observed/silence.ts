import type { NetworkResources } from '../../network/aws/resources.ts';
import type { RowReader } from '../../store/store-values.ts';
import type { Observed, SilenceReason } from '../answer.ts';
import { isNeverLogged } from './not-logged.ts';
import { type ObservedPoint, passesOn } from './observed-point.ts';

/** What the store holds at all: the row of `observed-span.sql`, and the rows of `observed-loggers.sql`. */
export interface Logged {
  readonly whole: RowReader;
  readonly loggers: readonly RowReader[];
}

/** Why records of these points may be missing: first what holds for the whole log, then for each interface in the order of the points. */
export function silenceOf(
  points: readonly ObservedPoint[],
  resources: NetworkResources,
  { whole, loggers }: Logged,
): Observed['silence'] {
  const count = (row: RowReader | undefined, column: string) => row?.numberOrNull(column) ?? 0;
  if (count(whole, 'records') === 0) return [{ interfaceId: null, reason: 'no-records' }];
  const [accepted, rejected] = [count(whole, 'accepted'), count(whole, 'rejected')];
  const found: { interfaceId: string | null; reason: SilenceReason }[] = [];
  if (accepted === 0 && rejected > 0) found.push({ interfaceId: null, reason: 'accepts-not-logged' });
  if (accepted > 0 && rejected === 0) found.push({ interfaceId: null, reason: 'rejects-not-logged' });
  for (const interfaceId of new Set(points.map((point) => point.interfaceId))) {
    const own = points.filter((point) => point.interfaceId === interfaceId);
    const logger = loggers.find((row) => row.text('interface_id') === interfaceId);
    const reasons: readonly (readonly [SilenceReason, boolean])[] = [
      ['interface-not-logged', logger === undefined],
      ['skipdata', count(logger, 'skipdata') > 0],
      ['not-logged-traffic', own.some(({ packet }) => isNeverLogged(packet, interfaceId, resources))],
      [
        'packet-addresses-hidden',
        count(logger, 'without_packet_addresses') > 0 && own.some((point) => passesOn(point, resources)),
      ],
    ];
    found.push(...reasons.filter(([, holds]) => holds).map(([reason]) => ({ interfaceId, reason })));
  }
  return found;
}
