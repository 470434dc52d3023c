import type { RecordColumns } from '../parse/record-columns.ts';
import type { RecordParser } from '../parse/record-parser.ts';
import type { Context } from '../parse/context.ts';
import type { EndedObject, ParsedBatch, Segment, StageTimes, UnparsedOfObject } from './messages.ts';
import { Slabs } from './slabs.ts';

/** Unparsed lines are handed over in between when they have more characters than this. */
const MOST_UNPARSED = 4 << 20;

/** Gathers what a parser reads of one object after another into batches of whole objects, or of parts of a large one. */
export class BatchBuilder {
  readonly #parser: RecordParser;
  readonly #slabs: Slabs;
  #segments: Segment[] = [];
  #ended: EndedObject[] = [];
  #unparsed: UnparsedOfObject[] = [];
  #unparsedSize = 0;
  /** What the other side knows of contexts. */
  #told: readonly Context[] = [];
  #toldCount = 0;

  constructor(parser: RecordParser) {
    this.#parser = parser;
    this.#slabs = new Slabs(parser.batchRows);
  }

  /** Takes back the memory of a batch. */
  giveBack(slab: ArrayBuffer): void {
    this.#slabs.giveBack(slab);
  }

  addUnparsedLine(line: UnparsedOfObject): void {
    this.#unparsed.push(line);
    this.#unparsedSize += line.line.length;
  }

  /** Whether to hand over before reading on. */
  get isFull(): boolean {
    return this.#parser.isFull || this.#unparsedSize > MOST_UNPARSED;
  }

  endObject(object: EndedObject): void {
    const { rowsBeforeObject: from, row: to } = this.#parser;
    if (to > from) this.#segments.push({ objectId: object.objectId, from, to });
    this.#ended.push(object);
  }

  /** Forgets what the batch has of an object that could not be read to its end. */
  dropObject(objectId: number): void {
    this.#parser.dropObject();
    this.#takeUnparsed((line) => line.objectId === objectId);
  }

  /** The objects that have ended, or null when there are none. What there is of an open one stays. */
  takeWhole(times: StageTimes, openObject: number | null): ParsedBatch | null {
    if (this.#ended.length === 0) return null;
    const rows = openObject === null ? this.#parser.row : this.#parser.rowsBeforeObject;
    return this.#take(rows, null, openObject, times);
  }

  /** What there is of the object that has not ended, when nothing else is there any more. */
  takePart(objectId: number, times: StageTimes): ParsedBatch {
    const { row } = this.#parser;
    if (row > 0) this.#segments.push({ objectId, from: 0, to: row });
    return this.#take(row, objectId, null, times);
  }

  #take(rows: number, partOf: number | null, kept: number | null, times: StageTimes): ParsedBatch {
    const records = this.#parser.takeBatch(rows);
    const batch: ParsedBatch = {
      partOf,
      rows,
      ...this.#slabs.copy(records),
      segments: this.#segments,
      contexts: this.#newContexts(records),
      unparsed: this.#takeUnparsed(({ objectId }) => objectId !== kept),
      ended: this.#ended,
      times,
    };
    this.#parser.startBatch(rows);
    this.#segments = [];
    this.#ended = [];
    return batch;
  }

  #takeUnparsed(isWanted: (line: UnparsedOfObject) => boolean): readonly UnparsedOfObject[] {
    const taken = this.#unparsed.filter(isWanted);
    this.#unparsed = this.#unparsed.filter((line) => !isWanted(line));
    this.#unparsedSize = this.#unparsed.reduce((size, { line }) => size + line.length, 0);
    return taken;
  }

  #newContexts({ contexts }: RecordColumns): ParsedBatch['contexts'] {
    const from = contexts === this.#told ? this.#toldCount : 0;
    this.#told = contexts;
    this.#toldCount = contexts.length;
    return { from, items: contexts.slice(from) };
  }
}
