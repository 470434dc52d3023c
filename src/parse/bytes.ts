/** Bytes on an ordinary, unshared buffer. */
export type Bytes = Uint8Array<ArrayBuffer>;

export const LINE_FEED = 0x0a;
export const CARRIAGE_RETURN = 0x0d;
export const SPACE = 0x20;
