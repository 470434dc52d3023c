import { csvLine } from './csv.ts';
import { markdownRow } from './markdown.ts';
import { textTable } from './text-table.ts';
import { jsonText } from './values.ts';

export const REPORT_FORMATS = ['table', 'json', 'ndjson', 'csv', 'md'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** A result with rows, before it is put into a format. */
export interface Report {
  /** Members of the JSON document before the rows. */
  readonly head: Readonly<Record<string, unknown>>;
  /** Name of the rows' member in the JSON document. */
  readonly rowsName: string;
  readonly columns: readonly string[];
  /** Cells in the order of the columns, in portions. */
  rows(): AsyncIterable<readonly (readonly unknown[])[]>;
  /** The rows as JSON objects, when they are more than their cells. */
  jsonRows?(): AsyncIterable<readonly string[]>;
  /** What a person reads in a terminal instead of a plain table. */
  text?(): AsyncIterable<string>;
}

/** The report as text, in portions. */
export function renderReport(report: Report, format: ReportFormat): AsyncIterable<string> {
  switch (format) {
    case 'table':
      return report.text ? report.text() : textTable(report.columns, report.rows());
    case 'json':
      return jsonDocument(report);
    case 'ndjson':
      return mapPortions(jsonRows(report), (rows) => (rows.length === 0 ? '' : `${rows.join('\n')}\n`));
    case 'csv':
      return lines(csvLine(report.columns), report, csvLine);
    case 'md':
      return lines(
        `${markdownRow(report.columns)}${markdownRow(report.columns.map(() => '---'))}`,
        report,
        markdownRow,
      );
  }
}

async function* jsonDocument(report: Report): AsyncGenerator<string> {
  const head = jsonText(report.head).slice(1, -1);
  yield `{${head}${head === '' ? '' : ','}${JSON.stringify(report.rowsName)}:[`;
  let separator = '\n';
  for await (const rows of jsonRows(report)) {
    if (rows.length === 0) continue;
    yield separator + rows.join(',\n');
    separator = ',\n';
  }
  yield '\n]}\n';
}

function jsonRows(report: Report): AsyncIterable<readonly string[]> {
  if (report.jsonRows) return report.jsonRows();
  const { columns } = report;
  return mapPortions(report.rows(), (rows) =>
    rows.map((row) => jsonText(Object.fromEntries(columns.map((column, i) => [column, row[i]])))),
  );
}

async function* lines(
  head: string,
  report: Report,
  line: (cells: readonly unknown[]) => string,
): AsyncGenerator<string> {
  yield head;
  for await (const rows of report.rows()) yield rows.map(line).join('');
}

async function* mapPortions<A, B>(portions: AsyncIterable<A>, change: (portion: A) => B): AsyncGenerator<B> {
  for await (const portion of portions) yield change(portion);
}
