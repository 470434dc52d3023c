import { isUtf8 } from 'node:buffer';
import { CONTEXT_FIELDS, type Field, isTag } from '../model/fields.ts';
import type { ColumnPlan } from './column-plan.ts';

/** The version that only Transit Gateway flow logs have. */
const TRANSIT_GATEWAY_VERSION = 6;
/** Whatever has more digits is no number of 32 bits, unless they are zeros. */
const NUMBER = /^0*[0-9]{1,10}$/;

/** What records share: where and how they were captured. */
export interface Context {
  /** In the order of `CONTEXT_FIELDS`; null where the log has `-` or lacks the field. */
  readonly values: readonly (string | number | null)[];
  /** Fields that AWS had not published yet, by name. */
  readonly extra: readonly (readonly [name: string, value: string])[];
}

/** The context that the tokens of a line spell under a plan, or null when one of them is no value of its field. */
export function contextOf(plan: ColumnPlan, tokens: readonly Uint8Array[]): Context | null {
  const values: (string | number | null)[] = CONTEXT_FIELDS.map(() => null);
  const extra: [string, string][] = [];
  for (const [i, name] of plan.names.entries()) {
    if (plan.flowColumns[i] !== -1) continue;
    const token = tokens[i];
    if (!token || !isUtf8(token)) return null;
    const text = Buffer.from(token.buffer, token.byteOffset, token.length).toString('utf8');
    const index = plan.contextFields[i] ?? -1;
    if (index < 0) {
      if (text !== '-') extra.push([name, text]);
      continue;
    }
    const value = valueOf(CONTEXT_FIELDS[index] as Field, text);
    if (value === undefined) return null;
    values[index] = value;
  }
  return plan.origin === 'default' && values[0] !== 2 ? null : { values, extra };
}

/** The value that a token spells, null for `-`, undefined when it spells none. */
function valueOf(field: Field, text: string): string | number | null | undefined {
  if (text === '-') return null;
  if (field.kind === 'integer') return numberOf(field, text);
  if (field.kind === 'word') return field.words?.includes(text) ? text : undefined;
  return isTag(field) ? tagValue(text) : text;
}

function numberOf({ name, max = 0 }: Field, text: string): number | undefined {
  const value = NUMBER.test(text) ? Number(text) : Number.NaN;
  const isRefused = name === 'version' && value === TRANSIT_GATEWAY_VERSION;
  return value <= max && !isRefused ? value : undefined;
}

/** The text that is encoded; what is not a proper encoding stays as it is. */
function tagValue(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
