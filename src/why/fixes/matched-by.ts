import { parseAddress } from '../../model/address.ts';
import type { NetworkResources } from '../../network/aws/resources.ts';
import { checkedCidr } from '../../network/rule-tables/address-space.ts';
import type { Change } from '../answer.ts';
import { type AddressBox, addressBox } from '../observed/address-box.ts';
import type { Stage } from '../path.ts';
import { type AskedEnds, hostBlock, subnetBlockOf } from './opened-traffic.ts';
import type { Touched } from './touched-interfaces.ts';

/** A change, and the stage of the asked connection that it is for. */
export interface ShownChange {
  readonly change: Change;
  readonly shownBy: Stage;
  readonly asked: AskedEnds;
}

/** A change of rules, which lets packets through that were refused; routes and addresses do not. */
export type RuleChange = Extract<Change, { readonly kind: 'authorize-group-rule' | 'create-acl-entry' }>;

/** A change of rules that is shown by a stage. */
export interface ShownRuleChange extends ShownChange {
  readonly change: RuleChange;
}

export function isOfRules(shown: ShownChange): shown is ShownRuleChange {
  return shown.change.kind === 'authorize-group-rule' || shown.change.kind === 'create-acl-entry';
}

/** Which packets a change of rules matches, and which are of the asked connection, as `queries/why/blast-radius` takes it. */
export function matchedBy({ change, shownBy, asked }: ShownRuleChange, resources: NetworkResources): object {
  const block = checkedCidr(change.block);
  return {
    egress: change.direction === 'egress',
    protocol: change.protocol,
    portFrom: change.ports?.from ?? null,
    portTo: change.ports?.to ?? null,
    family: block.family,
    untrackedOnly: change.kind === 'authorize-group-rule',
    askedInterface: shownBy.interfaceId,
    servicePort: shownBy.leg === 'reply' && change.ports ? shownBy.packet.srcport : null,
    ...named('remote', addressBox(block)),
    ...named('local', addressBox(checkedCidr(localBlock(shownBy, asked, resources)))),
  };
}

function named(prefix: 'remote' | 'local', { fromHi, fromLo, toHi, toLo }: AddressBox): object {
  return {
    [`${prefix}FromHi`]: fromHi,
    [`${prefix}FromLo`]: fromLo,
    [`${prefix}ToHi`]: toHi,
    [`${prefix}ToLo`]: toLo,
  };
}

/** Where a change takes effect, as `queries/why/blast-radius` takes it. */
export function placesOf({ interfaceIds, subnetIds }: Touched): readonly object[] {
  return [
    ...interfaceIds.map((interfaceId) => ({ interfaceId, subnetId: null })),
    ...subnetIds.map((subnetId) => ({ interfaceId: null, subnetId })),
  ];
}

/** The stage's own side of the asked connection: one address, or the subnet that was asked for. */
function localBlock(stage: Stage, { src, dst }: AskedEnds, resources: NetworkResources): string {
  const { leg, direction, packet, subnetId } = stage;
  const text = direction === 'egress' ? packet.srcaddr : packet.dstaddr;
  const address = parseAddress(text);
  if (!address) throw new TypeError(`"${text}" is no address`);
  const end = (leg === 'forward') === (direction === 'egress') ? src : dst;
  const block = end.kind === 'subnet' ? subnetBlockOf(subnetId, address, resources) : null;
  return block ?? hostBlock(address);
}
