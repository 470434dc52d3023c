import type { AnomalyReport } from '../anomalies/finding.ts';
import { anomalyCsv } from './anomaly-csv.ts';
import { anomalyJson, anomalyNdjson } from './anomaly-json.ts';
import { anomalyMarkdown } from './anomaly-markdown.ts';
import { anomalyOcsf } from './anomaly-ocsf.ts';
import { anomalyText } from './anomaly-text.ts';

/** How the anomaly report can be shown. `ocsf`: Detection Findings of the Open Cybersecurity Schema Framework. */
export const ANOMALY_FORMATS = ['table', 'json', 'ndjson', 'csv', 'md', 'ocsf'] as const;
export type AnomalyFormat = (typeof ANOMALY_FORMATS)[number];

export interface AnomalyReportOptions {
  /** For a terminal that shows it; only text in a terminal is coloured. */
  readonly colour?: boolean;
  /** The store as it was named, for commands to paste. Default: the default store. */
  readonly db?: string;
}

/** The report as text. `head`: the members before those of the report in a JSON document, the version of flowblame first. */
export async function* renderAnomalies(
  report: AnomalyReport,
  head: Readonly<Record<string, unknown>>,
  format: AnomalyFormat,
  { colour = false, db = 'flowblame.duckdb' }: AnomalyReportOptions = {},
): AsyncGenerator<string> {
  switch (format) {
    case 'table':
      yield anomalyText(report, { colour, db });
      return;
    case 'json':
      yield anomalyJson(report, head, db);
      return;
    case 'ndjson':
      yield anomalyNdjson(report, db);
      return;
    case 'csv':
      yield anomalyCsv(report, db);
      return;
    case 'md':
      yield anomalyMarkdown(report, db);
      return;
    case 'ocsf':
      yield anomalyOcsf(report, typeof head.flowblame === 'string' ? head.flowblame : '', db);
  }
}
