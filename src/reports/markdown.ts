import { cellText } from './values.ts';

/** One row of a Markdown table. */
export function markdownRow(cells: readonly unknown[]): string {
  return `| ${cells.map((cell) => cellText(cell).replaceAll(/[\\|]/g, '\\$&').replaceAll(/\r?\n/g, ' ')).join(' | ')} |\n`;
}
