/**
 * Writes flow logs to measure with: `npx tsx bench/generate-logs.ts --output DIR [--records 5e6] [--files 48] [--gz]
 * [--version 2|3|4|5|8|11] [--reject-share 0.3] [--network FILE|none] [--seed 1] [--interfaces 500]`.
 * FILE is a describe-network-interfaces.json; `none` takes the network of `generate-network.ts` of that size and seed.
 */
import { parseArgs } from 'node:util';
import { benchNetwork } from './generated/bench-network.ts';
import { loggedInterfaces } from './generated/draft.ts';
import { lineFormat } from './generated/line-format.ts';
import { writeLogFiles } from './generated/log-files.ts';
import { readInterfaces } from './generated/read-interfaces.ts';
import { Traffic } from './generated/traffic.ts';
import { count, NETWORK_OPTIONS, networkSize, required } from './options.ts';

const { values } = parseArgs({
  options: {
    ...NETWORK_OPTIONS,
    records: { type: 'string', default: '5000000' },
    files: { type: 'string', default: '48' },
    version: { type: 'string', default: '2' },
    gz: { type: 'boolean', default: false },
    network: { type: 'string', default: 'none' },
    'reject-share': { type: 'string', default: '0.3' },
    output: { type: 'string' },
  },
});
const size = networkSize(values);
const interfaces =
  values.network === 'none' ? loggedInterfaces(benchNetwork(size)) : readInterfaces(values.network);
const traffic = new Traffic(interfaces, Number(values['reject-share']), size.seed);
const format = lineFormat(count(values.version, '--version'));
await writeLogFiles(
  {
    folder: required(values.output, '--output'),
    files: count(values.files, '--files'),
    records: count(values.records, '--records'),
    gz: values.gz,
    format,
  },
  (out, _, from) => format.write(out, traffic.next(from)),
);
