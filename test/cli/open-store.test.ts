import { Writable } from 'node:stream';
import { beforeAll, expect, test } from 'vitest';
import type { Effects } from '../../src/cli/effects.ts';
import { stepNotes, withOpenStore } from '../../src/cli/open-store.ts';
import { withStore } from '../store/stores.ts';
import { ownFolder } from './run-flowblame.ts';

const own = ownFolder();
const options = () => ({ db: own.path('a.duckdb'), progress: false });
const FOREVER = 'SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range * b.range = 7';

function effectsOf(interrupted: AbortSignal): Effects & { readonly told: () => string } {
  let told = '';
  const stderr = new Writable({
    write(chunk: Buffer, _, done) {
      told += chunk.toString();
      done();
    },
  });
  async function* nothing(): AsyncGenerator<Uint8Array> {}
  return {
    stdin: nothing(),
    stdout: stderr,
    stderr,
    env: {},
    now: () => new Date(0),
    interrupted,
    told: () => told,
  };
}

beforeAll(() => withStore(options().db, async () => undefined));

test('an interrupt stops the query that is running, and the store is closed', async () => {
  const interruption = new AbortController();
  const running = withOpenStore(
    effectsOf(interruption.signal),
    options(),
    { readOnly: true },
    async (store) => {
      setTimeout(() => interruption.abort(), 500);
      return store.rows(FOREVER);
    },
  );
  await expect(running).rejects.toThrow(/interrupt/i);
  await withStore(options().db, async () => undefined);
});

test('an interrupt from before the store was open counts', async () => {
  const begun: string[] = [];
  const work = async () => {
    begun.push('work');
  };
  const running = withOpenStore(effectsOf(AbortSignal.abort()), options(), { readOnly: true }, work);
  await expect(running).rejects.toThrow(/abort/);
  expect(begun).toEqual([]);
});

test('steps are told under --verbose, and none is begun after an interrupt', () => {
  const interruption = new AbortController();
  const effects = effectsOf(interruption.signal);
  stepNotes(effects, options())('quiet', 1);
  const note = stepNotes(effects, { ...options(), verbose: true });
  note('one', 12.4);
  expect(effects.told()).toBe('    12 ms  one\n');
  interruption.abort();
  expect(() => note('two', 1)).toThrow(/abort/);
});
