import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectChangedError } from '../../../src/sources/object-changed.ts';
import type { S3Options } from '../../../src/sources/s3/options.ts';
import { s3Sources } from '../../../src/sources/s3/s3-sources.ts';
import type { Source } from '../../../src/sources/source.ts';
import type { Fault, SeenRequest } from './fault-proxy.ts';
import { bytesOf, countingBytes, type S3Server, s3Server, SHORT } from './s3-server.ts';

const KEY = 'logs/a.log';
const SIZE = 600_000;
const CONTENT = countingBytes(SIZE);
const OTHER = countingBytes(SIZE, 0x5a000000);

let server: S3Server;

beforeAll(async () => {
  server = await s3Server();
  await server.createBucket('bodies');
});
afterAll(() => server.close());
beforeEach(async () => {
  server.proxy.plan();
  await server.put('bodies', { [KEY]: CONTENT });
});

async function listed(options: S3Options = {}): Promise<Source> {
  const { sources } = await s3Sources(`s3://bodies/${KEY}`, { ...server.options, ...options });
  const [source] = sources;
  if (!source) throw new Error('no source');
  return source;
}

const isGet = ({ method, query }: SeenRequest) => method === 'GET' && !query.has('list-type');
const cut = (how: 'reset' | 'close' | 'stall', after: number): Fault => ({ kind: 'cut', how, after });

/** The faults befall reads of the object, one after the other. */
function planReads(...faults: readonly (Fault | undefined)[]): void {
  let at = 0;
  server.proxy.plan((seen) => (isGet(seen) ? faults[at++] : undefined));
}

const ranges = () => server.proxy.requests.filter(isGet).map(({ headers }) => headers.range);

async function failureOf(work: Promise<unknown>): Promise<Error> {
  return await work.then(
    () => new Error('nothing failed'),
    (error: unknown) => error as Error,
  );
}

describe('a body', () => {
  test('is asked for on condition of the ETag that was listed', async () => {
    const source = await listed();
    expect(source).toMatchObject({ name: `s3://bodies/${KEY}`, size: SIZE });
    expect((await bytesOf(source)).equals(CONTENT)).toBe(true);
    const [read] = server.proxy.requests.filter(isGet);
    expect(read?.headers['if-match']).toBe(`"${source.version}"`);
    expect(read?.headers.range).toBeUndefined();
  });

  test('can be read again, and beside others', async () => {
    const source = await listed();
    const bodies = await Promise.all(Array.from({ length: 12 }, () => bytesOf(source)));
    for (const body of bodies) expect(body.equals(CONTENT)).toBe(true);
  });

  test.each(['reset', 'close', 'stall'] as const)('is taken up where a %s broke it', async (how) => {
    const source = await listed();
    planReads(cut(how, 100_000), cut(how, 0), cut(how, 250_001));
    expect((await bytesOf(source)).equals(CONTENT)).toBe(true);
    const [first, ...rest] = ranges();
    expect(first).toBeUndefined();
    expect(rest).toHaveLength(3);
    for (const range of rest) expect(range).toMatch(/^bytes=[1-9]\d*-$/);
  });

  test('is taken up after an answer that says it is shorter', async () => {
    const source = await listed();
    planReads({ kind: 'short', length: 1_000 });
    expect((await bytesOf(source)).equals(CONTENT)).toBe(true);
    expect(ranges()).toEqual([undefined, 'bytes=1000-']);
  });

  test('is taken up from a server that knows no ranges, without a byte twice', async () => {
    const source = await listed();
    planReads(cut('close', 100_003), { kind: 'without', headers: ['range'] });
    expect((await bytesOf(source)).equals(CONTENT)).toBe(true);
    expect(ranges()).toHaveLength(2);
  });

  test('that never gets further is given up, with the byte and the reason', async () => {
    const source = await listed({ limits: { ...SHORT, fruitlessAttempts: 3 } });
    planReads(cut('close', 1_000), ...Array.from({ length: 20 }, () => cut('close', 0)));
    await expect(bytesOf(source)).rejects.toThrow(
      `Cannot read "s3://bodies/${KEY}": given up at byte 1000 of ${SIZE} after 4 attempts: ECONNRESET`,
    );
  });

  test('that gets a little further each time is given up as well, in the end', async () => {
    const source = await listed({ limits: { ...SHORT, fruitlessAttempts: 3, bodyAttempts: 7 } });
    planReads(...Array.from({ length: 20 }, () => cut('close', 10)));
    await expect(bytesOf(source)).rejects.toThrow(/given up at byte 70 of 600000 after 7 attempts/);
  });

  test('waits for a slow reader, however long', async () => {
    const source = await listed();
    const chunks: Uint8Array[] = [];
    for await (const chunk of source.open()) {
      chunks.push(chunk);
      if (chunks.length % 5 === 1) await wait(SHORT.socketTimeout * 1.5);
    }
    expect(Buffer.concat(chunks).equals(CONTENT)).toBe(true);
  });

  test('may be left before its end', async () => {
    const source = await listed();
    for await (const chunk of source.open()) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    expect((await bytesOf(source)).equals(CONTENT)).toBe(true);
  });

  test('is asked for again when S3 says to slow down', async () => {
    const source = await listed();
    const slow: Fault = {
      kind: 'answer',
      status: 503,
      body: '<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>',
    };
    planReads(slow, slow);
    expect((await bytesOf(source)).equals(CONTENT)).toBe(true);
    expect(ranges()).toHaveLength(3);
  });
});

describe('an object that was replaced', () => {
  async function changed(work: Promise<unknown>): Promise<Source> {
    const error = await failureOf(work);
    expect(error).toBeInstanceOf(ObjectChangedError);
    expect(error.message).toBe(`Cannot read "s3://bodies/${KEY}": it was replaced while being read`);
    return (error as ObjectChangedError).current;
  }

  test('after it was listed is given anew', async () => {
    const source = await listed();
    await server.put('bodies', { [KEY]: OTHER.subarray(0, 1_000) });
    const current = await changed(bytesOf(source));
    expect(current).toMatchObject({ name: source.name, size: 1_000 });
    expect(current.version).not.toBe(source.version);
    expect((await bytesOf(current)).equals(OTHER.subarray(0, 1_000))).toBe(true);
  });

  test.each([
    ['and the server keeps to the condition', undefined],
    ['and the server forgets the condition', { kind: 'without', headers: ['if-match'] }],
    ['and the server forgets the range', { kind: 'without', headers: ['if-match', 'range'] }],
  ] as const)('in the middle of a body is never mixed: %s', async (_, second) => {
    const source = await listed();
    let reads = 0;
    server.proxy.plan(async (seen): Promise<Fault | undefined> => {
      if (!isGet(seen)) return undefined;
      if (++reads === 1) return cut('close', 200_000);
      await server.put('bodies', { [KEY]: OTHER });
      return second;
    });
    const chunks: Uint8Array[] = [];
    const current = await changed(
      (async () => {
        for await (const chunk of source.open()) chunks.push(chunk);
      })(),
    );
    const read = Buffer.concat(chunks);
    expect(read.equals(CONTENT.subarray(0, read.length))).toBe(true);
    expect(read.length).toBeGreaterThan(0);
    expect(read.length).toBeLessThanOrEqual(200_000);
    server.proxy.plan();
    expect((await bytesOf(current)).equals(OTHER)).toBe(true);
  });

  test('by itself is the same', async () => {
    const source = await listed();
    await server.put('bodies', { [KEY]: CONTENT });
    expect((await bytesOf(source)).equals(CONTENT)).toBe(true);
  });

  test('is an ordinary error where the server contradicts itself', async () => {
    const source = await listed();
    planReads({ kind: 'answer', status: 412, body: '<Error><Code>PreconditionFailed</Code></Error>' });
    await expect(bytesOf(source)).rejects.toThrow(
      `Cannot read "s3://bodies/${KEY}": the server contradicts its own listing`,
    );
  });

  test('by nothing was deleted', async () => {
    const source = await listed();
    const missing: Fault = {
      kind: 'answer',
      status: 404,
      body: '<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>',
    };
    const message = `Cannot read "s3://bodies/${KEY}": it was deleted while being read`;
    planReads(missing);
    await expect(bytesOf(source)).rejects.toThrow(message);
    server.proxy.plan((seen) =>
      isGet(seen)
        ? { kind: 'answer', status: 412, body: '<Error><Code>PreconditionFailed</Code></Error>' }
        : { kind: 'answer', status: 404 },
    );
    await expect(bytesOf(source)).rejects.toThrow(message);
  });
});

describe('the signal', () => {
  test('ends a body that stalls at once, and nothing is asked for again', async () => {
    const controller = new AbortController();
    const limits = { ...SHORT, socketTimeout: 30_000 };
    const source = await listed({ signal: controller.signal, limits });
    planReads(cut('stall', 1_000));
    const started = performance.now();
    setTimeout(() => controller.abort(new Error('interrupted')), 30);
    await expect(bytesOf(source)).rejects.toThrow('interrupted');
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(ranges()).toHaveLength(1);
  });

  test('ends a listing', async () => {
    const controller = new AbortController();
    server.proxy.plan(() => ({ kind: 'no answer', how: 'stall' }));
    const limits = { ...SHORT, socketTimeout: 30_000 };
    setTimeout(() => controller.abort(new Error('interrupted')), 30);
    const listing = s3Sources('s3://bodies', { ...server.options, signal: controller.signal, limits });
    await expect(listing).rejects.toThrow('interrupted');
    await expect(s3Sources('s3://bodies', { signal: controller.signal })).rejects.toThrow('interrupted');
  });

  test('of closed sources ends their bodies', async () => {
    const { sources, close } = await s3Sources('s3://bodies', server.options);
    close();
    await expect(bytesOf(sources[0])).rejects.toThrow('Cannot read "s3://bodies": its sources were closed');
  });
});
