/**
 * The thread that reads objects: bytes come in, batches of typed columns go out. It knows neither where the bytes come
 * from nor where the batches go, and it waits whenever too many of either are under way.
 */
import { parentPort } from 'node:worker_threads';
import { decode } from '../decode/decode.ts';
import { NotFlowLogsError } from '../model/not-flow-logs.ts';
import { wholeLines } from '../decode/line-blocks.ts';
import { RecordParser } from '../parse/record-parser.ts';
import { spooledParquetText } from '../store/parquet-text.ts';
import { BatchBuilder } from './batch-builder.ts';
import { Mailbox } from './mailbox.ts';
import type { EndedObject, FromWorker, ParsedBatch, ParseOptions } from './messages.ts';
import { StageClock } from './stage-clock.ts';

/** 60 vectors of DuckDB, which are a row group: some ten megabytes of columns. */
const BATCH_ROWS = 122_880;
/** So many batches may be under way before reading waits; one more is being filled meanwhile. */
const MOST_BATCHES = 1;

if (parentPort) {
  const port = parentPort;
  const clock = new StageClock();
  const parser = new RecordParser(BATCH_ROWS);
  const builder = new BatchBuilder(parser);
  const mailbox = new Mailbox(
    port,
    (bytes) => tell({ kind: 'taken', bytes }),
    (slab) => builder.giveBack(slab),
  );

  const tell = (message: FromWorker, buffers: ArrayBuffer[] = []) => port.postMessage(message, buffers);
  /** Hands over what `take` gives, if anything, when there is memory for it. */
  const hand = async (take: () => ParsedBatch | null) => {
    await clock.during('store', mailbox.stored(MOST_BATCHES));
    const batch = take();
    if (batch === null) return;
    mailbox.sent();
    tell({ kind: 'batch', batch }, [batch.contextIds.buffer]);
  };
  /** Hands over what is full: first the objects that have ended, then, if it alone fills a batch, a part of the open one. */
  const handFull = async (openObject: number) => {
    await hand(() => builder.takeWhole(clock.take(), openObject));
    if (builder.isFull) await hand(() => builder.takePart(openObject, clock.take()));
  };

  const readObject = async (objectId: number, options: ParseOptions) => {
    const { fields, inputFormat, maxDecodedBytes } = options;
    let format: string = inputFormat ?? 'text';
    let refusedLines = 0;
    const count = { bytesRead: 0, bytesDecoded: 0 };
    parser.beginObject({
      fields,
      onUnparsedLine: (line) => builder.addUnparsedLine({ objectId, ...line }),
    });
    const bytes = mailbox.bytes(clock);
    const text = decode(bytes, {
      count,
      format: inputFormat,
      maxDecodedBytes,
      onFormat: (found) => (format = found),
      onUnparsedLine: (line) => {
        refusedLines++;
        builder.addUnparsedLine({ objectId, ...line });
      },
      readParquet: spooledParquetText,
    });
    let error: string | null = null;
    let isForeign = false;
    try {
      for await (const block of wholeLines(clock.each('decode', text), () => parser.lineNumber)) {
        parser.load(block);
        while (clock.within('parse', () => parser.parse()) || builder.isFull) await handFull(objectId);
      }
    } catch (failure) {
      error = failure instanceof Error ? failure.message : String(failure);
      isForeign = failure instanceof NotFlowLogsError;
      builder.dropObject(objectId);
    }
    const ended: EndedObject = {
      objectId,
      error,
      isForeign,
      format,
      fields: parser.fields,
      lines: parser.lineNumber,
      unparsedLines: parser.unparsedLines + refusedLines,
      bytesDecoded: count.bytesDecoded,
    };
    if (mailbox.isInObject) tell({ kind: 'refused', objectId });
    await mailbox.skipObject();
    builder.endObject(ended);
  };

  const run = async () => {
    for (;;) {
      const message = await mailbox.next();
      if (message.kind === 'object') await readObject(message.objectId, message);
      if (message.kind === 'flush') {
        await hand(() => builder.takeWhole(clock.take(), null));
        tell({ kind: 'flushed' });
      }
    }
  };
  void run();
}
