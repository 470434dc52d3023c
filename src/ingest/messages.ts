import type { Context } from '../parse/context.ts';
import type { FlowColumn } from '../parse/record-columns.ts';
import type { UnparsedLine } from '../parse/unparsed-line.ts';
import type { InputFormat } from '../decode/input-format.ts';

/** How a worker reads an object. */
export interface ParseOptions {
  /** Field names, in order, for lines that stand under no header. */
  readonly fields?: readonly string[] | undefined;
  /** The form that the records come in, when it is not to be told by content. */
  readonly inputFormat?: InputFormat | undefined;
  /** More than so many bytes of decoded text are refused. */
  readonly maxDecodedBytes?: number | undefined;
}

/** What a worker is told. Objects come one after another: `object`, its `bytes`, and `end` or `fail`. */
export type ToWorker =
  | ({ readonly kind: 'object'; readonly objectId: number } & ParseOptions)
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'end' }
  | { readonly kind: 'fail'; readonly reason: string }
  /** Hand over what is there, without waiting for a full batch. */
  | { readonly kind: 'flush' }
  /** A batch has been stored; its memory may be used again. */
  | { readonly kind: 'stored'; readonly slab: ArrayBuffer };

/** What a worker tells. */
export type FromWorker =
  | { readonly kind: 'taken'; readonly bytes: number }
  /** Of this object no more bytes are wanted. */
  | { readonly kind: 'refused'; readonly objectId: number }
  | { readonly kind: 'batch'; readonly batch: ParsedBatch }
  | { readonly kind: 'flushed' };

/** A stretch of rows that belong to one object. */
export interface Segment {
  readonly objectId: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Rows of whole objects, or, when `partOf` names one, of a part of one object that has not ended. All arrays lie in one
 * buffer, which goes to and fro without being copied.
 */
export interface ParsedBatch {
  readonly partOf: number | null;
  readonly rows: number;
  readonly contextIds: Int32Array<ArrayBuffer>;
  readonly columns: readonly FlowColumn[];
  readonly segments: readonly Segment[];
  /** Contexts that were not told before, numbered from `from` on; 0 begins anew. */
  readonly contexts: { readonly from: number; readonly items: readonly Context[] };
  readonly unparsed: readonly UnparsedOfObject[];
  /** Objects that have ended, in their order, each after its last rows. */
  readonly ended: readonly EndedObject[];
  readonly times: StageTimes;
}

export interface UnparsedOfObject extends UnparsedLine {
  readonly objectId: number;
}

/** What is known of an object at its end. */
export interface EndedObject {
  readonly objectId: number;
  /** Why it could not be read to its end, or null. */
  readonly error: string | null;
  /** Whether it has turned out to be something else than flow logs. */
  readonly isForeign: boolean;
  readonly format: string;
  readonly fields: readonly string[];
  readonly lines: number;
  readonly unparsedLines: number;
  readonly bytesDecoded: number;
}

/** Milliseconds that a worker spent since it last told. */
export interface StageTimes {
  /** Waiting for bytes. */
  readonly read: number;
  /** Waiting for decompression and unwrapping. */
  readonly decode: number;
  readonly parse: number;
  /** Waiting until batches are stored. */
  readonly store: number;
}
