import { columnHeader, EMPTY_VALUES, fieldOfColumn, type HeaderColumn } from '../model/column-header.ts';

/** What the cells of a row are, from one header to the next. */
export type CsvPlan =
  | {
      /** One column holds whole records. */
      readonly kind: 'message';
      readonly width: number;
      readonly index: number;
    }
  | {
      /** Each column is a field. */
      readonly kind: 'fields';
      readonly width: number;
      readonly columns: readonly HeaderColumn[];
    };

const MESSAGE = /^@?message$/i;
const COLUMN_NAME = /^[@A-Za-z_][\w@ .-]*$/;
// oxlint-disable-next-line no-control-regex
const WHITE_SPACE = /[\u0000-\u0020]/;

/** Whether a first row of these cells makes a text CSV: no line of records has such a one. */
export function isCsvHeader(cells: readonly string[]): boolean {
  const names = cells.map(nameOf);
  const [first = ''] = names;
  if (names.length === 1) return first.startsWith('@') || MESSAGE.test(first);
  return names.some(isKnown) || names.every((name) => COLUMN_NAME.test(name));
}

/** Whether a row behind the first is a header again, because files were joined. */
export function isLaterHeader(cells: readonly string[]): boolean {
  return cells.every((cell) => COLUMN_NAME.test(cell)) && cells.some(isKnown);
}

/**
 * What the rows under this header are. A column of messages holds the whole record, whatever else was asked for.
 *
 * @throws Error when there is neither a message nor enough fields
 */
export function csvPlan(cells: readonly string[]): CsvPlan {
  const names = cells.map(nameOf);
  const index = names.findIndex((name) => MESSAGE.test(name));
  if (index >= 0) return { kind: 'message', width: cells.length, index };
  return {
    kind: 'fields',
    width: cells.length,
    columns: columnHeader(names, 'CSV without column "message",'),
  };
}

/** The column whose value has white space where none may be, or null when the row can be a line. */
export function unfitColumn(cells: readonly string[], columns: readonly HeaderColumn[]): HeaderColumn | null {
  return columns.find(({ index, isEncoded }) => !isEncoded && WHITE_SPACE.test(cells[index] ?? '')) ?? null;
}

/** Whether there is white space in a text. */
export function hasSpace(text: string): boolean {
  return WHITE_SPACE.test(text);
}

/** The values of a row, whose characters are bytes, as a line of text; `mayHaveSpace`: whether some may hold white space. */
export function lineOf(
  cells: readonly string[],
  columns: readonly HeaderColumn[],
  mayHaveSpace: boolean,
): string {
  let line = '';
  for (const { index } of columns) {
    const cell = cells[index] ?? '';
    const isEmpty = cell === '' || EMPTY_VALUES.includes(cell);
    const token = isEmpty ? '-' : mayHaveSpace ? encoded(cell) : cell;
    line = line === '' ? token : `${line} ${token}`;
  }
  return line;
}

function encoded(cell: string): string {
  if (!WHITE_SPACE.test(cell)) return cell;
  // What has white space has not been encoded yet, so its percent signs are its own.
  // oxlint-disable-next-line no-control-regex
  return cell.replace(/[\u0000-\u0020%]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`;
  });
}

function isKnown(name: string): boolean {
  return MESSAGE.test(name) || name.startsWith('@') || fieldOfColumn(name) !== undefined;
}

function nameOf(cell: string): string {
  return cell.trim();
}
