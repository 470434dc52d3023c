import { parseAddress } from '../model/address.ts';
import { ICMP, ICMPV6, isIcmp } from '../model/protocol.ts';
import type { NetworkResources } from '../network/aws/resources.ts';
import { usesPorts } from '../network/rule-tables/traffic-match.ts';
import type { Store } from '../store/store.ts';
import type { OtherAddresses, WhyAnswer, WhyQuestion } from './answer.ts';
import { conclude } from './conclusion.ts';
import { resolveEnds } from './ends.ts';
import { networkAt } from './network-at.ts';
import { observe } from './observe.ts';
import { observedPoints } from './observed-point.ts';
import { observedPort } from './observed-port.ts';
import { otherAddresses } from './other-addresses.ts';
import type { End, Packet } from './path.ts';
import { reachability } from './reachability.ts';
import { RuleScratch } from './rule-scratch.ts';
import { askRules } from './rule-stages.ts';
import { clientPorts, openSourcePorts, typicalPort } from './source-ports.ts';
import { trace } from './trace.ts';

/** What most people mean when they name no port and the logs do not tell. */
const HTTPS = 443;

interface Ends {
  readonly src: End;
  readonly dst: End;
}

type Ports = Pick<Packet, 'protocol' | 'srcport' | 'dstport'>;

/**
 * Whether one end reaches the other and hears its answer, by the rules and routes of the imported network; what the logs
 * saw of it; and what would have to change. The store is only read.
 *
 * @throws Error when no network was imported
 * @throws EndError when an end is unknown or ambiguous, or the two do not fit each other
 */
export async function why(store: Store, asked: WhyQuestion): Promise<WhyAnswer> {
  const { resources, capturedAtS } = await networkAt(store, asked.atS);
  const ends = resolveEnds(resources, asked.src, asked.dst);
  const question = { ...asked, protocol: ofFamily(asked.protocol, ends.src) };
  const client = clientPorts(ends.src, resources, question.srcport);
  const { dstport, dstportFrom } = await destinationPort(store, question, resources, ends);
  const withPorts = usesPorts(question.protocol);
  const ports = {
    protocol: question.protocol,
    srcport: withPorts ? typicalPort(client.possible) : null,
    dstport,
  };
  const path = trace(resources, ends.src, ends.dst, ports);
  const scratch = await RuleScratch.open(resources);
  try {
    const [stages = []] = await askRules([path], scratch);
    const verdict = reachability(stages);
    const crossings = path.filter((step) => step.kind === 'crossing');
    const srcportGiven = withPorts && question.srcport !== null;
    const observed = await observe(store, observedPoints(crossings), {
      resources,
      ends: [ends.src, ends.dst],
      srcportGiven,
      ...windowOf(question),
    });
    return {
      ...ends,
      ...ports,
      dstportFrom,
      srcportGiven,
      ...verdict,
      stages,
      sourcePorts: withPorts ? await openSourcePorts(path, client, resources, scratch) : [],
      others: await others(ends, ports, resources, scratch, verdict.reachable),
      observed,
      fixes: [],
      conclusion: conclude(verdict.reachable, verdict.firstBlock, observed, capturedAtS),
      capturedAtS,
    };
  } finally {
    scratch.close();
  }
}

/** Each family has an ICMP of its own, and people say the one and mean the other. */
function ofFamily(protocol: number, { address }: End): number {
  if (!isIcmp(protocol)) return protocol;
  return parseAddress(address)?.family === 6 ? ICMPV6 : ICMP;
}

function windowOf({ sinceS = null, untilS = null }: WhyQuestion) {
  return { sinceS, untilS };
}

async function destinationPort(
  store: Store,
  question: WhyQuestion,
  resources: NetworkResources,
  ends: Ends,
): Promise<Pick<WhyAnswer, 'dstport' | 'dstportFrom'>> {
  const { protocol, dstport } = question;
  if (!usesPorts(protocol)) return { dstport: null, dstportFrom: 'none' };
  if (dstport !== null) return { dstport, dstportFrom: 'given' };
  const logged = await observedPort(store, { resources, ...ends, protocol, ...windowOf(question) });
  return logged === null ? { dstport: HTTPS, dstportFrom: 'assumed' } : { dstport: logged, dstportFrom: 'logs' };
}

async function others(
  { src, dst }: Ends,
  ports: Ports,
  resources: NetworkResources,
  scratch: RuleScratch,
  reachable: boolean | null,
): Promise<readonly OtherAddresses[]> {
  const ask = (which: 'src' | 'dst', end: End, traceTo: (other: End) => ReturnType<typeof trace>) =>
    otherAddresses(which, end, resources, scratch, reachable, traceTo);
  return [
    ...(await ask('src', src, (other) => trace(resources, other, dst, ports))),
    ...(await ask('dst', dst, (other) => trace(resources, src, other, ports))),
  ];
}
