import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

const VERDICT = /"verdict":\s*"([a-z-]+)"/;

/** The lines of `flowblame blame --format ndjson` by verdict. */
export async function countVerdicts(file: string): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for await (const line of createInterface({
    input: createReadStream(file),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    const verdict = VERDICT.exec(line)?.[1];
    if (verdict === undefined)
      throw new Error(`Cannot find a verdict in ${JSON.stringify(line.slice(0, 200))}`);
    counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  }
  return counts;
}
