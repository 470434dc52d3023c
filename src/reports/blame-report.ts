import { flowVerdicts } from '../blame/flow-verdicts.ts';
import { ruleSummaries } from '../blame/rule-summaries.ts';
import type { Store } from '../store/store.ts';
import { flowCells, FLOW_COLUMNS, FLOW_TABLE_COLUMNS, flowTableCells } from './flow-cells.ts';
import type { Report } from './report.ts';
import { ruleBlocks } from './rule-blocks.ts';
import { summaryCells, SUMMARY_COLUMNS, summaryJson } from './summary-cells.ts';
import { textTable } from './text-table.ts';
import { jsonText } from './values.ts';
import { VerdictJson } from './verdict-json.ts';

/** The verdicts of the last blame: one row per flow, or summed by deciding rule and target. */
export function blameReport(
  store: Store,
  groupBy: 'rule' | 'flow',
  head: Readonly<Record<string, unknown>>,
): Report {
  return groupBy === 'flow' ? flowReport(store, head) : ruleReport(store, head);
}

function flowReport(store: Store, head: Readonly<Record<string, unknown>>): Report {
  return {
    head,
    rowsName: 'verdicts',
    columns: FLOW_COLUMNS,
    async *rows() {
      for await (const flows of flowVerdicts(store)) yield flows.map(flowCells);
    },
    async *jsonRows() {
      const json = new VerdictJson();
      for await (const flows of flowVerdicts(store)) yield flows.map((flow) => json.format(flow));
    },
    text: () => textTable(FLOW_TABLE_COLUMNS, tableRows(store)),
  };
}

async function* tableRows(store: Store) {
  for await (const flows of flowVerdicts(store)) yield flows.map(flowTableCells);
}

function ruleReport(store: Store, head: Readonly<Record<string, unknown>>): Report {
  return {
    head: { ...head, groupBy: 'rule' },
    rowsName: 'rules',
    columns: SUMMARY_COLUMNS,
    async *rows() {
      yield (await ruleSummaries(store)).map(summaryCells);
    },
    async *jsonRows() {
      yield (await ruleSummaries(store)).map((summary) => jsonText(summaryJson(summary)));
    },
    async *text() {
      yield ruleBlocks(await ruleSummaries(store));
    },
  };
}
