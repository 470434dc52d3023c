import { makeData, makeVector, Utf8, type Vector } from 'apache-arrow';

/** Texts one after another, as the dictionary of a column. */
export function textVector(texts: readonly string[]): Vector<Utf8> {
  const encoded = texts.map((text) => Buffer.from(text, 'utf8'));
  const valueOffsets = new Int32Array(texts.length + 1);
  for (const [i, bytes] of encoded.entries())
    valueOffsets[i + 1] = (valueOffsets[i] as number) + bytes.length;
  const data = Uint8Array.from(Buffer.concat(encoded));
  return makeVector(makeData({ type: new Utf8(), length: texts.length, nullCount: 0, valueOffsets, data }));
}
