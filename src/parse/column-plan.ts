import { CONTEXT_FIELDS, DEFAULT_FORMAT, FLOW_FIELDS, fieldNamed } from '../model/fields.ts';
import { headerName, isTransitGatewayHeader } from './header.ts';

/** Why a Transit Gateway record is not read. */
export const TRANSIT_GATEWAY_REASON =
  'Transit Gateway record (version 6): it has no interface and no action, so no rule can be named';

/** Where the names of the fields come from: the log itself, the person who reads it, or the default format. */
export type PlanOrigin = 'header' | 'given' | 'default';

/** What the tokens of a line are, from one header to the next. */
export interface ColumnPlan {
  /** Field names in the order of the line, in AWS's spelling where known. */
  readonly names: readonly string[];
  readonly origin: PlanOrigin;
  /** Why no line can be read under these names, or null. */
  readonly refusal: string | null;
  /** Of each token the flow column it belongs to, or -1 when it is part of the context. */
  readonly flowColumns: readonly number[];
  /** Of each token its place among the context fields, or -1 when it is none of them. */
  readonly contextFields: readonly number[];
}

/** The plan before any header: the default format of version 2. */
export const DEFAULT_PLAN: ColumnPlan = planOf(DEFAULT_FORMAT, 'default');

/** The plan for lines with these fields. */
export function planOf(tokens: readonly string[], origin: PlanOrigin): ColumnPlan {
  const names = tokens.map(headerName);
  const fields = names.map(fieldNamed);
  return {
    names,
    origin,
    refusal: refusalOf(names),
    flowColumns: fields.map((field) => (field ? FLOW_FIELDS.indexOf(field) : -1)),
    contextFields: fields.map((field) => (field ? CONTEXT_FIELDS.indexOf(field) : -1)),
  };
}

function refusalOf(names: readonly string[]): string | null {
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) return `the header has field "${twice}" twice`;
  return isTransitGatewayHeader(names) ? TRANSIT_GATEWAY_REASON : null;
}
