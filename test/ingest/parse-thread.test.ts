import { expect, it } from 'vitest';
import type { ParsedBatch } from '../../src/ingest/messages.ts';
import { ParseThread } from '../../src/ingest/parse-thread.ts';
import { dice } from '../dice.ts';
import { FORMS, randomRecords } from './random-logs.ts';

const LOG = Buffer.from(FORMS.text(randomRecords(dice(61), 500)));

async function* chunks(...bytes: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* bytes;
}

it('a flush waits for every batch of what was read, time and again', async () => {
  const batches: ParsedBatch[] = [];
  const thread = new ParseThread(async (batch) => {
    await new Promise(setImmediate);
    batches.push(batch);
  });
  for (const objectId of [1, 2, 3]) {
    await thread.read(objectId, chunks(LOG.subarray(0, 1000), LOG.subarray(1000)), {});
    await thread.flush();
    expect(batches.map(({ rows }) => rows)).toEqual(Array.from({ length: objectId }, () => 500));
  }
  await thread.flush();
  expect(batches).toHaveLength(3);
  await thread.close();
});

it('a batch that cannot be handled ends what waits for it, and all that comes after', async () => {
  const thread = new ParseThread(() => Promise.reject(new Error('disk on fire')));
  await thread.read(1, chunks(LOG), {});
  await expect(thread.flush()).rejects.toThrow('disk on fire');
  expect(thread.failed.aborted).toBe(true);
  await expect(thread.flush()).rejects.toThrow('disk on fire');
  // More than may be under way, so it would wait for a worker that nobody hears any more.
  const large = chunks(Buffer.alloc(5 << 20, '\n'), LOG);
  await expect(thread.read(2, large, {})).rejects.toThrow('disk on fire');
  await thread.close();
});

it('a source that fails is the worker’s to tell of', async () => {
  const batches: ParsedBatch[] = [];
  const thread = new ParseThread(async (batch) => {
    batches.push(batch);
  });
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield LOG.subarray(0, 5000);
    throw new Error('connection lost');
  }
  await thread.read(7, failing(), {});
  await thread.flush();
  expect(batches.flatMap(({ ended }) => ended)).toMatchObject([{ objectId: 7, error: 'connection lost' }]);
  await thread.close();
});
