import { expect, test } from 'vitest';
import { isHeader } from '../../src/parse/header.ts';
import { readAll } from './read-all.ts';

const SEEDS = [
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status',
  '2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK',
  '2 123456789010 eni-1235b8ca123456789 - - - - - - - 1431280876 1431280934 - NODATA',
  '2 123456789010 eni-1 2001:db8:1234:a100:8d6e:3477:df66:f105 2001:db8::1 34892 22 6 54 8855 1477913708 1477913820 ACCEPT OK',
  'srcaddr dstaddr action new-field instance-tag',
  '10.0.0.1 10.0.0.2 REJECT a b%20c',
  'tgw-id srcaddr',
  '2018-09-22T20:28:14.000Z 2 633112549318 eni-d68830d4 - - - - - - - 1537648152 1537648249 - NODATA',
];
const BYTES = [
  0x20, 0x20, 0x09, 0x2d, 0x30, 0x39, 0x41, 0x61, 0x3a, 0x2e, 0x25, 0x00, 0x0d, 0x7f, 0x80, 0xc3, 0xff,
];
const LINES = 100_000;

/** A small generator with a seed, so that a failure comes back. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function mutated(line: Buffer, below: (n: number) => number): Buffer {
  const bytes = [...line];
  for (let changes = below(4); changes > 0; changes--) {
    const at = below(bytes.length);
    const byte = BYTES[below(BYTES.length)] ?? 0;
    const kind = below(4);
    if (kind === 0) bytes[at] = byte;
    else if (kind === 1) bytes.splice(at, 0, byte);
    else if (kind === 2) bytes.splice(at, 1);
    else bytes.splice(at, below(bytes.length));
  }
  return Buffer.from(bytes);
}

test('whatever is done to lines, each becomes a record, an unparsed line, a header or is blank', async () => {
  const below = random(20_260_101);
  const lines = Array.from({ length: LINES }, (_, i) => {
    if (i < 10) return Buffer.from(SEEDS[1] ?? '');
    // Headers turn up now and then, otherwise few lines would be records.
    const seed = below(50) === 0 ? below(SEEDS.length) : 1 + below(3);
    return mutated(Buffer.from(SEEDS[seed] ?? ''), below);
  });
  const isInk = (line: Buffer) =>
    /[^ \t\r]/.test(line.toString('latin1').replace(/\r$/, '')) || /\r./.test(line.toString('latin1'));
  const inked = lines.filter(isInk);
  const headers = inked.filter((line) => isHeader(tokensOf(line)));
  const text = Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]));
  const { unparsed, progress, batches } = await readAll(text, { batchRows: 4096 });

  expect(progress.records + progress.unparsedLines).toBe(inked.length - headers.length);
  expect(unparsed.length).toBe(progress.unparsedLines);
  expect(batches.reduce((sum, batch) => sum + batch.numRows, 0)).toBe(progress.records);
  expect(progress.records).toBeGreaterThan(LINES / 20);
  expect(unparsed.length).toBeGreaterThan(LINES / 20);
  expect(batches.slice(0, -1).every((batch) => batch.numRows === 4096)).toBe(true);

  for (const { line, lineNumber, reason } of unparsed) {
    const original = lines[lineNumber - 1] ?? Buffer.alloc(0);
    const bare = original.at(-1) === 0x0d ? original.subarray(0, -1) : original;
    const isOriginal = Buffer.from(line, 'utf8').equals(bare) || Buffer.from(line, 'latin1').equals(bare);
    if (!isOriginal || reason === 'not a flow-log record')
      expect.fail(`line ${lineNumber}: ${reason}: ${line}`);
  }
});

function tokensOf(line: Buffer): string[] {
  return line
    .toString('latin1')
    .replace(/\r$/, '')
    .split(/[ \t]+/)
    .filter((token) => token !== '');
}
