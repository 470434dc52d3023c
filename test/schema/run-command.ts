import { Writable } from 'node:stream';
import { run } from '../../src/cli/run.ts';

export interface Printed {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line in this process, as `flowblame ARGS` does in its own. */
export async function runCommand(args: readonly string[]): Promise<Printed> {
  const printed = { stdout: '', stderr: '' };
  const into = (name: keyof typeof printed) =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        printed[name] += chunk.toString();
        done();
      },
    });
  const code = await run(args, {
    stdin: nothing(),
    stdout: into('stdout'),
    stderr: into('stderr'),
    env: {},
    now: () => new Date(0),
    interrupted: new AbortController().signal,
  });
  return { code, ...printed };
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  yield* [];
}
