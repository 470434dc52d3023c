import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LogFacts, NO_FACTS } from '../../bench/generated/log-facts.ts';
import { partsOf } from '../../bench/generated/log-parts.ts';

const run = promisify(execFile);
const SCRIPT = join(import.meta.dirname, '../../bench/generate-logs.ts');
const RECORDS = 6000;
const FILES = 25;

interface Generated {
  readonly files: ReadonlyMap<string, string>;
  readonly facts: LogFacts;
}

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowblame-generate-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function generate(name: string, ...options: readonly string[]): Promise<Generated> {
  const output = join(folder, name);
  const facts = join(folder, `${name}.json`);
  const size = ['--records', String(RECORDS), '--files', String(FILES), '--interfaces', '40', '--gz'];
  await run('node', ['--import', 'tsx', SCRIPT, ...size, '--output', output, '--facts', facts, ...options]);
  const files = readdirSync(output).map(
    (file) => [file, gunzipSync(readFileSync(join(output, file))).toString('latin1')] as const,
  );
  return { files: new Map(files), facts: JSON.parse(readFileSync(facts, 'utf8')) as LogFacts };
}

/** Records by field name, read from the text alone. */
function recordsOf({ files }: Generated): Map<string, string>[] {
  return [...files.values()].flatMap((text) => {
    const [header = '', ...lines] = text.trimEnd().split('\n');
    const names = header.split(' ');
    return lines.map((line) => {
      const values = line.split(' ');
      expect(values).toHaveLength(names.length);
      return new Map(names.map((name, i) => [name, values[i] ?? '']));
    });
  });
}

function factsOf(records: readonly Map<string, string>[]): LogFacts {
  const facts: { -readonly [name in keyof LogFacts]: number } = { ...NO_FACTS };
  const number = (record: Map<string, string>, name: string) => Number(record.get(name) ?? 0) || 0;
  for (const record of records) {
    facts.records++;
    if (record.get('action') === 'REJECT') facts.rejected++;
    if (record.get('flow-direction') === 'ingress') facts.ingress++;
    facts.packets += number(record, 'packets');
    facts.bytes += number(record, 'bytes');
    facts.ports += number(record, 'srcport') * 7 + number(record, 'dstport');
    facts.tcpFlags += number(record, 'tcp-flags');
  }
  return facts;
}

describe('generated logs', () => {
  test.each(['2', '5'])('of version %s hold what their facts say', async (version) => {
    const generated = await generate(`facts-${version}`, '--version', version, '--jobs', '2');
    const records = recordsOf(generated);
    expect(generated.files.size).toBe(FILES);
    expect(records).toHaveLength(RECORDS);
    expect(generated.facts).toEqual(factsOf(records));
    expect(generated.facts.rejected).toBeGreaterThan(RECORDS * 0.25);
  });

  test('are the same with any number of processes, and others with another seed', async () => {
    const [one, three, other] = await Promise.all([
      generate('one', '--version', '5', '--jobs', '1'),
      generate('three', '--version', '5', '--jobs', '3'),
      generate('other', '--version', '5', '--jobs', '1', '--seed', '2'),
    ]);
    expect(three).toEqual(one);
    expect(other.files).not.toEqual(one.files);
  });

  test('of one part do not repeat those of another', async () => {
    const { files } = await generate('parts', '--jobs', '1');
    const texts = [...files.values()].map((text) => text.replaceAll(/ [0-9]{10} [0-9]{10} /g, ' '));
    expect(new Set(texts).size).toBe(FILES);
    expect(partsOf(FILES)).toEqual([
      { first: 0, end: 12 },
      { first: 12, end: 24 },
      { first: 24, end: 25 },
    ]);
  });

  test('of version 5 have packet addresses of their own and AWS services here and there', async () => {
    const records = recordsOf(await generate('fields', '--version', '5', '--jobs', '1'));
    const share = (is: (record: Map<string, string>) => boolean) => records.filter(is).length / RECORDS;
    expect(share((r) => r.get('srcaddr') !== r.get('pkt-srcaddr'))).toBeGreaterThan(0.005);
    expect(share((r) => r.get('dstaddr') !== r.get('pkt-dstaddr'))).toBeGreaterThan(0.005);
    expect(share((r) => r.get('pkt-dst-aws-service') === 'S3')).toBeGreaterThan(0.001);
    expect(share((r) => r.get('pkt-src-aws-service') === 'S3')).toBeGreaterThan(0.001);
    expect(share((r) => r.get('log-status') === 'NODATA')).toBeGreaterThan(0);
  });
});
