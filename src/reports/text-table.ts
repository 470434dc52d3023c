import { cellText } from './values.ts';

/** A table in aligned columns: numbers to the right, everything else to the left. */
export async function* textTable(
  columns: readonly string[],
  portions: AsyncIterable<readonly (readonly unknown[])[]>,
): AsyncGenerator<string> {
  const rows: (readonly unknown[])[] = [];
  for await (const portion of portions) rows.push(...portion);
  const numeric = columns.map((_, i) => rows.length > 0 && rows.every((row) => isNumber(row[i])));
  const cells = rows.map((row) => row.map(cellText));
  const widths = columns.map((column, i) =>
    cells.reduce((width, row) => Math.max(width, row[i]?.length ?? 0), column.length),
  );
  const line = (texts: readonly string[]) =>
    `${texts
      .map((text, i) => (numeric[i] ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd()}\n`;
  yield line(columns);
  yield line(widths.map((width) => '-'.repeat(width)));
  for (const row of cells) yield line(row);
  if (rows.length === 0) yield '(no rows)\n';
}

function isNumber(value: unknown): boolean {
  return value === null || typeof value === 'number' || typeof value === 'bigint';
}
