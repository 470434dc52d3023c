import { type LogRecord, windowOffset } from './log-record.ts';
import { DAY_START, HOST, type Shop } from './shop.ts';
import { interfaceAt, type ShopInterface } from './shop-network.ts';

const QUIET_HOSTS = [HOST.debug, HOST.cache, HOST.db2, HOST.payments, HOST.worker2] as const;
const WINDOW = 60;

/** NODATA lines for windows without traffic, and the one window of which records were lost. */
export function quietWindows(shop: Shop, records: readonly LogRecord[]): LogRecord[] {
  const quiet = [1, 3, 4, 22].flatMap((hour) =>
    QUIET_HOSTS.map((host) =>
      firstQuietWindow(interfaceAt(shop.network, host), records, DAY_START + hour * 3600),
    ),
  );
  return [...quiet, lostWindow(interfaceAt(shop.network, HOST.db1))];
}

function firstQuietWindow(at: ShopInterface, records: readonly LogRecord[], from: number): LogRecord {
  const own = records.filter((record) => record.at.id === at.id);
  for (let start = from + windowOffset(at); ; start += WINDOW) {
    const end = start + WINDOW - 1;
    if (!own.some((record) => record.start <= end && record.end >= start)) {
      return { at, start, end, status: 'NODATA', traffic: null };
    }
  }
}

function lostWindow(at: ShopInterface): LogRecord {
  const start = DAY_START + 14 * 3600 + 17 * WINDOW + windowOffset(at);
  return { at, start, end: start + WINDOW - 1, status: 'SKIPDATA', traffic: null };
}
