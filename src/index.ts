/** The public API of flowblame: read flow logs, keep them, import networks, and name the rule behind every REJECT. */
export { type AnomalyOptions, anomalies } from './anomalies/anomalies.ts';
export { type AddressList, parseAddressList } from './anomalies/address-list.ts';
export { type AllowEntry, expiredEntries, parseAllowList } from './anomalies/allow-list.ts';
export {
  type AnomalyReport,
  DETECTORS,
  type DetectorName,
  type Finding,
  type SampleConnection,
  type SeverityBand,
  type Story,
} from './anomalies/finding.ts';
export { parseThresholds } from './anomalies/thresholds.ts';
export { type FlowVerdict, type Decision, type NearestMiss, type VerdictKind } from './blame/verdict.ts';
export { flowVerdicts } from './blame/flow-verdicts.ts';
export { judge, type TimeWindow } from './blame/judge.ts';
export { ruleSummaries, type RuleSummary } from './blame/rule-summaries.ts';
export { type BrokenKind, type BrokenPair, type BrokenPairs } from './connectivity/broken-pair.ts';
export { type BrokenPairOptions, findBrokenPairs } from './connectivity/find-broken-pairs.ts';
export { dailyReport, type DailyReportOptions } from './daily/daily-report.ts';
export type { DailyReport } from './daily/document/daily-report.ts';
export { parsePrices, type Prices } from './daily/prices.ts';
export { type Engine, type EngineResult } from './engines/engine.ts';
export { DuckDbEngine } from './engines/duckdb.ts';
export { importNetwork, type NetworkImportOptions, type NetworkImportResult } from './import-network.ts';
export { defaultConcurrency, ingest, type IngestOptions } from './ingest/ingest.ts';
export type { IngestProgress, IngestResult, IngestStages } from './ingest/ingest-tally.ts';
export { FLOW_LOG_FIELDS, type Field } from './model/fields.ts';
export { NetworkImportError } from './network/aws/problems.ts';
export { coverage, type Coverage } from './queries/coverage.ts';
export {
  namedQueries,
  type NamedQuery,
  QUERY_SECTIONS,
  type QuerySection,
  renderParameters,
} from './queries/named-query.ts';
export {
  interfaceStatuses,
  type Listed,
  type StatusOptions,
  storeStatus,
  type StoreStatus,
} from './queries/status.ts';
export { FlowLogReader, readFlowLogs, type ReadOptions, type ReadProgress } from './read-flow-logs.ts';
export { evidenceSentences } from './reports/evidence.ts';
export { coverageJson, coverageWarnings } from './reports/coverage-report.ts';
export { ANOMALY_FORMATS, type AnomalyFormat, renderAnomalies } from './reports/anomaly-report.ts';
export { blameReport } from './reports/blame-report.ts';
export { connectivityReport } from './reports/connectivity-report.ts';
export { queryListReport } from './reports/query-list.ts';
export { DAILY_FORMATS, type DailyFormat, renderDaily } from './reports/daily-report.ts';
export { type Report, renderReport, REPORT_FORMATS, type ReportFormat } from './reports/report.ts';
export { ingestJson, ingestText, ingestWarnings } from './reports/ingest-report.ts';
export { networkJson, networkText } from './reports/network-report.ts';
export { statusReport } from './reports/status-report.ts';
export { VerdictJson } from './reports/verdict-json.ts';
export { localSources, type LocalSources } from './sources/local.ts';
export { s3Sources, type S3Sources } from './sources/s3/s3-sources.ts';
export type { S3Options } from './sources/s3/options.ts';
export { isS3Url } from './sources/s3/s3-url.ts';
export type { Wanted } from './sources/selection.ts';
export { INPUT_FORMATS, type InputFormat } from './decode/input-format.ts';
export { streamSource } from './sources/stdin.ts';
export type { Source } from './sources/source.ts';
export { Store, type StoreOptions } from './store/store.ts';
export { parseProtocol } from './model/protocol.ts';
export { renderWhy, WHY_FORMATS, type WhyFormat } from './reports/why-report.ts';
export type { WhyAnswer, WhyQuestion } from './why/answer.ts';
export { AmbiguousEndError, EndError, UnfitEndsError, UnknownEndError } from './why/ends/end-errors.ts';
export type { End, Packet, Stage } from './why/path.ts';
export { why } from './why/why.ts';
