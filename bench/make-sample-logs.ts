/**
 * Writes the log files of `sample-logs/` from the network that is described beside them:
 * `npx tsx bench/make-sample-logs.ts`. The same bytes every time (gzip: with the same Node.js release).
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { internetNoise } from './sample-logs/internet-noise.ts';
import {
  ALL_FIELDS_FORMAT,
  DEFAULT_LOG_FORMAT,
  gzip,
  type LogFormat,
  logText,
  VERSION_5_FORMAT,
} from './sample-logs/log-file.ts';
import type { LogRecord } from './sample-logs/log-record.ts';
import { ordinaryTraffic } from './sample-logs/ordinary-traffic.ts';
import { quietWindows } from './sample-logs/quiet-windows.ts';
import { HOST, withReportFunction } from './sample-logs/shop.ts';
import { readShopNetwork } from './sample-logs/shop-network.ts';
import { stories } from './sample-logs/stories.ts';
import { SeededRandom } from './seeded-random.ts';

const FOLDER = join(import.meta.dirname, '../sample-logs');
const SEED = 20_260_302;

interface SampleFile {
  readonly name: string;
  readonly format: LogFormat;
  readonly covers: (address: string) => boolean;
}

const EDGE: readonly string[] = [HOST.nat, HOST.bastion, HOST.debug];
const inSubnets = (address: string, blocks: RegExp) => blocks.test(address) && !EDGE.includes(address);

const FILES: readonly SampleFile[] = [
  {
    name: '2026-03-02-public-v5.log.gz',
    format: VERSION_5_FORMAT,
    covers: (a) => inSubnets(a, /^10\.20\.[01]\./),
  },
  {
    name: '2026-03-02-app-v2.log',
    format: DEFAULT_LOG_FORMAT,
    covers: (a) => inSubnets(a, /^10\.20\.1[12]\./),
  },
  {
    name: '2026-03-02-db-v5.log.gz',
    format: VERSION_5_FORMAT,
    covers: (a) => inSubnets(a, /^10\.20\.2[01]\./),
  },
  { name: '2026-03-02-edge-v11.log.gz', format: ALL_FIELDS_FORMAT, covers: (a) => EDGE.includes(a) },
];

function main(): void {
  const network = withReportFunction(readShopNetwork(join(FOLDER, 'network')));
  const shop = { network, random: new SeededRandom(SEED) };
  const traffic = [...stories(shop), ...ordinaryTraffic(shop), ...internetNoise(shop)];
  const records: LogRecord[] = [...traffic, ...quietWindows(shop, traffic)];
  for (const { name, format, covers } of FILES) {
    const covered = records.filter((record) => covers(record.at.address));
    const text = logText(format, covered, network);
    writeFileSync(join(FOLDER, name), name.endsWith('.gz') ? gzip(text) : text);
    console.log(`${name}: ${covered.length} records`);
  }
}

main();
