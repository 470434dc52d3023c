import { expect, it } from 'vitest';
import { ingest } from '../../src/ingest/ingest.ts';
import { coverage } from '../../src/queries/coverage.ts';
import { network, networkAcl } from '../network/networks.ts';
import { openStore, snapshot, takeNetworks, textSource } from '../store/stores.ts';

it('of an empty store is nothing, and no field is missing', async () => {
  expect(await coverage(await openStore())).toEqual({
    objects: 0,
    records: 0,
    accepted: 0,
    rejected: 0,
    nodata: 0,
    skipdata: 0,
    unparsedLines: 0,
    firstStartS: null,
    lastEndS: null,
    missingFields: [],
    networksCapturedAtS: [],
  });
});

it('sums up the ledger, the span of the records, and the fields that some object lacks', async () => {
  const store = await openStore();
  await ingest(store, [
    textSource(
      'a',
      'interface-id tcp-flags subnet-id start end action log-status\neni-1 2 s 100 160 ACCEPT OK\n- - - 10 20 - SKIPDATA\n',
    ),
    textSource(
      'b',
      'interface-id tcp-flags flow-direction start end action\neni-1 2 ingress 500 900 REJECT\nbad\n',
    ),
    // Without records it says nothing of fields.
    textSource('c', 'interface-id\n'),
  ]);
  await takeNetworks(store, [
    snapshot(2000, network({ networkAcls: [networkAcl('acl-1', 'vpc-1')] })),
    snapshot(1000, network({ networkAcls: [networkAcl('acl-2', 'vpc-1')] })),
  ]);
  expect(await coverage(store)).toEqual({
    objects: 3,
    records: 3,
    accepted: 1,
    rejected: 1,
    nodata: 0,
    skipdata: 1,
    unparsedLines: 1,
    firstStartS: 10,
    lastEndS: 900,
    missingFields: ['subnet-id', 'pkt-srcaddr', 'pkt-dstaddr', 'flow-direction', 'reject-reason'],
    networksCapturedAtS: [1000, 2000],
  });
});
