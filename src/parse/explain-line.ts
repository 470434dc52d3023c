import { isIP } from 'node:net';
import { type Field, fieldNamed } from '../model/fields.ts';
import { type ColumnPlan, TRANSIT_GATEWAY_REASON } from './column-plan.ts';

const LAST_MILLISECOND = 2_147_483_647_999n;
const MAX_COUNT = (1n << 63n) - 1n;
const ISO_TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d*)?Z$/;
// oxlint-disable-next-line no-control-regex
const CONTROL_CHARACTER = /[\u0000-\u001f]/;
const SHOWN = 60;

/** Why a line is not a record under the plan. It is slow and read by people: the parser has already refused the line. */
export function explainLine(tokens: readonly string[], plan: ColumnPlan, isUtf8: boolean): string {
  if (isTransitGatewayRecord(tokens)) return TRANSIT_GATEWAY_REASON;
  if (plan.refusal !== null) return plan.refusal;
  const values = withoutTimestamp(tokens, plan);
  if (plan.origin === 'default' && (values.length !== plan.names.length || values[0] !== '2')) {
    return 'no header and not the default format: name the fields with --fields';
  }
  if (values.length !== plan.names.length) {
    const fields = values.length === 1 ? '1 field' : `${values.length} fields`;
    return `${fields}, ${plan.origin === 'given' ? '--fields names' : 'the header has'} ${plan.names.length}`;
  }
  for (const [i, name] of plan.names.entries()) {
    const reason = explainValue(name, values[i] ?? '', isUtf8);
    if (reason !== null) return reason;
  }
  return 'not a flow-log record';
}

/** Whether a token is the ISO timestamp in UTC that CloudWatch exports put in front of each record. */
export function isTimestamp(token: string | undefined): boolean {
  return token !== undefined && ISO_TIMESTAMP.test(token);
}

function isTransitGatewayRecord(tokens: readonly string[]): boolean {
  return tokens[0] === '6' && tokens[1] === 'TransitGateway';
}

function withoutTimestamp(tokens: readonly string[], plan: ColumnPlan): readonly string[] {
  const hasTimestamp = tokens.length === plan.names.length + 1 && isTimestamp(tokens[0]);
  return plan.origin !== 'header' && hasTimestamp ? tokens.slice(1) : tokens;
}

function explainValue(name: string, value: string, isUtf8: boolean): string | null {
  if (value === '-') return null;
  const field = fieldNamed(name);
  if (field?.name === 'version' && Number(value) === 6) return TRANSIT_GATEWAY_REASON;
  const expected = field ? expectedOf(field, value) : null;
  if (expected !== null) return `field "${name}": expected ${expected}, found "${shortened(value)}"`;
  if (CONTROL_CHARACTER.test(value)) return `field "${name}": control character in "${shortened(value)}"`;
  // A line that is not UTF-8 comes as Latin-1, so the faulty bytes are among these.
  if (!isUtf8 && !isAscii(value) && Buffer.from(value, 'latin1').toString('utf8').includes('\ufffd')) {
    return `field "${name}": not valid UTF-8`;
  }
  return null;
}

/** What was expected where the value does not fit, or null where it fits. */
function expectedOf(field: Field, value: string): string | null {
  switch (field.kind) {
    case 'integer':
      return isNumber(value, BigInt(field.max ?? 0)) ? null : `a number from 0 to ${field.max ?? 0}`;
    case 'count':
      return isNumber(value, MAX_COUNT) ? null : `a number from 0 to ${MAX_COUNT}`;
    case 'time':
      return isNumber(value, LAST_MILLISECOND) ? null : 'a Unix time in seconds';
    case 'word':
      return field.words?.includes(value) ? null : (field.words ?? []).join(' or ');
    case 'address':
      return isIP(value) !== 0 && !value.includes('%') ? null : 'an IP address';
    case 'text':
      return null;
  }
}

function isNumber(value: string, max: bigint): boolean {
  if (!/^0*[0-9]{1,24}$/.test(value)) return false;
  return value.length < 16 ? Number(value) <= max : BigInt(value) <= max;
}

function isAscii(value: string): boolean {
  return Buffer.byteLength(value, 'utf8') === value.length;
}

function shortened(value: string): string {
  return value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value;
}
