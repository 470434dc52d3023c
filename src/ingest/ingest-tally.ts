import type { Source } from '../sources/source.ts';
import type { ObjectCopy } from '../store/copies.ts';
import type { RecordCounts } from '../store/ledger-row.ts';
import type { ObjectOutcome } from './batch-storage.ts';
import type { StageTimes } from './messages.ts';
import type { ObjectUnderWay } from './object-under-way.ts';

export interface IngestProgress {
  /** The object begun last. */
  readonly object: string;
  /** Objects done so far, or skipped. */
  readonly objectsDone: number;
  readonly objectsTotal: number;
  /** As stored, of all objects that were not skipped. */
  readonly bytesRead: number;
  /** Null when the size of one is unknown, as that of a pipe. */
  readonly bytesTotal: number | null;
  /** Records in the store or on their way into it. */
  readonly records: number;
  /** Seconds since the ingest began. */
  readonly seconds: number;
}

/** An object with lines that are no record. */
export interface UnparsedObject {
  readonly object: string;
  readonly lines: number;
  readonly records: number;
  readonly firstLineNumber: number;
  readonly firstReason: string;
}

/** Seconds that all threads together spent in each stage. */
export interface IngestStages {
  /** Waiting for the bytes of sources. */
  readonly read: number;
  /** Decompressing and unwrapping. */
  readonly decode: number;
  readonly parse: number;
  /** Copying batches into DuckDB. */
  readonly append: number;
  readonly commit: number;
}

/** What a comparison with the rest of the store has shown. */
export interface IngestComparison {
  /** Records that are left out now because the store has them already; only when asked for. */
  readonly duplicates: number;
  /** Records that lack what tells flows apart, so that none of them was left out. */
  readonly incomparable: number;
  /** New objects with the very content of others; looked for when duplicates are not left out. */
  readonly copies: readonly ObjectCopy[];
  /** Objects in the store of which records were left out for the sake of others that have changed since. */
  readonly outdatedObjects: readonly string[];
}

export interface IngestResult extends RecordCounts, IngestComparison {
  readonly objects: number;
  /** Objects whose very content the store had already. */
  readonly skippedObjects: number;
  /** Objects that could not be read to their end; none of their records are kept. */
  readonly failures: readonly { readonly object: string; readonly reason: string }[];
  readonly unparsedObjects: readonly UnparsedObject[];
  /** Objects that were read whole and hold no line but a header. */
  readonly emptyObjects: readonly string[];
  /** Objects found in folders that turned out to be something else than flow logs. */
  readonly foreignObjects: readonly string[];
  readonly unparsedLines: number;
  readonly bytesRead: number;
  readonly bytesDecoded: number;
  readonly seconds: number;
  readonly stages: IngestStages;
}

/** Counts what becomes of the objects of an ingest, and tells how far it has come. */
export class IngestTally {
  readonly #started = performance.now();
  readonly #onProgress: ((progress: IngestProgress) => void) | undefined;
  readonly #order: ReadonlyMap<string, number>;
  readonly #bytesTotal: number | null;
  #object = '';
  #done = 0;
  readonly #total: number;
  #bytesRead = 0;
  #records = 0;
  readonly #counts = {
    objects: 0,
    skippedObjects: 0,
    records: 0,
    accepted: 0,
    rejected: 0,
    nodata: 0,
    skipdata: 0,
    unparsedLines: 0,
    bytesRead: 0,
    bytesDecoded: 0,
  };
  readonly #stages = { read: 0, decode: 0, parse: 0, append: 0, commit: 0 };
  readonly #failures: { object: string; reason: string }[] = [];
  readonly #unparsedObjects: UnparsedObject[] = [];
  readonly #emptyObjects: string[] = [];
  readonly #foreignObjects: string[] = [];

  /** `waiting`: those of the sources that the store does not have yet. */
  constructor(
    sources: readonly Source[],
    waiting: readonly Source[],
    onProgress: ((progress: IngestProgress) => void) | undefined,
  ) {
    this.#order = new Map(sources.map(({ name }, i) => [name, i]));
    this.#onProgress = onProgress;
    this.#total = sources.length;
    this.#bytesTotal = waiting.reduce<number | null>(
      (sum, { size }) => (sum === null || size === null ? null : sum + size),
      0,
    );
  }

  /** An object that the store has already. */
  skip(): void {
    this.#done++;
    this.#counts.skippedObjects++;
    this.#report();
  }

  begin({ name }: Source): void {
    this.#object = name;
    this.#report();
  }

  read(bytes: number): void {
    this.#bytesRead += bytes;
    this.#report();
  }

  addBatch(records: number, { read, decode, parse }: StageTimes): void {
    this.#records += records;
    this.#stages.read += read / 1000;
    this.#stages.decode += decode / 1000;
    this.#stages.parse += parse / 1000;
    this.#report();
  }

  /** Milliseconds that a writer took. */
  addWriting({ append, commit }: { readonly append: number; readonly commit: number }): void {
    this.#stages.append += append / 1000;
    this.#stages.commit += commit / 1000;
  }

  end(outcome: ObjectOutcome): void {
    const { source } = outcome.object;
    this.#done++;
    if (outcome.kind === 'known') this.#counts.skippedObjects++;
    if (outcome.kind === 'foreign') this.#foreignObjects.push(source.name);
    if (outcome.kind === 'failed') {
      this.#failures.push({ object: source.name, reason: withoutName(outcome.reason, source) });
    }
    if (outcome.kind === 'stored') this.#addStored(outcome);
    this.#report();
  }

  result(comparison: IngestComparison): IngestResult {
    const place = (name: string) => this.#order.get(name) ?? 0;
    return {
      ...this.#counts,
      ...comparison,
      failures: this.#failures.toSorted((a, b) => place(a.object) - place(b.object)),
      unparsedObjects: this.#unparsedObjects.toSorted((a, b) => place(a.object) - place(b.object)),
      emptyObjects: this.#emptyObjects.toSorted((a, b) => place(a) - place(b)),
      foreignObjects: this.#foreignObjects.toSorted((a, b) => place(a) - place(b)),
      seconds: this.#seconds,
      stages: this.#stages,
    };
  }

  #addStored({ object, ended }: Extract<ObjectOutcome, { kind: 'stored' }>): void {
    const counts = this.#counts;
    counts.objects++;
    for (const name of ['records', 'accepted', 'rejected', 'nodata', 'skipdata'] as const) {
      counts[name] += object.counts[name];
    }
    counts.unparsedLines += ended.unparsedLines;
    counts.bytesRead += object.bytesRead;
    counts.bytesDecoded += ended.bytesDecoded;
    const { name } = object.source;
    const { records } = object.counts;
    if (object.firstUnparsed) {
      const { lineNumber, reason } = object.firstUnparsed;
      this.#unparsedObjects.push({
        object: name,
        lines: ended.unparsedLines,
        records,
        firstLineNumber: lineNumber,
        firstReason: reason,
      });
    } else if (records === 0) {
      this.#emptyObjects.push(name);
    }
  }

  get #seconds(): number {
    return (performance.now() - this.#started) / 1000;
  }

  #report(): void {
    this.#onProgress?.({
      object: this.#object,
      objectsDone: this.#done,
      objectsTotal: this.#total,
      bytesRead: this.#bytesRead,
      bytesTotal: this.#bytesTotal,
      records: this.#records,
      seconds: this.#seconds,
    });
  }
}

/** The reason, without the object's name where it stands beside it. */
function withoutName(reason: string, { name }: ObjectUnderWay['source']): string {
  const prefix = `Cannot read "${name}": `;
  return reason.startsWith(prefix) ? reason.slice(prefix.length) : reason;
}
