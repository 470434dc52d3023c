import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { localSources } from '../../src/sources/local.ts';
import { flowKey, judgeSources, type PrintedVerdict } from './judge-files.ts';

const CASES = new URL('./cases/', import.meta.url).pathname;

describe.each(readdirSync(CASES))('case %s', (name) => {
  const folder = join(CASES, name);
  const expected = readFileSync(join(folder, 'expected.ndjson'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as PrintedVerdict);
  let verdicts: readonly PrintedVerdict[] = [];

  beforeAll(async () => {
    const { sources } = await localSources(join(folder, 'flow.log'));
    verdicts = await judgeSources(sources, [{ paths: [join(folder, 'network')], capturedAtS: 0 }]);
  });

  it('judges every refused flow once', () => {
    expect(verdicts.map(flowKey).toSorted()).toEqual(expected.map(flowKey).toSorted());
  });

  it.each(expected.map((wanted) => [flowKey(wanted), wanted] as const))('%s', (key, wanted) => {
    expect(verdicts.find((verdict) => flowKey(verdict) === key)).toMatchObject(wanted);
  });
});
