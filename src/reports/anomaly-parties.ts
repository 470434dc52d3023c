import type { Finding, Party, StoppedBy } from '../anomalies/finding.ts';

/** `10.0.3.14 (app-5, sg-0app)`: an address and what it is known as; `many` where it is no single one. */
export function partyWords(party: Party, many: string): string {
  const { address, interfaceId } = party;
  if (address === null && interfaceId === null) return many;
  const known = knownAs(party);
  return `${address ?? interfaceId}${known === '' ? '' : ` (${known})`}`;
}

/** In as few words as possible: the address and the name. */
export function shortParty({ address, interfaceId, name }: Party, many: string): string {
  const own = address ?? interfaceId;
  if (own === null) return many;
  return name === null ? own : `${own} (${name})`;
}

function knownAs({
  name,
  instanceId,
  interfaceId,
  securityGroups,
  roles,
  awsService,
  address,
}: Party): string {
  const id = name ?? instanceId ?? (address === null ? null : interfaceId);
  const words = [id, ...roles, ...securityGroups, awsService === null ? null : `AWS ${awsService}`];
  return words.filter((word) => word !== null).join(', ');
}

/** What refused the traffic, as the console words it; empty when nothing did, or nobody knows. */
export function stoppedByWords({ stoppedBy }: Finding): readonly string[] {
  return stoppedBy.map(stoppedWords);
}

function stoppedWords({ verdict, rule, securityGroups }: StoppedBy): string {
  if (rule !== null) return rule;
  if (securityGroups.length > 0) return `${securityGroups.join(', ')}: no rule allows it`;
  return VERDICTS[verdict] ?? verdict;
}

const VERDICTS: Readonly<Record<string, string>> = {
  'late-packet': 'late packets of connections that were closed',
  bpa: 'VPC Block Public Access',
  'encryption-control': 'VPC encryption control',
  'rules-allow': 'refused, though every imported rule allows it',
  indeterminate: 'refused; by which rule cannot be told',
  'unknown-interface': 'refused at an interface that is not in the imported network',
};
