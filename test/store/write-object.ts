import { RecordParser } from '../../src/parse/record-parser.ts';
import type { LedgerRow, UnparsedRow } from '../../src/store/ledger-row.ts';
import type { ObjectWriter } from '../../src/store/object-writer.ts';
import type { WriterLane } from '../../src/store/writer-lane.ts';

export const ledgerRow = (objectId: number, name: string, version = '1'): LedgerRow => ({
  objectId,
  name,
  size: 10,
  version,
  digest: 'sha256:00',
  format: 'text',
  fields: ['srcaddr', 'log-status'],
  lines: 8,
  records: 5,
  accepted: 1,
  rejected: 2,
  nodata: 1,
  skipdata: 1,
  unparsedLines: 1,
  bytesRead: 10,
  bytesDecoded: 20,
  ingestedAt: new Date(0),
});

/** Appends the records and unparsed lines of a text to the lane's transaction. */
export async function appendText(
  writer: ObjectWriter,
  lane: WriterLane,
  { objectId, name }: { readonly objectId: number; readonly name: string },
  text: string,
  batchRows = 122_880,
): Promise<void> {
  const parser = new RecordParser(batchRows);
  const unparsed: UnparsedRow[] = [];
  parser.beginObject({ onUnparsedLine: (line) => unparsed.push({ object: name, ...line }) });
  const append = async () => {
    const { rows, contextIds, contexts, columns } = parser.takeBatch();
    const ids = contexts.map((context) => writer.contexts.idOf(context));
    await lane.append({
      objectIds: new Int32Array(rows).fill(objectId),
      contextIds: contextIds.map((id) => ids[id] ?? -1),
      columns,
    });
    parser.startBatch();
  };
  // Whole lines at a time, as many as fit.
  for (const piece of `${text}\n`.match(/(?:.*\n){1,1000}/g) ?? []) {
    parser.load(Buffer.from(piece));
    while (parser.parse()) await append();
  }
  if (parser.row > 0) await append();
  await lane.appendUnparsedLines(unparsed);
}

/** Writes an object through the lane, in place of what was there under its name, and commits. */
export async function writeObject(
  writer: ObjectWriter,
  lane: WriterLane,
  name: string,
  text: string,
  version = '1',
): Promise<void> {
  const objectId = writer.ledger.nextObjectId();
  await lane.replace(name);
  await appendText(writer, lane, { objectId, name }, text);
  lane.keep(ledgerRow(objectId, name, version));
  await lane.commit();
}
