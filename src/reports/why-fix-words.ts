import { formatProtocol } from '../model/protocol.ts';
import type { BlastRadius, Change, Fix, OpenedTraffic, WhyAnswer } from '../why/answer.ts';
import type { Stage } from '../why/path.ts';
import { awsCli, terraform } from './fix-commands.ts';
import { counted } from './values.ts';
import { rangesWords } from './why-log-words.ts';
import { stageName } from './why-stage-words.ts';

/** A fix for a person. */
export interface FixWords {
  /** `Add outbound rule 90 to acl-0abc: allow TCP 1024-65535 to 0.0.0.0/0`. */
  readonly title: string;
  /** Which stage it opens, as a sentence: `It opens the network ACL outbound of the reply.` */
  readonly opens: string;
  /** What else it would let through. */
  readonly blast: string;
  /** Commands to paste; null where none can do it. */
  readonly awsCli: string | null;
  readonly terraform: string | null;
}

const RULES: readonly Change['kind'][] = ['authorize-group-rule', 'create-acl-entry'];

/** A fix in words, with its commands. */
export function fixWords({ stages }: WhyAnswer, { stage, change, blastRadius }: Fix): FixWords {
  const opened = stages[stage];
  return {
    title: changeWords(change),
    opens: opened ? opensWords(opened, change) : '',
    blast: blastWords(blastRadius, change),
    awsCli: awsCli(change),
    terraform: terraform(change),
  };
}

/** Sentences one after the other, without those that are empty. */
export function sentences(...all: readonly string[]): string {
  return all.filter((sentence) => sentence !== '').join(' ');
}

/** What to change, as an order in the console's words. */
export function changeWords(change: Change): string {
  switch (change.kind) {
    case 'authorize-group-rule':
      return `Add an ${bound(change)} rule to ${change.groupId}: ${trafficWords(change)}`;
    case 'create-acl-entry':
      return `Add ${bound(change)} rule ${change.ruleNumber} to ${change.aclId}: allow ${trafficWords(change)}`;
    case 'create-route':
      return `Add a route to ${change.routeTableId}: ${change.destination} to ${change.target}`;
    case 'replace-route':
      return `Lead ${change.destination} in ${change.routeTableId} to ${change.target}`;
    case 'associate-address':
      return `Give ${change.interfaceId} (${change.privateAddress}) an Elastic IP address`;
    case 'by-hand':
      return change.resource === null ? 'To be decided by hand' : `To be decided by hand: ${change.resource}`;
  }
}

/** What else a change would let through, measured on the logs where it is a rule. */
export function blastWords(radius: BlastRadius, { kind }: Change): string {
  if (kind === 'by-hand') return '';
  const { flows, records, sources, someSources, interfaces } = radius;
  const reach = interfaces === 0 ? '' : ` It applies to ${counted(interfaces, 'interface')}.`;
  if (!RULES.includes(kind)) return `What else it would let pass is not measured.${reach}`;
  if (flows === 0) return `No other refused flow in the logs would pass.${reach}`;
  const more = sources - someSources.length;
  const named = `${someSources.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  const from = someSources.length === 0 ? '' : `: ${named}`;
  return `It would also let ${counted(flows, 'other refused flow')} of the logs pass (${counted(records, 'record')}) from ${counted(sources, 'address', 'addresses')}${from}.${reach}`;
}

function opensWords(stage: Stage, { kind }: Change): string {
  const name = `the ${stageName(stage)} of the ${stage.leg === 'forward' ? 'request' : 'reply'}`;
  return kind === 'by-hand' ? `No single command opens ${name}.` : `It opens ${name}.`;
}

function trafficWords({ direction, ...traffic }: OpenedTraffic & { readonly direction: string }): string {
  const { protocol, ports, icmpType, block } = traffic;
  const what = icmpType !== null ? ` type ${icmpType}` : ports === null ? '' : ` ${rangesWords([ports])}`;
  return `${formatProtocol(protocol)}${what} ${direction === 'ingress' ? 'from' : 'to'} ${block}`;
}

function bound({ direction }: { readonly direction: string }): string {
  return direction === 'egress' ? 'outbound' : 'inbound';
}
