import type { RowReader } from '../store/store-values.ts';
import type { Amount } from './document/traffic.ts';
import { count } from './steps.ts';

/** The amount of traffic that a row has. */
export function amountOf(row: RowReader): Amount {
  return {
    connections: count(row, 'connections'),
    bytesUp: count(row, 'bytes_up'),
    bytesDown: count(row, 'bytes_down'),
  };
}
