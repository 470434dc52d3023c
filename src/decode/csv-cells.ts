/**
 * The cells of a row without doubled quotes or line breaks: nearly all rows of logs. Null for any other, which takes a
 * CSV reader.
 */
export function plainCells(row: string): string[] | null {
  if (!row.includes('"')) return row.split(',');
  const cells: string[] = [];
  for (let at = 0; ; ) {
    const isQuoted = row.charCodeAt(at) === 0x22;
    const start = isQuoted ? at + 1 : at;
    let end = row.indexOf(isQuoted ? '"' : ',', start);
    if (end < 0) {
      if (isQuoted) return null;
      end = row.length;
    }
    const cell = row.slice(start, end);
    if (!isQuoted && cell.includes('"')) return null;
    cells.push(cell);
    at = isQuoted ? end + 1 : end;
    if (at === row.length) return cells;
    if (row[at++] !== ',') return null;
  }
}

/** Whether a quote is still open at the end of the text: the row goes on in the next line. */
export function isOpen(text: string): boolean {
  let quotes = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) quotes++;
  return quotes % 2 === 1;
}

/** A row as it stands in a file, from its cells. */
export function rowOf(cells: readonly string[]): string {
  return cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
}
