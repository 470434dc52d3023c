import { z } from 'zod';
import { cidr, type Immutable, list, note, object, tags, text } from './members.ts';

/** One of `PrefixLists`, of describe-managed-prefix-lists or of the older describe-prefix-lists. */
export const managedPrefixListSchema = object({
  PrefixListId: text,
  PrefixListName: note,
  AddressFamily: z.enum(['IPv4', 'IPv6'], { error: '"IPv4" or "IPv6"' }).optional(),
  MaxEntries: z.number().optional().catch(undefined),
  Version: z.number().optional().catch(undefined),
  OwnerId: note,
  State: note,
  Tags: tags,
});
export type ManagedPrefixList = Immutable<z.infer<typeof managedPrefixListSchema>>;

/** One of the `Entries` of get-managed-prefix-list-entries. */
export const prefixListEntrySchema = object({ Cidr: cidr, Description: note });

/** The `Entries` of one prefix list, with the id that the response of get-managed-prefix-list-entries lacks. */
export const prefixListEntriesSchema = object({ PrefixListId: text, Entries: list(prefixListEntrySchema) });
export type PrefixListEntries = Immutable<z.infer<typeof prefixListEntriesSchema>>;
