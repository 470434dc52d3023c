// Numbers and not words, for the kind of a column is asked for with every value.

/** A column of 32-bit integers. */
export const INTEGER = 0;
/** A column of 64-bit integers. */
export const LONG = 1;
/** A column of text. */
export const TEXT = 2;
