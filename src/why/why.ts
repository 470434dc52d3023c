import { parseAddress } from '../model/address.ts';
import { ICMP, ICMPV6, isIcmp } from '../model/protocol.ts';
import type { NetworkResources } from '../network/aws/resources.ts';
import { usesPorts } from '../network/rule-tables/traffic-match.ts';
import type { Store } from '../store/store.ts';
import type { Fix, Observed, OtherAddresses, SourcePorts, WhyAnswer, WhyQuestion } from './answer.ts';
import { type AskedPath, askPath, type Ports } from './asked-path.ts';
import { conclude } from './conclusion.ts';
import { resolveEnds } from './ends/ends.ts';
import { proveFixes } from './fixes/fixes.ts';
import { networkAt } from './network-at.ts';
import { observe } from './observed/observe.ts';
import { observedPoints } from './observed/observed-point.ts';
import { observedPort } from './observed/observed-port.ts';
import { otherAddresses } from './other-addresses.ts';
import type { End } from './path.ts';
import { reachability } from './reachability.ts';
import { RuleScratch } from './rule-scratch.ts';
import { askRules } from './rule-stages.ts';
import { clientPorts, openSourcePorts, typicalPort } from './source-ports.ts';
import { trace } from './trace.ts';

/** What most people mean when they name no port and the logs do not tell. */
const HTTPS = 443;

/** What all parts of the answer need. */
interface Asked {
  readonly store: Store;
  readonly question: WhyQuestion;
  readonly resources: NetworkResources;
  readonly scratch: RuleScratch;
  readonly ports: Ports;
  readonly client: Pick<SourcePorts, 'client' | 'possible'>;
}

/**
 * Whether one end reaches the other and hears its answer, by the rules and routes of the imported network; what the logs
 * saw of it; and what would have to change. The store is only read.
 *
 * @throws Error when no network was imported
 * @throws EndError when an end is unknown or ambiguous, or the two do not fit each other
 */
export async function why(store: Store, question: WhyQuestion): Promise<WhyAnswer> {
  const { resources, capturedAtS } = await networkAt(store, question.atS);
  const ends = resolveEnds(resources, question.src, question.dst);
  const protocol = ofFamily(question.protocol, ends.src);
  const client = clientPorts(ends.src, resources, question.srcport);
  const srcport = usesPorts(protocol) ? typicalPort(client.possible) : null;
  const { dstport, dstportFrom } = await destinationPort(store, { ...question, protocol }, resources, ends);
  const ports = { protocol, srcport, dstport };
  const scratch = await RuleScratch.open(resources);
  try {
    const asked = { store, question, resources, scratch, ports, client };
    const path = trace(resources, ends.src, ends.dst, ports);
    // Two databases, so that the one reads its records while the other one evaluates.
    const observing = observedOn(asked, { ...ends, path });
    const asking = askAll(asked, { ...ends, path });
    // Neither store is closed under the other's failure.
    await Promise.allSettled([observing, asking]);
    const observed = await observing;
    const { answer, verdict, sourcePorts, otherEnds } = await asking;
    const othersDiffer = otherEnds.length > 0 || sourcePorts.some(isPartlyOpen);
    return {
      ...ends,
      ...ports,
      dstportFrom,
      srcportGiven: isSrcportGiven(asked),
      ...verdict,
      stages: answer.stages,
      sourcePorts,
      others: otherEnds,
      observed,
      fixes: await fixesFor(asked, answer),
      conclusion: conclude({ ...verdict, capturedAtS, othersDiffer }, observed),
      capturedAtS,
    };
  } finally {
    scratch.close();
  }
}

/** Everything that the rules say of a path, and of others like it. */
async function askAll(asked: Asked, traced: Omit<AskedPath, 'stages'>) {
  const { resources, scratch, client } = asked;
  const [stages = []] = await askRules([traced.path], scratch);
  const answer: AskedPath = { ...traced, stages };
  const verdict = reachability(stages);
  const sourcePorts = usesPorts(asked.ports.protocol)
    ? await openSourcePorts(traced.path, client, resources, scratch)
    : [];
  return { answer, verdict, sourcePorts, otherEnds: await others(asked, answer, verdict.reachable) };
}

function isPartlyOpen({ possible, open }: SourcePorts): boolean {
  return open.some(({ from, to }) => from !== possible.from || to !== possible.to);
}

/** Each family has an ICMP of its own, and people say the one and mean the other. */
function ofFamily(protocol: number, { address }: End): number {
  if (!isIcmp(protocol)) return protocol;
  return parseAddress(address)?.family === 6 ? ICMPV6 : ICMP;
}

async function destinationPort(
  store: Store,
  { protocol, dstport, sinceS = null, untilS = null }: WhyQuestion,
  resources: NetworkResources,
  ends: { readonly src: End; readonly dst: End },
): Promise<Pick<WhyAnswer, 'dstport' | 'dstportFrom'>> {
  if (!usesPorts(protocol)) return { dstport: null, dstportFrom: 'none' };
  if (dstport !== null) return { dstport, dstportFrom: 'given' };
  const logged = await observedPort(store, { resources, ...ends, protocol, sinceS, untilS });
  return logged === null
    ? { dstport: HTTPS, dstportFrom: 'assumed' }
    : { dstport: logged, dstportFrom: 'logs' };
}

function isSrcportGiven({ question, ports }: Asked): boolean {
  return question.srcport !== null && ports.srcport !== null;
}

function observedOn(asked: Asked, { src, dst, path }: Omit<AskedPath, 'stages'>): Promise<Observed> {
  const { sinceS = null, untilS = null } = asked.question;
  const crossings = path.filter((step) => step.kind === 'crossing');
  return observe(asked.store, observedPoints(crossings), {
    resources: asked.resources,
    ends: [src, dst],
    srcportGiven: isSrcportGiven(asked),
    sinceS,
    untilS,
  });
}

async function others(
  { resources, scratch, ports }: Asked,
  { src, dst }: AskedPath,
  reachable: boolean | null,
): Promise<readonly OtherAddresses[]> {
  return [
    ...(await otherAddresses('src', src, resources, scratch, reachable, (other) =>
      trace(resources, other, dst, ports),
    )),
    ...(await otherAddresses('dst', dst, resources, scratch, reachable, (other) =>
      trace(resources, src, other, ports),
    )),
  ];
}

function fixesFor(
  { store, question, resources, scratch, ports, client }: Asked,
  answer: AskedPath,
): Promise<readonly Fix[]> {
  const staged = ({ src, dst, stages }: AskedPath) => ({
    asked: { src, dst, clientPorts: client.possible },
    stages,
  });
  const askAgain = async (proposed: NetworkResources) =>
    staged(await askPath(proposed, question, ports, scratch.propose(proposed)));
  const { sinceS = null, untilS = null } = question;
  const window = { sinceS, untilS };
  return proveFixes(store, { ...staged(answer), present: { resources, scratch }, window, askAgain });
}
