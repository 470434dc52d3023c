import { join } from 'node:path';
import { expect, it } from 'vitest';
import { judge } from '../../src/blame/judge.ts';
import { findBrokenPairs } from '../../src/connectivity/find-broken-pairs.ts';
import { importNetwork } from '../../src/import-network.ts';
import { ingest } from '../../src/ingest/ingest.ts';
import { localSources } from '../../src/sources/local.ts';
import { openStore } from '../store/stores.ts';
import { told } from './flows.ts';

const SAMPLES = join(import.meta.dirname, '../../sample-logs');
const WINDOW = { sinceS: null, untilS: null };

it('finds the stories of the sample logs that are one-way, each once, and nothing else', async () => {
  const store = await openStore();
  await ingest(store, (await localSources(join(SAMPLES, '*.log*'))).sources);
  await importNetwork(store, [join(SAMPLES, 'network')], { capturedAtS: 0 });
  await judge(store, WINDOW);
  const { pairs, mostlyWorking } = await findBrokenPairs(store, { window: WINDOW, limit: 1000 });
  expect(mostlyWorking.pairs).toBe(0);
  expect(pairs.map(told).toSorted()).toEqual(
    [
      // answers-to-app-b
      'reply-refused acl-081e178e6f4647a1a:egress:* 10.20.12.32 10.20.20.51 5432 eni-0b103b9e93a3118bd egress',
      'reply-refused acl-081e178e6f4647a1a:egress:* 10.20.12.34 10.20.20.51 5432 eni-0b103b9e93a3118bd egress',
      'reply-refused acl-081e178e6f4647a1a:egress:* 10.20.12.32 10.20.20.60 6379 eni-0cf14c9d15bfff15e egress',
      // deny-before-allow
      'request-refused acl-0bb73a775383eecd2:ingress:90 10.20.12.32 10.20.11.80 443 eni-0b8300a521adf3ca0 ingress',
      'request-refused acl-0bb73a775383eecd2:ingress:90 10.20.12.34 10.20.11.80 443 eni-0b8300a521adf3ca0 ingress',
      // wrong-group, wrong-port, ping
      'request-refused sg-01313aefaee352234 10.20.11.35 10.20.20.51 5432 eni-0b103b9e93a3118bd ingress',
      'request-refused sg-01313aefaee352234 10.20.11.33 10.20.21.52 5433 eni-0e7079026d2da60b1 ingress',
      'request-refused sg-01313aefaee352234 10.20.11.35 10.20.20.51 null eni-0b103b9e93a3118bd ingress',
      // mail-through-nat, both-refuse, gone-function
      'request-refused acl-01c3087b4b9f2d4b6:ingress:* 10.20.11.33 198.51.100.25 587 eni-017a05e92f6b92350 ingress',
      'request-refused acl-081e178e6f4647a1a:ingress:80 10.20.11.33 10.20.20.51 3306 eni-0b103b9e93a3118bd ingress',
      'reply-refused acl-081e178e6f4647a1a:ingress:* 10.20.21.77 10.20.11.31 8080 eni-0d36b1f27ac94e805 ingress',
    ].toSorted(),
  );
  // A NAT gateway has no groups, whatever else its network ACL refuses elsewhere.
  const mail = pairs.find(({ port }) => port === 587);
  expect(mail?.decision?.alsoBlockedBy).toEqual([]);
});
