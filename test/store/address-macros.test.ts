import { expect, it } from 'vitest';
import { type Address, addressKey, formatAddress } from '../../src/model/address.ts';
import { cidrContains, parseCidr } from '../../src/model/cidr.ts';
import { appendRows } from '../../src/store/table-writer.ts';
import { addresses } from '../random-addresses.ts';
import { openStore } from './stores.ts';

const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'].map((text) => {
  const cidr = parseCidr(text);
  if (!cidr) throw new Error(text);
  return cidr;
});

it('the macros say of thousands of addresses what the model says', async () => {
  const store = await openStore();
  const all: readonly Address[] = addresses(6000);
  await store.run('CREATE TABLE given (no INTEGER, hi BIGINT, lo BIGINT)');
  await appendRows(
    store.connection,
    'given',
    all.map((address, no) => ({ no, ...addressKey(address.value) })),
  );
  const rows = await store.rows(
    'SELECT address_text(hi, lo) AS text, address_family(hi, lo) AS family, is_private(hi, lo) AS private FROM given ORDER BY no',
  );
  expect(rows.map(({ text, family, private: isPrivate }) => [text, family, isPrivate])).toEqual(
    all.map((address) => [
      formatAddress(address),
      address.family,
      PRIVATE.some((cidr) => cidrContains(cidr, address)),
    ]),
  );
  // As text, for the order of numbers must be that of the addresses.
  const ordered = await store.rows('SELECT no FROM given ORDER BY hi, lo, no');
  const expected = all
    .map(({ value }, no) => ({ value, no }))
    .toSorted((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : a.no - b.no));
  expect(ordered.map(({ no }) => no)).toEqual(expected.map(({ no }) => no));
});

it.each(['address_text', 'address_family', 'is_private'])('%s of NULL is NULL', async (macro) => {
  const store = await openStore();
  const [row] = await store.rows(
    `SELECT ${macro}(NULL, 1) AS a, ${macro}(1, NULL) AS b, ${macro}(NULL, NULL) AS c`,
  );
  expect(row).toEqual({ a: null, b: null, c: null });
});
