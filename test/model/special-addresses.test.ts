import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../src/model/address.ts';
import { isPrivate, isPublic, isRfc1918, isRfc6598 } from '../../src/model/special-addresses.ts';

/** address, RFC 1918, RFC 6598, private, public */
const ADDRESSES: readonly (readonly [string, boolean, boolean, boolean, boolean])[] = [
  ['9.255.255.255', false, false, false, true],
  ['10.0.0.0', true, false, true, false],
  ['172.15.255.255', false, false, false, true],
  ['172.16.0.0', true, false, true, false],
  ['172.31.255.255', true, false, true, false],
  ['172.32.0.0', false, false, false, true],
  ['192.168.1.1', true, false, true, false],
  ['100.64.0.0', false, true, true, false],
  ['100.127.255.255', false, true, true, false],
  ['100.128.0.0', false, false, false, true],
  ['127.0.0.1', false, false, false, false],
  ['169.254.169.254', false, false, false, false],
  ['224.0.0.1', false, false, false, false],
  ['255.255.255.255', false, false, false, false],
  ['223.255.255.255', false, false, false, true],
  ['fd00:ec2::254', false, false, true, false],
  ['fe80::1', false, false, false, false],
  ['2001:db8::1', false, false, false, true],
  ['::1', false, false, false, false],
];

describe.each(ADDRESSES)('%s', (text, rfc1918, rfc6598, isOfPrivateNetwork, isOfInternet) => {
  const address = parseAddress(text);
  it('is placed among the special-purpose addresses', () => {
    if (!address) throw new Error(`"${text}" is no address`);
    expect({
      rfc1918: isRfc1918(address),
      rfc6598: isRfc6598(address),
      private: isPrivate(address),
      public: isPublic(address),
    }).toEqual({ rfc1918, rfc6598, private: isOfPrivateNetwork, public: isOfInternet });
  });
});
