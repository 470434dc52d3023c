import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** Everything of the process that commands touch, so that tests can give their own. */
export interface Effects {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: Writable;
  readonly stderr: Writable & { readonly isTTY?: boolean };
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
  const stream = path === undefined ? effects.stdout : createWriteStream(path);
  const failed = path === undefined ? null : once(stream, 'error').then(([error]) => Promise.reject(error as Error));
  failed?.catch(() => undefined);
  const write = async () => {
    for await (const text of texts) {
      if (!stream.write(text)) await once(stream, 'drain');
    }
    if (path !== undefined) {
      stream.end();
      await once(stream, 'finish');
    }
  };
  await (failed ? Promise.race([write(), failed]) : write());
}
