import type { ObjectWriter } from '../store/object-writer.ts';
import type { UnparsedRow } from '../store/ledger-row.ts';
import type { WriterLane } from '../store/writer-lane.ts';
import { type ContextNumbers, OUTCOMES } from './context-numbers.ts';
import type { EndedObject, ParsedBatch } from './messages.ts';
import type { ObjectUnderWay } from './object-under-way.ts';

/** A commit waits for the disk, so objects share one: this many records or milliseconds of them. */
const DUE_RECORDS = 1 << 20;
const DUE_MS = 3000;

/** What became of an object that has ended. */
export type ObjectOutcome =
  | { readonly kind: 'stored'; readonly object: ObjectUnderWay; readonly ended: EndedObject }
  /** Its very content is in the store already. */
  | { readonly kind: 'known'; readonly object: ObjectUnderWay }
  | { readonly kind: 'failed'; readonly object: ObjectUnderWay; readonly reason: string }
  /** It only happens to lie among flow logs. */
  | { readonly kind: 'foreign'; readonly object: ObjectUnderWay };

export interface StorageOptions {
  readonly now: () => Date;
  /** Whether the end of a pipe may be an interrupt instead of the end of the log. */
  readonly isInterrupted: () => boolean;
  readonly onOutcome: (outcome: ObjectOutcome) => void;
}

/**
 * Stores the batches of one worker through one lane. Whole objects share a transaction, for nothing can go wrong with
 * their sources any more; the parts of a large one have a transaction of their own, which is rolled back when it fails.
 */
export class BatchStorage {
  readonly #writer: ObjectWriter;
  readonly #lane: WriterLane;
  readonly #contexts: ContextNumbers;
  readonly #options: StorageOptions;
  readonly #objects = new Map<number, ObjectUnderWay>();
  /** The object whose parts the open transaction holds. */
  #part: number | null = null;
  #uncommittedRecords = 0;
  #lastCommit = performance.now();
  /** Milliseconds so far. */
  readonly times = { append: 0, commit: 0 };

  constructor(writer: ObjectWriter, lane: WriterLane, contexts: ContextNumbers, options: StorageOptions) {
    this.#writer = writer;
    this.#lane = lane;
    this.#contexts = contexts;
    this.#options = options;
  }

  /** Makes an object known before its batches come. */
  expect(object: ObjectUnderWay): void {
    this.#objects.set(object.objectId, object);
  }

  /** Objects that were made known and have not ended. */
  get objectsUnderWay(): number {
    return this.#objects.size;
  }

  async store(batch: ParsedBatch): Promise<void> {
    this.#contexts.learn(batch.contexts);
    if (batch.partOf !== null && batch.partOf !== this.#part) await this.#beginPart(batch.partOf);
    const outcomes = batch.ended.map((ended) => this.#outcomeOf(ended));
    const hadPart = this.#part;
    for (const { kind, object } of outcomes) {
      if (object.objectId !== this.#part) continue;
      this.#part = null;
      if (kind !== 'stored') await this.#lane.rollback();
    }
    const stored = new Set(
      outcomes.filter(({ kind }) => kind === 'stored').map(({ object }) => object.objectId),
    );
    for (const id of stored) if (id !== hadPart) await this.#replace(id);
    if (batch.partOf !== null) stored.add(batch.partOf);
    await this.#append(batch, stored);
    for (const outcome of outcomes) this.#end(outcome);
    if (this.#part === null && (this.#isCommitDue || hadPart !== null)) await this.commit();
  }

  /** Makes everything permanent that has ended. What there is of an object that has not ended is forgotten. */
  async commit(): Promise<void> {
    const started = performance.now();
    if (this.#part === null) await this.#lane.commit();
    else await this.#lane.rollback();
    this.#part = null;
    this.#uncommittedRecords = 0;
    this.#lastCommit = performance.now();
    this.times.commit += this.#lastCommit - started;
  }

  /** Gives up what is not permanent. */
  async close(): Promise<void> {
    // It fails where the store has failed before, of which is told already.
    await this.#lane.rollback().catch(() => undefined);
    this.#lane.close();
  }

  get #isCommitDue(): boolean {
    return this.#uncommittedRecords >= DUE_RECORDS || performance.now() - this.#lastCommit >= DUE_MS;
  }

  async #beginPart(objectId: number): Promise<void> {
    await this.commit();
    await this.#replace(objectId);
    this.#part = objectId;
  }

  /** Another content of the same object takes the place of the one before; pipes of one name are different objects. */
  async #replace(objectId: number): Promise<void> {
    const { name, version } = this.#object(objectId).source;
    if (version !== null) await this.#lane.replace(name);
  }

  #outcomeOf(ended: EndedObject): ObjectOutcome {
    const object = this.#object(ended.objectId);
    if (ended.isForeign && object.source.mayBeForeign) return { kind: 'foreign', object };
    if (ended.error !== null) return { kind: 'failed', object, reason: ended.error };
    const isPipe = object.source.version === null;
    if (isPipe && this.#options.isInterrupted()) {
      return { kind: 'failed', object, reason: 'interrupted' };
    }
    return isPipe && this.#writer.ledger.has(object.identity)
      ? { kind: 'known', object }
      : { kind: 'stored', object, ended };
  }

  async #append(batch: ParsedBatch, stored: ReadonlySet<number>): Promise<void> {
    const started = performance.now();
    const { columns, segments, unparsed } = batch;
    const unparsedRows: UnparsedRow[] = [];
    for (const { objectId, ...line } of unparsed) {
      if (!stored.has(objectId)) continue;
      const object = this.#object(objectId);
      object.firstUnparsed ??= line;
      unparsedRows.push({ object: object.source.name, ...line });
    }
    await this.#lane.appendUnparsedLines(unparsedRows);
    const { contextIds } = batch;
    const objectIds = new Int32Array(batch.rows);
    for (const { objectId, from, to } of segments) {
      if (!stored.has(objectId)) continue;
      objectIds.fill(objectId, from, to);
      const outcomes = this.#contexts.renumber(contextIds.subarray(from, to));
      const { counts } = this.#object(objectId);
      counts.records += to - from;
      for (const [i, { count }] of OUTCOMES.entries()) counts[count] += outcomes[i] as number;
      this.#uncommittedRecords += to - from;
    }
    if (segments.some(({ objectId }) => stored.has(objectId))) {
      await this.#lane.append({ objectIds, contextIds, columns });
    }
    this.times.append += performance.now() - started;
  }

  #end(outcome: ObjectOutcome): void {
    const { object } = outcome;
    this.#objects.delete(object.objectId);
    if (outcome.kind === 'stored') {
      const { format, fields, lines, unparsedLines, bytesDecoded } = outcome.ended;
      this.#lane.keep({
        ...object.identity,
        ...object.counts,
        objectId: object.objectId,
        digest: object.digest,
        format,
        fields,
        lines,
        unparsedLines,
        bytesRead: object.bytesRead,
        bytesDecoded,
        ingestedAt: this.#options.now(),
      });
    }
    this.#options.onOutcome(outcome);
  }

  #object(id: number): ObjectUnderWay {
    const object = this.#objects.get(id);
    if (!object) throw new Error(`object ${id} is not under way`);
    return object;
  }
}
