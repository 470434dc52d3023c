import type { RecordBatch } from 'apache-arrow';
import { loadSql } from '../sql/load.ts';
import { recordColumns } from './batch-columns.ts';
import { Contexts, type RecordCounts } from './contexts.ts';
import type { Store } from './store.ts';

/** What identifies an object and its content. */
export interface ObjectIdentity {
  readonly name: string;
  readonly size: number | null;
  readonly version: string | null;
}

/** What the ledger keeps of an object besides its counts. */
export interface ObjectSummary extends ObjectIdentity {
  /** AWS names of the fields, as the object's headers gave them. */
  readonly fields: readonly string[];
  readonly bytesRead: number;
  readonly bytesDecoded: number;
  readonly ingestedAt: Date;
}

export interface UnparsedRow {
  readonly lineNumber: number;
  readonly reason: string;
  readonly line: string;
}

export interface ObjectCounts extends RecordCounts {
  readonly unparsedLines: number;
}

const NO_RECORDS: RecordCounts = { records: 0, accepted: 0, rejected: 0, nodata: 0, skipdata: 0 };

/** A commit waits for the disk, so small objects share one: this many records, objects or milliseconds of them. */
const DUE_RECORDS = 122_880;
const DUE_OBJECTS = 256;
const DUE_MS = 2000;

/** Writes objects into the store, each whole or not at all. One writer at a time, one object at a time. */
export class ObjectWriter {
  readonly #store: Store;
  readonly #contexts: Contexts;
  readonly #ledger: Set<string>;
  readonly #names: Set<string>;
  #nextObjectId: number;
  #transaction: { objects: number; records: number; readonly sinceMs: number } | null = null;

  private constructor(
    store: Store,
    contexts: Contexts,
    ledger: Set<string>,
    names: Set<string>,
    nextObjectId: number,
  ) {
    this.#store = store;
    this.#contexts = contexts;
    this.#ledger = ledger;
    this.#names = names;
    this.#nextObjectId = nextObjectId;
  }

  /** `retryUnreadable` lets objects that gave no record so far count as new, for the reading may know more this time. */
  static async open(store: Store, { retryUnreadable = false } = {}): Promise<ObjectWriter> {
    const ledger = await store.rows(loadSql('store/ledger'));
    const nextObjectId = ledger.reduce((next, row) => Math.max(next, Number(row.object_id) + 1), 1);
    const known = ledger.filter(({ unreadable }) => !(retryUnreadable && unreadable === true));
    const identities = known.map(({ name, size, version }) => identityKey(name, size, version));
    const names = new Set(ledger.map(({ name }) => String(name)));
    return new ObjectWriter(store, await Contexts.load(store), new Set(identities), names, nextObjectId);
  }

  /** Whether the ledger has this very content of the object. */
  has({ name, size, version }: ObjectIdentity): boolean {
    return this.#ledger.has(identityKey(name, size, version));
  }

  #enter({ name, size, version }: ObjectIdentity, records: number): void {
    this.#ledger.add(identityKey(name, size, version));
    this.#names.add(name);
    if (this.#transaction === null) return;
    this.#transaction.objects++;
    this.#transaction.records += records;
  }

  /** Whether so much is kept that the next commit should not wait for more. */
  get isCommitDue(): boolean {
    const { records = 0, objects = 0, sinceMs = 0 } = this.#transaction ?? {};
    return (
      records >= DUE_RECORDS ||
      objects >= DUE_OBJECTS ||
      (objects > 0 && performance.now() - sinceMs >= DUE_MS)
    );
  }

  /**
   * Starts an object in the open transaction, or in a new one. When it replaces, the records of an earlier content under
   * the same name go. The caller ends it with the object's `keep` or the writer's `rollback`.
   */
  async begin(name: string, { replaces }: { readonly replaces: boolean }): Promise<OpenObject> {
    if (this.#transaction === null) {
      await this.#store.run('BEGIN TRANSACTION');
      this.#transaction = { objects: 0, records: 0, sinceMs: performance.now() };
    }
    if (replaces && this.#names.has(name)) {
      for (const table of ['records', 'unparsed-lines', 'object']) {
        await this.#store.run(loadSql(`store/forget-${table}`), { name });
      }
    }
    return new OpenObject(this.#store, this.#contexts, this.#nextObjectId++, name, (identity, records) =>
      this.#enter(identity, records),
    );
  }

  /** Makes all objects permanent that were kept since the last commit. */
  async commit(): Promise<void> {
    if (this.#transaction === null) return;
    this.#transaction = null;
    await this.#store.run('COMMIT');
    this.#contexts.committed();
  }

  /** Leaves the store as it was at the last commit. */
  async rollback(): Promise<void> {
    if (this.#transaction === null) return;
    this.#transaction = null;
    this.#contexts.rolledBack();
    await this.#store.run('ROLLBACK');
  }
}

/** An object being written. */
export class OpenObject {
  readonly #store: Store;
  readonly #contexts: Contexts;
  readonly #objectId: number;
  readonly #name: string;
  readonly #onKeep: (identity: ObjectIdentity, records: number) => void;
  #unparsed: UnparsedRow[] = [];
  #unparsedLines = 0;
  #counts = NO_RECORDS;

  constructor(
    store: Store,
    contexts: Contexts,
    objectId: number,
    name: string,
    onKeep: (identity: ObjectIdentity, records: number) => void,
  ) {
    this.#store = store;
    this.#onKeep = onKeep;
    this.#contexts = contexts;
    this.#objectId = objectId;
    this.#name = name;
  }

  /** Appends a batch; DuckDB copies it while the caller goes on. The next call must await this one. */
  async append(batch: RecordBatch): Promise<void> {
    const { contextIds, counts } = this.#contexts.number(batch);
    this.#counts = sum(this.#counts, counts);
    this.#store.batchFunction.offer(recordColumns(batch, this.#objectId, contextIds), batch.numRows);
    await this.#store.run(loadSql('store/append-records'));
    await this.#appendUnparsedLines();
  }

  /** Keeps a line for `unparsed_lines`; it is written with the next batch or the commit. */
  addUnparsedLine(line: UnparsedRow): void {
    this.#unparsed.push(line);
    this.#unparsedLines++;
  }

  /** Enters the object into the ledger. It is permanent with the writer's next commit. */
  async keep(summary: ObjectSummary): Promise<ObjectCounts> {
    const counts = { ...this.#counts, unparsedLines: this.#unparsedLines };
    await this.#contexts.append(this.#store);
    await this.#appendUnparsedLines();
    await this.#appendToLedger(summary, counts);
    this.#onKeep(summary, counts.records);
    return counts;
  }

  async #appendUnparsedLines(): Promise<void> {
    if (this.#unparsed.length === 0) return;
    // Never beside a running INSERT: the appender would wait for its lock, and the INSERT for this thread.
    const appender = await this.#store.connection.createAppender('unparsed_lines');
    const lines = this.#unparsed;
    this.#unparsed = [];
    for (const { lineNumber, reason, line } of lines) {
      appender.appendVarchar(this.#name);
      appender.appendBigInt(BigInt(lineNumber));
      appender.appendVarchar(reason);
      appender.appendVarchar(line);
      appender.endRow();
    }
    appender.closeSync();
  }

  async #appendToLedger(summary: ObjectSummary, counts: ObjectCounts): Promise<void> {
    await this.#store.run(loadSql('store/append-object'), {
      object_id: this.#objectId,
      name: summary.name,
      size: summary.size === null ? null : BigInt(summary.size),
      version: summary.version,
      fields: summary.fields.join(' '),
      records: counts.records,
      accepted: counts.accepted,
      rejected: counts.rejected,
      nodata: counts.nodata,
      skipdata: counts.skipdata,
      unparsed_lines: counts.unparsedLines,
      bytes_read: BigInt(summary.bytesRead),
      bytes_decoded: BigInt(summary.bytesDecoded),
      ingested_at: summary.ingestedAt.toISOString(),
    });
  }
}

function sum(a: RecordCounts, b: RecordCounts): RecordCounts {
  return {
    records: a.records + b.records,
    accepted: a.accepted + b.accepted,
    rejected: a.rejected + b.rejected,
    nodata: a.nodata + b.nodata,
    skipdata: a.skipdata + b.skipdata,
  };
}

function identityKey(name: unknown, size: unknown, version: unknown): string {
  return JSON.stringify([name, size === null ? null : String(size as number | bigint), version]);
}
