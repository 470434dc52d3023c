import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { chosenFormat, type CommonOptions } from './options.ts';

/** Everything of the process that commands touch, so that tests can give their own. */
export interface Effects {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  /** Aborted when the user interrupts. */
  readonly interrupted: AbortSignal;
}

/** Writes text to standard output, or to a file, waiting where the reader is slow. */
export async function writeOutput(
  effects: Effects,
  path: string | undefined,
  texts: AsyncIterable<string>,
): Promise<void> {
  if (path === undefined) {
    await writeAll(effects.stdout, texts);
    return;
  }
  const stream = createWriteStream(path);
  try {
    // Nothing is asked for before there is somewhere to put it.
    await once(stream, 'open');
    await writeAll(stream, texts);
    stream.end();
    await once(stream, 'finish');
  } catch (error) {
    if (stream.errored === null) throw error;
    cannotWrite(path, stream.errored);
  }
}

/** Ends between two texts when the stream has failed, so that nobody is left in the middle of making one. */
async function writeAll(stream: Writable, texts: AsyncIterable<string>): Promise<void> {
  for await (const text of texts) {
    if (stream.errored) throw stream.errored;
    if (!stream.write(text)) await once(stream, 'drain');
  }
}

function cannotWrite(path: string, error: Error): never {
  throw new Error(`Cannot write "${path}": ${error.message}`, { cause: error });
}

/** Whether what is printed may be coloured: on a terminal, unless the user's environment says no (https://no-color.org). */
export function mayColour({ stdout, env }: Effects, output: string | undefined): boolean {
  return output === undefined && stdout.isTTY === true && (env.NO_COLOR ?? '') === '';
}

/** Writes a result where it was asked for by format or file; otherwise it is a summary, and goes to standard error. */
export async function writeResult(
  effects: Effects,
  options: CommonOptions,
  result: { readonly json: string; readonly text: string },
): Promise<void> {
  if (options.format === undefined && options.output === undefined) {
    if (!options.quiet) effects.stderr.write(result.text);
    return;
  }
  await writeOutput(
    effects,
    options.output,
    portion(chosenFormat(options) === 'json' ? result.json : result.text),
  );
}

async function* portion(text: string): AsyncGenerator<string> {
  yield text;
}
