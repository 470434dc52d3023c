/**
 * Writes logs for measuring blame, all fields of version 5: `npx tsx bench/generate-blame-keys.ts --output DIR
 * [--keys 1000000] [--accepts 5000000] [--files 48] [--seed 1] [--interfaces 500]`: exactly so many distinct refused
 * flows, and so many accepted records, of which some are the requests whose answers were refused.
 */
import { parseArgs } from 'node:util';
import { benchNetwork } from './generated/bench-network.ts';
import { loggedInterfaces } from './generated/draft.ts';
import { lineFormat } from './generated/line-format.ts';
import { writeLogFiles } from './generated/log-files.ts';
import { Refusals } from './generated/refusals.ts';
import { Traffic } from './generated/traffic.ts';
import { count, NETWORK_OPTIONS, networkSize, required } from './options.ts';

const { values } = parseArgs({
  options: {
    ...NETWORK_OPTIONS,
    keys: { type: 'string', default: '1000000' },
    accepts: { type: 'string', default: '5000000' },
    files: { type: 'string', default: '48' },
    output: { type: 'string' },
  },
});
const size = networkSize(values);
const keys = count(values.keys, '--keys');
const accepts = count(values.accepts, '--accepts');
const interfaces = loggedInterfaces(benchNetwork(size));
const refusals = new Refusals(interfaces, keys, size.seed);
const traffic = new Traffic(interfaces, 0, size.seed);
const format = lineFormat(5);

let made = 0;
let requestOf = -1;
const options = {
  folder: required(values.output, '--output'),
  files: count(values.files, '--files'),
  records: keys + accepts,
  gz: true,
  format,
};
await writeLogFiles(options, (out, n, from) => format.write(out, nextRecord(n, from)));

/** Spreads the keys evenly over the records; the request of an answered key comes right before it. */
function nextRecord(n: number, from: number) {
  const due = Math.floor(((n + 1) * keys) / (keys + accepts));
  if (made < due) return refusals.refused(made++, from);
  if (made < keys && requestOf !== made && refusals.isAnswered(made)) {
    requestOf = made;
    return refusals.request(made, from);
  }
  return acceptedTraffic(from);
}

/** Ordinary traffic without its quiet windows: only accepted records are counted. */
function acceptedTraffic(from: number) {
  for (;;) {
    const draft = traffic.next(from);
    if (draft.status === 'OK') return draft;
  }
}
