import { DEFAULT_FORMAT, fieldNamed } from '../model/fields.ts';
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
  /** Whether a header could pass for a record: all fields are free text. */
  readonly mayHideHeader: boolean;
}

/** The plan before any header: the default format of version 2. */
export const DEFAULT_PLAN: ColumnPlan = planOf(DEFAULT_FORMAT, 'default');

/** The plan for lines with these fields. */
export function planOf(tokens: readonly string[], origin: PlanOrigin): ColumnPlan {
  const names = tokens.map(headerName);
  return { names, origin, refusal: refusalOf(names), mayHideHeader: names.every(isFreeText) };
}

function refusalOf(names: readonly string[]): string | null {
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) return `the header has field "${twice}" twice`;
  return isTransitGatewayHeader(names) ? TRANSIT_GATEWAY_REASON : null;
}

/** Whether a field name could be a value of the field. Of the words, "ingress" and "egress" look like names. */
function isFreeText(name: string): boolean {
  const field = fieldNamed(name);
  return field === undefined || field.kind === 'text' || field.name === 'flow-direction';
}
