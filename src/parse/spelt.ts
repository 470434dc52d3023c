/** What a token says: its own bytes, other bytes, or nothing that the column may hold. */
export type Spelt = 'as it stands' | 'not at all' | Uint8Array;

/** How the token from `start` to `end` becomes a value. */
export type Spelling = (line: DataView, start: number, end: number) => Spelt;
