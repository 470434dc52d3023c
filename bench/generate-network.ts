/**
 * Writes the `describe-*` JSON of a network to measure with:
 * `npx tsx bench/generate-network.ts --output DIR [--interfaces 500] [--groups 200] [--acl-entries 40] [--seed 1]`.
 * The logs of `generate-logs.ts` and `generate-blame-keys.ts` with the same size and seed come from its interfaces.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchNetwork } from './generated/bench-network.ts';
import { describeNetwork } from './generated/describe-network.ts';
import { NETWORK_OPTIONS, networkSize, required } from './options.ts';

const { values } = parseArgs({ options: { ...NETWORK_OPTIONS, output: { type: 'string' } } });
const folder = required(values.output, '--output');
mkdirSync(folder, { recursive: true });
for (const [name, document] of describeNetwork(benchNetwork(networkSize(values)))) {
  writeFileSync(join(folder, name), `${JSON.stringify(document, null, 4)}\n`);
}
