import type { z } from 'zod';
import type { JsonDocument } from './json-documents.ts';
import { cidr } from './members.ts';
import { type PrefixListEntries, prefixListEntrySchema } from './prefix-lists.ts';
import { describeIssue, describeValue } from './problems.ts';
import { ResourceCollection } from './resource-collection.ts';
import { RESOURCE_LISTS, RESOURCE_SCHEMAS } from './resource-lists.ts';
import type { ResourceKind, ResourceOf } from './resources.ts';

const KNOWN_LISTS = [...RESOURCE_LISTS.keys()].join(', ');
const UNNAMED_LIST =
  'no prefix-list id, as this output does not hold it: name the file after the list (pl-….json) or say --prefix-list ID=FILE';
const MOST_NAMES = 6;

type Take = (element: unknown, path: string) => void;

/** What one file of describe-* output holds, gathered document by document. */
export class NetworkFile {
  readonly resources = new ResourceCollection();
  readonly kinds: Set<ResourceKind> = new Set();
  /** Prefix lists of which this file may hold only a page. */
  readonly pagedLists = new Set<string>();
  /** What is wrong in lists that were recognised. */
  readonly problems: string[] = [];
  /** Why documents were not recognised. */
  readonly unknown: string[] = [];
  readonly #prefixListId: string | null;

  /** `prefixListId` says whose `Entries` the file holds; null when nothing does. */
  constructor(prefixListId: string | null) {
    this.#prefixListId = prefixListId;
  }

  /** Takes every known list of a document. */
  read({ value, prefix }: JsonDocument): void {
    const members = isObject(value) ? Object.entries(value) : [];
    const known = members.filter(([name]) => RESOURCE_LISTS.has(name));
    if (known.length === 0) {
      const where = prefix.replace(/\.$/, ': ');
      this.unknown.push(
        `${where}not describe-* output: ${contentsOf(value)}; expected one of ${KNOWN_LISTS}`,
      );
    }
    const isPage = members.some(([name, token]) => name === 'NextToken' && token !== '');
    for (const [name, list] of known) this.#readList(name, list, `${prefix}${name}`, isPage);
  }

  #readList(name: string, value: unknown, path: string, isPage: boolean): void {
    const kind = RESOURCE_LISTS.get(name);
    if (kind === undefined) return;
    this.kinds.add(kind);
    const add: Take = (resource, at) => this.#add(kind, resource, at);
    if (name === 'VpcBlockPublicAccessOptions') {
      add(value, path);
    } else if (name === 'Reservations') {
      this.#each(value, path, (reservation, at) =>
        this.#each(memberOf(reservation, 'Instances'), `${at}.Instances`, add),
      );
    } else if (name === 'PrefixLists') {
      this.#each(value, path, (prefixList, at) => this.#addPrefixList(prefixList, at));
    } else if (name === 'Entries') {
      this.#addEntries(value, path, isPage);
    } else {
      this.#each(value, path, add);
    }
  }

  #each(value: unknown, path: string, take: Take): void {
    if (Array.isArray(value)) {
      for (const [i, element] of value.entries()) take(element, `${path}[${i}]`);
    } else {
      this.problems.push(`${path}: expected a list, found ${describeValue(value)}`);
    }
  }

  #add(kind: ResourceKind, value: unknown, path: string): void {
    const resource = this.#check<ResourceOf<ResourceKind>>(RESOURCE_SCHEMAS[kind], value, path);
    if (resource !== undefined) this.resources.add(kind, resource);
  }

  #check<T>(schema: z.ZodType<T>, value: unknown, path: string): T | undefined {
    const checked = schema.safeParse(value);
    if (checked.success) return checked.data;
    this.problems.push(...checked.error.issues.map((issue) => describeIssue(path, value, issue)));
    return undefined;
  }

  /** The older describe-prefix-lists gives the blocks along with the list. */
  #addPrefixList(value: unknown, path: string): void {
    this.#add('prefixLists', value, path);
    const id = memberOf(value, 'PrefixListId');
    const cidrs = memberOf(value, 'Cidrs');
    if (typeof id !== 'string' || cidrs === undefined) return;
    this.kinds.add('prefixListEntries');
    const Entries = this.#checkEach(cidr, cidrs, `${path}.Cidrs`).map((Cidr) => ({ Cidr }));
    this.#joinEntries({ PrefixListId: id, Entries });
  }

  #addEntries(value: unknown, path: string, isPage: boolean): void {
    const id = this.#prefixListId;
    if (id === null) {
      this.problems.push(`${path}: ${UNNAMED_LIST}`);
      return;
    }
    if (isPage) this.pagedLists.add(id);
    this.#joinEntries({ PrefixListId: id, Entries: this.#checkEach(prefixListEntrySchema, value, path) });
  }

  #checkEach<T>(schema: z.ZodType<T>, value: unknown, path: string): T[] {
    const good: T[] = [];
    this.#each(value, path, (element, at) => {
      const checked = this.#check(schema, element, at);
      if (checked !== undefined) good.push(checked);
    });
    return good;
  }

  #joinEntries(entries: PrefixListEntries): void {
    const earlier = this.resources.get('prefixListEntries', entries.PrefixListId);
    this.resources.add('prefixListEntries', earlier ? joinEntries(earlier, entries) : entries);
  }
}

/** The entries of two pages of one prefix list. */
export function joinEntries(first: PrefixListEntries, second: PrefixListEntries): PrefixListEntries {
  const byCidr = new Map([...first.Entries, ...second.Entries].map((entry) => [entry.Cidr, entry]));
  return { PrefixListId: first.PrefixListId, Entries: [...byCidr.values()] };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function memberOf(value: unknown, name: string): unknown {
  return isObject(value) ? (Reflect.get(value, name) as unknown) : undefined;
}

function contentsOf(value: unknown): string {
  if (Array.isArray(value) && value.length === 0) return 'an empty list';
  if (!isObject(value)) return describeValue(value);
  const names = Object.keys(value).map((name) => JSON.stringify(name));
  if (names.length === 0) return 'no members';
  const more = names.length - MOST_NAMES;
  const shown = more > 0 ? [...names.slice(0, MOST_NAMES), `and ${more} more`] : names;
  return `top-level members ${shown.join(', ')}`;
}
