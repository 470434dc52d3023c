import { isUtf8 } from 'node:buffer';
import { NotFlowLogsError } from '../model/not-flow-logs.ts';
import type { UnparsedLine } from '../parse/unparsed-line.ts';
import { contradiction, type InputFormat } from './input-format.ts';
import { JsonCutter, type JsonPieces } from './json-cutter.ts';
import { LineWriter } from './line-writer.ts';
import { subscriptionData } from './subscription-data.ts';
import { EXPECTED } from './sniff.ts';

/** What a reader of JSON is told. */
export interface JsonReports {
  /** What was asked for, or undefined. */
  readonly format?: InputFormat | undefined;
  readonly onFormat?: ((format: InputFormat) => void) | undefined;
  readonly onUnparsedLine?: ((line: UnparsedLine) => void) | undefined;
  /**
   * Told of each control message, with which CloudWatch tries out a subscription. It is no event: it gives no line, and
   * no count of lines or events has it.
   */
  readonly onControlMessage?: (() => void) | undefined;
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [member: string]: Json };

/**
 * JSON of CloudWatch and Firehose as lines of records, one event each; the number of a line is that of its event.
 * Fails when the JSON is broken or ends within a value, and with NotFlowLogsError when it is something else.
 */
export async function* jsonLines(
  stream: AsyncIterable<Uint8Array>,
  reports: JsonReports = {},
): AsyncGenerator<Uint8Array> {
  const writer = new LineWriter('utf8', reports.onUnparsedLine);
  const documents = new JsonDocuments(writer, reports);
  const cutter = new JsonCutter(documents);
  for await (const chunk of stream) {
    cutter.push(chunk);
    if (writer.isFull) yield writer.take();
  }
  cutter.end();
  documents.end();
  yield writer.take();
}

/** Documents of known shapes, and the messages of their events. */
class JsonDocuments implements JsonPieces {
  private format: InputFormat | undefined;
  /** Whether the events under way are those of a control message. */
  private isControl = false;
  private isInArray = false;

  constructor(
    private readonly writer: LineWriter,
    private readonly reports: JsonReports,
  ) {}

  begin(object: string): void {
    const beginning = this.parse(`${object}]}`);
    this.isInArray = true;
    this.isControl = isControlMessage(beginning);
    this.found('cloudwatch', isPayload(beginning));
  }

  element(json: Uint8Array): void {
    if (this.isControl) return;
    const text = textOf(json);
    const value = this.parse(text);
    if (!isUtf8(json)) this.writer.refuse('event that is not valid UTF-8', latin1Of(json));
    else if (this.isInArray) this.readEvent(value, text);
    else this.readDocument(value, text);
  }

  object(json: Uint8Array): void {
    const wasCut = this.isInArray;
    const wasControl = this.isControl;
    this.isInArray = false;
    this.isControl = false;
    const text = textOf(json);
    const value = bareMessage(text) ?? this.parse(text);
    if (wasControl) this.reports.onControlMessage?.();
    else if (wasCut) return;
    else if (!isUtf8(json)) this.writer.refuse('event that is not valid UTF-8', latin1Of(json));
    else this.readDocument(value, text);
  }

  /** To be called behind the last document. */
  end(): void {
    if (this.format === undefined) this.found(this.reports.format ?? 'cloudwatch', true);
  }

  /** Reads a document that is at hand as a whole. */
  private readDocument(value: Json, text: string): void {
    const events = memberOf(value, 'logEvents') ?? memberOf(value, 'events');
    const data = memberOf(memberOf(value, 'awslogs'), 'data');
    if (isControlMessage(value)) {
      this.found('cloudwatch', true);
      this.reports.onControlMessage?.();
    } else if (Array.isArray(events)) {
      this.found('cloudwatch', isPayload(value));
      for (const event of events as readonly Json[]) this.readEvent(event, JSON.stringify(event));
    } else if (typeof data === 'string') {
      const payload = textOf(subscriptionData(data));
      this.readDocument(this.parse(payload), payload);
    } else if (messageOf(value) !== null) {
      this.found(isBare(value) ? 'firehose' : 'cloudwatch', true);
      this.readEvent(value, text);
    } else if (this.format === undefined) {
      throw new NotFlowLogsError(NONE_OF_THESE);
    } else {
      this.writer.refuse('JSON without a message or events', text);
    }
  }

  private readEvent(value: Json, text: string): void {
    const message = messageOf(value);
    if (message === null) this.writer.refuse('event without a message', text);
    else this.writer.writeMessage(message, () => text);
  }

  /** `mayBeFirehose`: Firehose delivers the payloads of subscriptions too, and the output of no command. */
  private found(format: InputFormat, mayBeFirehose: boolean): void {
    const { format: asked } = this.reports;
    if (asked === 'firehose' && !mayBeFirehose)
      throw new Error(contradiction(asked, 'JSON of filter-log-events or get-log-events', 'cloudwatch'));
    if (this.format !== undefined) return;
    this.format = asked ?? format;
    this.reports.onFormat?.(this.format);
  }

  private parse(text: string): Json {
    try {
      return JSON.parse(text) as Json;
    } catch {
      throw new Error(`JSON is broken in or behind event ${this.writer.lines + 1}`);
    }
  }
}

const NONE_OF_THESE = `JSON without events of CloudWatch or messages of Firehose: ${EXPECTED}; the output of describe-* commands goes to \`flowblame network import\``;

// oxlint-disable-next-line no-control-regex
const BARE_MESSAGE = /^\{"message":"([^"\\\u0000-\u001f]*)"\}$/;

/** What `JSON.parse` would make of Firehose's objects, of which there are so many that it pays. */
function bareMessage(text: string): Json | undefined {
  const message = BARE_MESSAGE.exec(text)?.[1];
  return message === undefined ? undefined : { message };
}

/** The message of an event; of output that `--query 'events[].message'` made, each element is one. */
function messageOf(event: Json | undefined): string | null {
  if (typeof event === 'string') return event;
  const message = memberOf(event, 'message');
  return typeof message === 'string' ? message : null;
}

function isControlMessage(value: Json): boolean {
  return memberOf(value, 'messageType') === 'CONTROL_MESSAGE';
}

/** Whether a document is one that a subscription delivers. */
function isPayload(value: Json): boolean {
  return memberOf(value, 'messageType') !== undefined;
}

/** Whether an event has nothing but its message, as Firehose writes it. */
function isBare(event: Json): boolean {
  return typeof event === 'object' && event !== null && Object.keys(event).length === 1;
}

function memberOf(value: Json | undefined, member: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, member) ? (value as Readonly<Record<string, Json>>)[member] : undefined;
}

function latin1Of(json: Uint8Array): string {
  return Buffer.from(json.buffer, json.byteOffset, json.length).toString('latin1');
}

function textOf(json: Uint8Array): string {
  return Buffer.from(json.buffer, json.byteOffset, json.length).toString('utf8');
}
