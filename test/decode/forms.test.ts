import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { INPUT_FORMATS } from '../../src/decode/input-format.ts';
import { readFlowLogs } from '../../src/read-flow-logs.ts';
import { everywhere, memorySource } from '../sources/memory-source.ts';
import { decoded } from './decoded.ts';
import { RECORDS, type Sample, SAMPLES } from './samples.ts';

async function rowsOf(content: Uint8Array | string): Promise<readonly unknown[]> {
  const rows: unknown[] = [];
  const reader = readFlowLogs(memorySource(content));
  for await (const batch of reader) rows.push(...batch.toArray().map((row: object) => ({ ...row })));
  expect(reader.progress.unparsedLines).toBe(0);
  return rows;
}

/** What the lines of a sample are before the records in them. */
const linesOf = ({ text }: { readonly text: string }) =>
  text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('version '))
    .map((line) => line.replace(/^2023-11-14T22:13:20.000Z /, ''));

describe.each(SAMPLES)('$name', ({ write, format, hasHeader }: Sample) => {
  const content = Buffer.from(write(RECORDS));

  test('gives its records, however it is cut', async () => {
    const whole = await decoded(content);
    expect(linesOf(whole)).toEqual(RECORDS);
    expect(whole).toMatchObject({ unparsed: [], formats: [format], controlMessages: 0 });
    expect(await decoded(content, {}, everywhere(content.length))).toEqual(whole);
    expect(await decoded(gzipSync(content), {}, [7, 40])).toEqual(whole);
    expect(await decoded(Buffer.concat([Buffer.from('\ufeff'), content]))).toEqual(whole);
    expect(whole.text.includes('version account-id')).toBe(hasHeader === true);
  });

  test('is read as the same rows that text is', async () => {
    expect(await rowsOf(content)).toEqual(await rowsOf(RECORDS.join('\n')));
  });

  test('may be joined with another of its kind, as gzip too', async () => {
    const twice = [...RECORDS, ...RECORDS];
    expect(linesOf(await decoded(Buffer.concat([content, content])))).toEqual(twice);
    expect(linesOf(await decoded(Buffer.concat([gzipSync(content), gzipSync(content)])))).toEqual(twice);
  });

  test('may hold no record', async () => {
    const { text, unparsed } = await decoded(write([]));
    expect(linesOf({ text })).toEqual([]);
    expect(unparsed).toEqual([]);
  });

  test('gives all records before a cut, or is refused', async () => {
    let refused = 0;
    for (let length = 1; length < content.length; length++) {
      const part = await decoded(content.subarray(0, length)).catch((error: unknown) => {
        expect(String(error)).toMatch(/^(?:NotFlowLogs)?Error: [^\n]+$/);
        refused++;
        return null;
      });
      if (!part) continue;
      const found = linesOf(part);
      const whole = found.filter((line) => RECORDS.includes(line));
      expect(whole).toEqual(RECORDS.slice(0, whole.length));
      // At most the last one is half a record, which the parser judges.
      expect(found.length - whole.length + part.unparsed.length).toBeLessThanOrEqual(1);
    }
    if (content.toString().trimStart().startsWith('{"events"')) expect(refused).toBeGreaterThan(0);
  });

  test.each(INPUT_FORMATS)('asked for as %s is read or refused with the right choice', async (asked) => {
    const outcome = await decoded(content, { format: asked }).catch((error: unknown) => String(error));
    if (typeof outcome === 'string') {
      expect(asked).not.toBe(format);
      expect(outcome).toContain(
        `not what --input-format ${asked} stands for: use auto or ${format === 'firehose' ? 'cloudwatch' : format}`,
      );
    } else {
      expect(linesOf(outcome)).toEqual(RECORDS);
      expect(outcome.formats).toEqual([asked]);
    }
  });

  test('is read when it is asked for', async () => {
    expect(linesOf(await decoded(content, { format }))).toEqual(RECORDS);
  });
});

test('nothing is refused whatever it is asked for as', async () => {
  for (const format of INPUT_FORMATS) {
    expect(await decoded('', { format })).toMatchObject({ text: '', formats: [format] });
    expect(await decoded(gzipSync(''), { format })).toMatchObject({ text: '', formats: [format] });
  }
});
