import { DEFAULT_NETWORK_SIZE, type NetworkSize } from './generated/bench-network.ts';

const { interfaces, groups, aclEntries, seed } = DEFAULT_NETWORK_SIZE;

/** The options of every command that needs a generated network, for `parseArgs`. */
export const NETWORK_OPTIONS = {
  interfaces: { type: 'string', default: String(interfaces) },
  groups: { type: 'string', default: String(groups) },
  'acl-entries': { type: 'string', default: String(aclEntries) },
  seed: { type: 'string', default: String(seed) },
} as const;

/** The size that the options ask for. */
export function networkSize(values: Record<keyof typeof NETWORK_OPTIONS, string>): NetworkSize {
  return {
    interfaces: count(values.interfaces, '--interfaces'),
    groups: count(values.groups, '--groups'),
    aclEntries: count(values['acl-entries'], '--acl-entries'),
    seed: count(values.seed, '--seed'),
  };
}

/** The whole number that an option holds; `1_000_000` and `5e6` are fine. */
export function count(text: string, option: string): number {
  const value = Number(text.replaceAll('_', ''));
  if (!Number.isSafeInteger(value) || value < 0)
    throw new Error(`Cannot use ${option} "${text}": expected a whole number`);
  return value;
}

/** The value of an option that must be given. */
export function required(value: string | undefined, option: string): string {
  if (value === undefined) throw new Error(`Cannot go on without ${option}`);
  return value;
}
