import type { NetworkResources } from '../network/aws/resources.ts';
import { resolveEnds } from './ends/ends.ts';
import type { End, Packet, PathStep, Stage } from './path.ts';
import type { RuleScratch } from './rule-scratch.ts';
import { askRules } from './rule-stages.ts';
import { trace } from './trace.ts';

/** Protocol and ports of the connection that is asked for. */
export type Ports = Pick<Packet, 'protocol' | 'srcport' | 'dstport'>;

/** The path between two ends of one configuration, and what decides on it. */
export interface AskedPath {
  readonly src: End;
  readonly dst: End;
  readonly path: readonly PathStep[];
  readonly stages: readonly Stage[];
}

/** The stages of a path; its ends are found anew, as a proposed configuration may give them other addresses. */
export async function askPath(
  resources: NetworkResources,
  { src, dst }: { readonly src: string; readonly dst: string },
  ports: Ports,
  scratch: RuleScratch,
): Promise<AskedPath> {
  const ends = resolveEnds(resources, src, dst);
  const path = trace(resources, ends.src, ends.dst, ports);
  const [stages = []] = await askRules([path], scratch);
  return { ...ends, path, stages };
}
