/**
 * The kinds of members that AWS objects have. Each schema's message is what was expected, as a noun phrase, so that
 * every problem reads `expected <message>, found <value>`.
 */
import { z } from 'zod';
import { parseAddress } from '../../model/address.ts';
import { parseCidr } from '../../model/cidr.ts';
import { parseProtocol } from '../../model/protocol.ts';

/** All members of all depths read-only: what was read is never written to. */
export type Immutable<T> = T extends readonly (infer U)[]
  ? readonly Immutable<U>[]
  : T extends object
    ? { readonly [K in keyof T]: Immutable<T[K]> }
    : T;

/** A needed text, not empty. */
export const text = z.string({ error: 'text' }).min(1, { error: 'text' });

/** A text that only informs: when it is missing or something else, it is left out. */
export const note = z.string().optional().catch(undefined);

/** A true or false that only informs. */
export const noteFlag = z.boolean().optional().catch(undefined);

/** A needed true or false. */
export const flag = z.boolean({ error: 'true or false' });

/** A whole number from `least` to `most`. */
export function integer(least: number, most: number) {
  const error = `a whole number from ${least} to ${most}`;
  return z.number({ error }).int({ error }).min(least, { error }).max(most, { error });
}

/** An object with these members; others are dropped. */
export function object<T extends z.ZodRawShape>(shape: T) {
  return z.object(shape, { error: 'an object' });
}

/** A needed list. */
export function list<T extends z.ZodType>(element: T) {
  return z.array(element, { error: 'a list' });
}

/** A list that AWS may leave out when it is empty. */
export function listOrNone<T extends z.ZodType>(element: T) {
  return list(element).default([]);
}

/** A block of either family: `10.0.0.0/8`, `2001:db8::/32`. */
export const cidr = z
  .string({ error: 'a CIDR block' })
  .refine((value) => parseCidr(value) !== null, { error: 'a CIDR block' });

/** An IPv4 block. */
export const ipv4Cidr = z
  .string({ error: 'an IPv4 CIDR block' })
  .refine((value) => parseCidr(value)?.family === 4, { error: 'an IPv4 CIDR block' });

/** An IPv6 block. */
export const ipv6Cidr = z
  .string({ error: 'an IPv6 CIDR block' })
  .refine((value) => parseCidr(value)?.family === 6, { error: 'an IPv6 CIDR block' });

/** An address of either family. */
export const address = z
  .string({ error: 'an IP address' })
  .refine((value) => parseAddress(value) !== null, { error: 'an IP address' });

/** An address that may be missing; EC2 also writes an empty text for none. */
export const addressOrNone = z
  .string({ error: 'an IP address' })
  .refine((value) => value === '' || parseAddress(value) !== null, { error: 'an IP address' })
  .transform((value) => (value === '' ? undefined : value))
  .optional();

/** A protocol as rules give it: `tcp`, `6`, `-1`. */
export const protocol = z
  .string({ error: 'a protocol name or number as text' })
  .refine((value) => parseProtocol(value) !== null, { error: 'a protocol name or number as text' });

/** The state of an association of a block: `associated`, `disassociated`, ... */
export const cidrState = object({ State: text });

/** Tags: they inform, so wrong ones are left out. */
export const tags = z
  .array(z.object({ Key: z.string(), Value: z.string().optional() }))
  .optional()
  .catch(undefined);
