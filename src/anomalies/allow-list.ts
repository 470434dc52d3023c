import { parseAddress } from '../model/address.ts';
import type { Cidr } from '../model/cidr.ts';
import { isListed, parseBlock } from './address-list.ts';
import { isDetector } from './detectors.ts';
import { DETECTORS, type DetectorName, type Party } from './finding.ts';

/** An end that is allowed: a block of addresses, or an id or a name of the host. */
export type AllowedEnd =
  | { readonly kind: 'block'; readonly block: Cidr }
  | { readonly kind: 'name'; readonly name: string };

/** What is expected and not to be shown; members that are null allow anything. */
export interface AllowEntry {
  readonly detector: DetectorName | null;
  readonly actor: AllowedEnd | null;
  readonly target: AllowedEnd | null;
  readonly port: number | null;
  /** Unix seconds; what began then or later is shown again. */
  readonly untilS: number | null;
  readonly reason: string;
}

/** What an entry is compared with. */
export interface Allowable {
  readonly detector: DetectorName;
  readonly actor: Party;
  readonly target: Party;
  readonly port: number | null;
  /** Unix seconds. */
  readonly firstS: number;
}

const MEMBERS = ['detector', 'actor', 'target', 'port', 'until', 'reason'];

/**
 * Reads an allow-list: a JSON array of `{detector?, actor?, target?, port?, until?, reason}`. `actor` and `target` are
 * addresses, CIDR blocks, instance or interface ids, or Name tags; `until` is ISO 8601.
 *
 * @throws Error naming `name`, the JSON path, and what was expected there
 */
export function parseAllowList(text: string, name: string): readonly AllowEntry[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error(`"${name}": expected a JSON array of entries, found text that is no JSON`);
  }
  if (!Array.isArray(json)) throw new Error(`"${name}": expected a JSON array of entries`);
  return json.map((entry: unknown, i) => readEntry(entry, `"${name}" $[${i}]`));
}

/** The entries that were over before `atS`, for a warning: what they allowed is shown again. */
export function expiredEntries(entries: readonly AllowEntry[], atS: number): readonly AllowEntry[] {
  return entries.filter(({ untilS }) => untilS !== null && untilS <= atS);
}

/** Whether an entry allows what was found. */
export function isAllowed(found: Allowable, entries: readonly AllowEntry[]): boolean {
  return entries.some(
    ({ detector, actor, target, port, untilS }) =>
      (detector === null || detector === found.detector) &&
      (port === null || port === found.port) &&
      (untilS === null || found.firstS < untilS) &&
      matches(actor, found.actor) &&
      matches(target, found.target),
  );
}

function matches(allowed: AllowedEnd | null, party: Party): boolean {
  if (allowed === null) return true;
  if (allowed.kind === 'block') return isListed([allowed.block], party.address);
  return [party.instanceId, party.interfaceId, party.name].includes(allowed.name);
}

function readEntry(entry: unknown, path: string): AllowEntry {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    throw new Error(`${path}: expected an object`);
  }
  const unknown = Object.keys(entry).find((member) => !MEMBERS.includes(member));
  if (unknown !== undefined) {
    throw new Error(`${path}: there is no member "${unknown}"; expected ${MEMBERS.join(', ')}`);
  }
  const { detector, actor, target, port, until, reason } = entry as Readonly<Record<string, unknown>>;
  if (typeof reason !== 'string' || reason.trim() === '') {
    throw new Error(`${path}.reason: expected why it is allowed, as text`);
  }
  if ([detector, actor, target, port].every((value) => value === undefined)) {
    throw new Error(`${path}: expected a detector, actor, target or port, for without them all is allowed`);
  }
  return {
    detector: readDetector(detector, `${path}.detector`),
    actor: readEnd(actor, `${path}.actor`),
    target: readEnd(target, `${path}.target`),
    port: readPort(port, `${path}.port`),
    untilS: readUntil(until, `${path}.until`),
    reason,
  };
}

function readDetector(value: unknown, path: string): DetectorName | null {
  if (value === undefined) return null;
  if (typeof value === 'string' && isDetector(value)) return value;
  throw new Error(`${path}: expected one of ${DETECTORS.join(', ')}, found ${JSON.stringify(value)}`);
}

function readEnd(value: unknown, path: string): AllowedEnd | null {
  if (value === undefined) return null;
  const fail = (): never => {
    throw new Error(
      `${path}: expected an address, a CIDR block, an instance or interface id or a Name tag, found ${JSON.stringify(value)}`,
    );
  };
  if (typeof value !== 'string' || value.trim() === '') return fail();
  const block = parseBlock(value);
  if (block) return { kind: 'block', block };
  // A name may hold anything, but `10.0.0.0/33` is a block gone wrong and would never match.
  const [before = ''] = value.split('/');
  return parseAddress(before) || /^[\d.]+$/.test(before) ? fail() : { kind: 'name', name: value };
}

function readPort(value: unknown, path: string): number | null {
  if (value === undefined) return null;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw new Error(`${path}: expected a port from 0 to 65535, found ${JSON.stringify(value)}`);
}

function readUntil(value: unknown, path: string): number | null {
  if (value === undefined) return null;
  const iso = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?Z)?$/.test(value);
  const milliseconds = iso ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(milliseconds)) {
    throw new Error(
      `${path}: expected a day or time like 2026-04-01T00:00:00Z, found ${JSON.stringify(value)}`,
    );
  }
  return milliseconds / 1000;
}
