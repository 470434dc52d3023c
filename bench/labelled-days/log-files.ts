import { mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { ByteWriter } from '../generated/byte-writer.ts';
import { ACCOUNT, REGION } from './day-network.ts';

const compress = promisify(gzip);
const FIRST_CAPACITY = 1 << 16;
const AT_A_TIME = 4;

/** Of two flow logs on the same interfaces the second one repeats what the first one says. */
export type FlowLogId = 'fl-0a4c81e2d97b35f60' | 'fl-0b7d92f3ea8c46071';

/** Collects lines by the time at which their windows end, as AWS delivers them. */
export class LogFiles {
  readonly #files = new Map<FlowLogId, Map<number, ByteWriter>>();

  /** `seconds` is the span of a file; `header` stands first in each. */
  constructor(
    private readonly header: Uint8Array,
    private readonly seconds: number,
  ) {}

  /** The file of a window that ends at this time, Unix seconds. */
  at(end: number, flowLog: FlowLogId): ByteWriter {
    const from = Math.floor(end / this.seconds) * this.seconds;
    const files = this.#files.get(flowLog) ?? new Map<number, ByteWriter>();
    this.#files.set(flowLog, files);
    const known = files.get(from);
    if (known) return known;
    const made = new ByteWriter(FIRST_CAPACITY);
    made.word(this.header);
    files.set(from, made);
    return made;
  }

  /** Writes all files, gzip'd, into the folder. */
  async write(folder: string): Promise<void> {
    mkdirSync(folder, { recursive: true });
    const waiting = [...this.#files].flatMap(([flowLog, files]) =>
      [...files].map(([from, writer]) => [fileName(from, flowLog), writer] as const),
    );
    const writeNext = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [name, writer] = next;
        await writeFile(join(folder, name), await compress(writer.take(), { level: 1 }));
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, writeNext));
  }
}

function fileName(from: number, flowLog: FlowLogId): string {
  const time = new Date(from * 1000).toISOString().replace(/[-:]/g, '').slice(0, 13);
  const hash = (from * 2_654_435_761).toString(16).slice(0, 8);
  return `${ACCOUNT}_vpcflowlogs_${REGION}_${flowLog}_${time}Z_${hash}.log.gz`;
}
