import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { importNetwork } from '../../src/import-network.ts';
import { ingest } from '../../src/ingest/ingest.ts';
import { parseProtocol } from '../../src/model/protocol.ts';
import { localSources } from '../../src/sources/local.ts';
import { Store } from '../../src/store/store.ts';
import type { WhyAnswer, WhyQuestion } from '../../src/why/answer.ts';
import type { Stage } from '../../src/why/path.ts';
import { why } from '../../src/why/why.ts';
import { someCases } from '../thorough.ts';
import { differences } from './differences.ts';

const CASES = new URL('./cases/', import.meta.url).pathname;

/** When the network of every case was captured; records of `flow.log` lie before or after it. */
const CAPTURED_AT_S = 1_764_000_000;

/** `question.json`, in the words of the command line. */
interface Question {
  readonly src: string;
  readonly dst: string;
  readonly port?: number;
  /** TCP when it is not given. */
  readonly protocol?: string;
  readonly sourcePort?: number;
}

/**
 * `expected.json`: members of the answer, as many of each as matter. Besides these,
 * `someStages` and `someFixes` are some of `stages` and `fixes` in their order, and `error` stands alone.
 */
interface Expected {
  readonly stages?: readonly Partial<Stage>[];
  readonly someStages?: readonly Partial<Stage>[];
  readonly error?: { readonly name: string; readonly mentions: readonly string[] };
}

describe.each(someCases(readdirSync(CASES).toSorted(), 5))('case %s', (name) => {
  const folder = join(CASES, name);
  const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Expected;

  if (expected.error) {
    const { error } = expected;
    it('says what is wrong with the question', async () => {
      const failure = await answerOf(folder).then(
        (answer) => ({ name: 'an answer', message: JSON.stringify(answer.reachable) }),
        (thrown: unknown) => thrown as Error,
      );
      expect(failure.name).toBe(error.name);
      for (const mention of error.mentions) expect(failure.message).toContain(mention);
    });
    return;
  }

  let answer: WhyAnswer;
  beforeAll(async () => {
    answer = await answerOf(folder);
  });

  it('is answered as expected', () => {
    const stages = withoutEmptyGroups(answer.stages, expected);
    const found = { ...answer, stages, someStages: answer.stages, someFixes: answer.fixes };
    expect(differences(expected, found).join('\n')).toBe('');
  });

  it('agrees with itself', () => {
    const blocks = answer.stages.filter(({ outcome }) => outcome === 'deny');
    expect(answer.allBlocks).toEqual(blocks);
    expect(answer.firstBlock).toEqual(blocks[0] ?? null);
    const unknown = answer.stages.some(({ outcome }) => outcome === 'unknown');
    expect(answer.reachable).toBe(blocks.length > 0 ? false : unknown ? null : true);
    expect(answer.fixes.every(({ stage }) => answer.stages[stage]?.outcome === 'deny')).toBe(true);
  });
});

async function answerOf(folder: string): Promise<WhyAnswer> {
  const log = join(folder, 'flow.log');
  const store = await Store.open(':memory:');
  try {
    if (existsSync(log)) {
      const { sources } = await localSources(log);
      const { failures } = await ingest(store, sources);
      if (failures.length > 0) throw new Error(JSON.stringify(failures));
    }
    await importNetwork(store, [join(folder, 'network')], { capturedAtS: CAPTURED_AT_S });
    return await why(store, readQuestion(folder));
  } finally {
    store.close();
  }
}

function readQuestion(folder: string): WhyQuestion {
  const question = JSON.parse(readFileSync(join(folder, 'question.json'), 'utf8')) as Question;
  const protocol = parseProtocol(question.protocol ?? 'tcp');
  if (protocol === null) throw new Error(`${folder}: "${question.protocol}" is no protocol`);
  return {
    src: question.src,
    dst: question.dst,
    protocol,
    dstport: question.port ?? null,
    srcport: question.sourcePort ?? null,
    atS: null,
  };
}

/** A NAT gateway or an attachment has no groups; that their stage is skipped need not be expected. */
function withoutEmptyGroups(stages: readonly Stage[], { stages: expected = [] }: Expected): readonly Stage[] {
  const named = new Set(expected.filter(({ layer }) => layer === 'sg').map(({ interfaceId }) => interfaceId));
  return stages.filter(
    ({ layer, outcome, securityGroups, interfaceId }) =>
      layer !== 'sg' || outcome !== 'skip' || securityGroups.length > 0 || named.has(interfaceId),
  );
}
