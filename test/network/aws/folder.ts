import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder that goes away with the test. Its files are dated second by second, in the order of writing. */
export class TestFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'flowblame-network-'));
  #clock = 1_000_000;

  constructor() {
    onTestFinished(() => rmSync(this.path, { recursive: true }));
  }

  at(...names: string[]): string {
    return join(this.path, ...names);
  }

  /** Writes text or bytes as they are and anything else as JSON; gives the path. */
  async write(name: string, content: unknown): Promise<string> {
    const path = this.at(name);
    await mkdir(dirname(path), { recursive: true });
    const isRaw = typeof content === 'string' || content instanceof Uint8Array;
    await writeFile(path, isRaw ? content : JSON.stringify(content));
    this.#clock += 1;
    await utimes(path, this.#clock, this.#clock);
    return path;
  }
}
