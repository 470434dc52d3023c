import { cellText } from './values.ts';

/** One line of CSV as RFC 4180 has it, ended by a line feed. */
export function csvLine(cells: readonly unknown[]): string {
  return `${cells.map((cell) => quoteWhereNeeded(cellText(cell))).join(',')}\n`;
}

function quoteWhereNeeded(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
