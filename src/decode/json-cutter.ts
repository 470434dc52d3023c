import { TokenPieces } from './token-pieces.ts';

/** What a stream of JSON is cut into. */
export interface JsonPieces {
  /** An array of events begins; `object` is what of its object stands before, with the bracket that opens the array. */
  begin(object: string): void;
  /** One element of an array of events, or of an array at the top. */
  element(json: Uint8Array): void;
  /** A whole object at the top, its arrays of events emptied. */
  object(json: Uint8Array): void;
}

/** Largest event, and largest object without its events. */
const MAX_ELEMENT = 1 << 20;
const MAX_OBJECT = 8 << 20;
const MAX_DEPTH = 64;
const NOT_LOGS = 'not flow logs; the output of describe-* commands goes to `flowblame network import`';
const EVENTS_KEY = /(?<!\\)"(?:events|logEvents)"\s*:\s*\[$/;
const LONGEST_KEY = 80;

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const BYTE_ORDER_MARK = new Set([0xef, 0xbb, 0xbf]);

type Place = 'between' | 'in object' | 'before element' | 'in element' | 'in scalar';

/**
 * Cuts JSON documents, one or many with or without white space in between, into pieces small enough for `JSON.parse`,
 * which judges each of them. Documents are objects and arrays; of objects, the arrays `events` and `logEvents` are cut.
 */
export class JsonCutter {
  private place: Place = 'between';
  private depth = 0;
  private isInString = false;
  private isEscaped = false;
  /** Whether the array is that of an object, and not at the top. */
  private isInObject = false;
  /** What may come in an array: after an element a comma must, after a comma an element. */
  private due: 'element or end' | 'comma or end' | 'element' = 'element or end';
  /** The object under way, without its events, and the element under way. */
  private readonly outer = new TokenPieces();
  private readonly inner = new TokenPieces();
  /** Position of the chunk in the stream. */
  private offset = 0;

  constructor(private readonly pieces: JsonPieces) {}

  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) at = this.step(chunk, at);
    this.offset += chunk.length;
  }

  /** To be called behind the last chunk. Fails within a document. */
  end(): void {
    if (this.place !== 'between') throw new Error('JSON ends within a value: the object is truncated');
  }

  private step(chunk: Uint8Array, at: number): number {
    switch (this.place) {
      case 'between':
        return this.readBetween(chunk, at);
      case 'before element':
        return this.readBeforeElement(chunk, at);
      case 'in object':
      case 'in element':
        return this.readNested(chunk, at);
      case 'in scalar':
        return this.readScalar(chunk, at);
    }
  }

  private readBetween(chunk: Uint8Array, start: number): number {
    for (let at = start; at < chunk.length; at++) {
      const byte = chunk[at]!;
      if (isSpace(byte) || BYTE_ORDER_MARK.has(byte)) continue;
      if (byte === OPENING_BRACE) {
        this.place = 'in object';
        return at;
      }
      if (byte !== OPENING_BRACKET) throw this.unexpected(byte, at, 'an object or an array');
      this.isInObject = false;
      this.beginArray();
      return at + 1;
    }
    return chunk.length;
  }

  private readBeforeElement(chunk: Uint8Array, start: number): number {
    for (let at = start; at < chunk.length; at++) {
      const byte = chunk[at]!;
      if (isSpace(byte)) continue;
      if (byte === CLOSING_BRACKET && this.due !== 'element') {
        this.place = this.isInObject ? 'in object' : 'between';
        this.depth = this.isInObject ? 1 : 0;
        if (this.isInObject) this.outer.add(chunk.subarray(at, at + 1));
        return at + 1;
      }
      if (this.due === 'comma or end') {
        if (byte !== COMMA) throw this.unexpected(byte, at, 'a comma or the end of the array');
        this.due = 'element';
        continue;
      }
      if (byte === COMMA || byte === CLOSING_BRACKET) throw this.unexpected(byte, at, 'an element');
      const isNested = byte === OPENING_BRACE || byte === OPENING_BRACKET || byte === QUOTE;
      this.place = isNested ? 'in element' : 'in scalar';
      this.depth = 0;
      return at;
    }
    return chunk.length;
  }

  /** Reads an object, an array or a string, up to its end or to an array of events. */
  private readNested(chunk: Uint8Array, start: number): number {
    for (let at = start; at < chunk.length; ) {
      if (this.isInString) {
        at = this.readString(chunk, at);
        if (!this.isInString && this.depth === 0) return this.endNested(chunk, start, at);
        continue;
      }
      const byte = chunk[at++]!;
      if (byte === QUOTE) {
        this.isInString = true;
      } else if (byte === OPENING_BRACE || byte === OPENING_BRACKET) {
        if (++this.depth > MAX_DEPTH)
          throw new Error(`JSON is nested deeper than ${MAX_DEPTH}: not flow logs`);
        const isMember = byte === OPENING_BRACKET && this.depth === 2 && this.place === 'in object';
        if (isMember && this.isAtEvents(chunk.subarray(start, at))) return this.cutEvents(chunk, start, at);
      } else if (byte === CLOSING_BRACE || byte === CLOSING_BRACKET) {
        if (--this.depth === 0) return this.endNested(chunk, start, at);
      }
    }
    this.keep(chunk.subarray(start));
    return chunk.length;
  }

  /** Reads on in a string. Returns the position behind its closing quote, or the end of the chunk. */
  private readString(chunk: Uint8Array, start: number): number {
    let at = this.isEscaped ? start + 1 : start;
    this.isEscaped = false;
    for (; at < chunk.length; at++) {
      const byte = chunk[at];
      if (byte === QUOTE) {
        this.isInString = false;
        return at + 1;
      }
      if (byte === BACKSLASH) at++;
    }
    this.isEscaped = at > chunk.length;
    return chunk.length;
  }

  private endNested(chunk: Uint8Array, start: number, end: number): number {
    const json = this.takeWith(chunk.subarray(start, end));
    if (this.place === 'in object') {
      this.place = 'between';
      this.pieces.object(json);
    } else {
      this.endElement(json);
    }
    return end;
  }

  /** Reads a number or a literal: no event, but to be told of. */
  private readScalar(chunk: Uint8Array, start: number): number {
    let end = start;
    while (
      end < chunk.length &&
      !isSpace(chunk[end]!) &&
      chunk[end] !== COMMA &&
      chunk[end] !== CLOSING_BRACKET
    )
      end++;
    if (end < chunk.length) this.endElement(this.takeWith(chunk.subarray(start, end)));
    else this.keep(chunk.subarray(start));
    return end;
  }

  private endElement(json: Uint8Array): void {
    this.place = 'before element';
    this.due = 'comma or end';
    this.pieces.element(json);
  }

  /** Whether the bracket that `rest` ends with opens an array of events. */
  private isAtEvents(rest: Uint8Array): boolean {
    return EVENTS_KEY.test(this.outer.lastText(rest, LONGEST_KEY));
  }

  private cutEvents(chunk: Uint8Array, start: number, end: number): number {
    this.keep(chunk.subarray(start, end));
    this.isInObject = true;
    this.pieces.begin(this.outer.text());
    this.beginArray();
    return end;
  }

  private beginArray(): void {
    this.place = 'before element';
    this.due = 'element or end';
  }

  private keep(bytes: Uint8Array): void {
    this.withRoomFor(bytes).add(bytes);
  }

  private takeWith(bytes: Uint8Array): Uint8Array {
    return this.withRoomFor(bytes).takeWith(bytes);
  }

  private withRoomFor({ length }: Uint8Array): TokenPieces {
    const isObject = this.place === 'in object';
    const pieces = isObject ? this.outer : this.inner;
    if (pieces.length + length <= (isObject ? MAX_OBJECT : MAX_ELEMENT)) return pieces;
    const what = isObject ? 'object without its events is longer than 8' : 'event is longer than 1';
    throw new Error(`JSON ${what} MiB: ${isObject ? NOT_LOGS : 'not a flow log'}`);
  }

  private unexpected(byte: number, at: number, expected: string): Error {
    const found =
      byte > 0x20 && byte < 0x7f ? `"${String.fromCharCode(byte)}"` : `byte 0x${byte.toString(16)}`;
    return new Error(`JSON is broken at byte ${this.offset + at}: expected ${expected}, found ${found}`);
  }
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
