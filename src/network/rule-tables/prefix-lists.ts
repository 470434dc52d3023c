import type { Cidr } from '../../model/cidr.ts';
import type { ManagedPrefixList, PrefixListEntries } from '../aws/resources.ts';
import { checkedCidr, EVERYWHERE } from './address-space.ts';
import { doubtAbout } from './doubt.ts';

/** The prefix lists of a network and what is known of their entries. */
export class PrefixLists {
  readonly #entries: ReadonlyMap<string, readonly Cidr[]>;
  readonly #families: ReadonlyMap<string, ManagedPrefixList['AddressFamily']>;

  constructor(lists: readonly ManagedPrefixList[], entries: readonly PrefixListEntries[]) {
    this.#families = new Map(lists.map((list) => [list.PrefixListId, list.AddressFamily]));
    this.#entries = new Map(
      entries.map((list) => [list.PrefixListId, list.Entries.map(({ Cidr }) => checkedCidr(Cidr))]),
    );
  }

  /** The blocks of a list; without its entries any address of its family may be in it. */
  extentOf(prefixListId: string): { readonly cidrs: readonly Cidr[]; readonly doubt: string | null } {
    const entries = this.#entries.get(prefixListId);
    if (entries) return { cidrs: entries, doubt: null };
    const family = this.#families.get(prefixListId);
    const cidrs = EVERYWHERE.filter((cidr) => family === undefined || family === `IPv${cidr.family}`);
    return { cidrs, doubt: doubtAbout('prefix-list', prefixListId) };
  }
}
