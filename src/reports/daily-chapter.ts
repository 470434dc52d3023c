/** A part of the daily report in words, for a terminal and for Markdown alike. */
export interface Chapter {
  readonly title: string;
  /** Sentences that stand before everything else. */
  readonly lead: readonly string[];
  readonly tables: readonly ChapterTable[];
}

export interface ChapterTable {
  /** Null: the chapter's title says enough. */
  readonly caption: string | null;
  /** The last column may be long. */
  readonly columns: readonly string[];
  readonly rows: readonly ChapterRow[];
  /** What is not shown, in words; null: nothing. */
  readonly more: string | null;
}

export interface ChapterRow {
  /** One for each column. */
  readonly cells: readonly string[];
  /** What belongs to the row and is no column. */
  readonly details: readonly string[];
  /** A command line that tells more; null: there is none. */
  readonly command: string | null;
}

/** How much of the document is put into words. */
export interface ChapterOptions {
  /** Most rows of a table. */
  readonly most: number;
  /** The store as it was named, for commands to paste. */
  readonly db: string;
}

/** A row without details. */
export function plainRow(cells: readonly string[], command: string | null = null): ChapterRow {
  return { cells, details: [], command };
}
