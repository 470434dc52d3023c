import { FLOW_LOG_FIELDS } from '../model/fields.ts';
import type { StoreStatus } from '../queries/status.ts';
import type { Store } from '../store/store.ts';
import type { RowReader } from '../store/store-values.ts';
import type { Completeness, HeatMap, HeatRow, MissingField } from './document/completeness.ts';
import { ask, count } from './steps.ts';
import type { Columns } from './window.ts';

/** Rows of the heat map. */
const MOST_ROWS = 60;

/** Fields that this report reads, and those that blame does. */
const FIELDS_OF_INTEREST: ReadonlySet<string> = new Set([
  'interface-id',
  'bytes',
  'log-status',
  'subnet-id',
  'tcp-flags',
  'pkt-srcaddr',
  'pkt-dstaddr',
  'region',
  'az-id',
  'pkt-src-aws-service',
  'pkt-dst-aws-service',
  'flow-direction',
  'reject-reason',
  'interface-type',
]);

/** What the logs of the window hold and lack. */
export async function completeness(
  store: Store,
  columns: Columns,
  status: StoreStatus,
  untimed: number,
): Promise<Completeness> {
  const { scopeGaps, interfaceGaps, silentInterfaces, stoppedEarly, beganLate, skipdata } = status;
  return {
    heatMap: await heatMap(store, columns, untimed),
    gaps: { scopeGaps, interfaceGaps, silentInterfaces, stoppedEarly, beganLate, skipdata },
    interfacesNotInNetwork: status.interfacesNotInNetwork,
    missingFields: await missingFields(store),
  };
}

async function heatMap(store: Store, columns: Columns, untimed: number): Promise<HeatMap> {
  const cells = await ask(store, 'heat-cells', { limit: BigInt(MOST_ROWS) });
  const rows = new Map<number, RowReader[]>();
  for (const cell of cells) {
    const no = count(cell, 'row_no');
    const own = rows.get(no) ?? [];
    own.push(cell);
    rows.set(no, own);
  }
  const listed = [...rows].filter(([no]) => no <= MOST_ROWS).map(([, own]) => heatRow(own, columns));
  const rest = rows.get(MOST_ROWS + 1);
  return {
    startsS: Array.from({ length: columns.count }, (_, i) => columns.fromS + i * columns.stepS),
    stepS: columns.stepS,
    rows: { total: count(cells[0], 'total'), listed },
    others: rest ? heatRow(rest, columns) : null,
    untimed,
  };
}

function heatRow(cells: readonly RowReader[], columns: Columns): HeatRow {
  const inColumns = (name: string) => {
    const numbers = Array.from({ length: columns.count }, () => 0);
    for (const cell of cells) {
      // A record that starts at the very end of an open window is of the last column.
      const column = Math.min(count(cell, 'column_no'), columns.count - 1);
      numbers[column] = (numbers[column] ?? 0) + count(cell, name);
    }
    return numbers;
  };
  return {
    interfaceId: cells[0]?.textOrNull('interface_id') ?? null,
    name: cells[0]?.textOrNull('name') ?? null,
    records: inColumns('records'),
    refused: inColumns('refused'),
    skipdata: inColumns('skipdata'),
  };
}

async function missingFields(store: Store): Promise<readonly MissingField[]> {
  const fields = FLOW_LOG_FIELDS.map(({ name }) => name).filter((name) => FIELDS_OF_INTEREST.has(name));
  const rows = await ask(store, 'missing-fields', { fields: JSON.stringify(fields) });
  const records = new Map(rows.map((row) => [row.text('field'), count(row, 'records')]));
  return fields
    .map((field) => ({ field, records: records.get(field) ?? 0 }))
    .filter(({ records: lacking }) => lacking > 0);
}
