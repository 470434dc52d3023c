import { expect, it } from 'vitest';
import { ingest } from '../../src/ingest/ingest.ts';
import type { Source } from '../../src/sources/source.ts';
import { dice } from '../dice.ts';
import { openStore, textSource } from '../store/stores.ts';
import { FORMS, randomRecords } from './random-logs.ts';

/** More than a batch, so that some of it is written before the end is there. */
const LARGE = FORMS.text(randomRecords(dice(51), 125_000));

it('a store that fails is noticed while sources have nothing to say', async () => {
  const store = await openStore();
  const stalled = (name: string, text: string): Source => ({
    ...textSource(name, text),
    async *open() {
      if (text !== '') await store.run('DROP VIEW flow_logs; DROP TABLE records');
      yield Buffer.from(text);
      await new Promise(() => undefined);
    },
  });
  const failing = ingest(store, [stalled('large', LARGE), stalled('silent', '')], { concurrency: 2 });
  await expect(failing).rejects.toThrow(/^Cannot write the store: [^\n]*records/);
}, 20_000);

it('as many lanes as are allowed listen to one signal without a warning', async () => {
  const warnings: string[] = [];
  const keep = ({ name, message }: Error) => warnings.push(`${name}: ${message}`);
  process.on('warning', keep);
  const sources = Array.from({ length: 12 }, (_, i) => textSource(`object-${i}`, FORMS.text(['2'])));
  const { signal } = new AbortController();
  const result = await ingest(await openStore(), sources, { concurrency: 12, signal });
  await new Promise(setImmediate);
  process.off('warning', keep);
  expect(result.objects).toBe(12);
  expect(warnings).toEqual([]);
}, 60_000);
