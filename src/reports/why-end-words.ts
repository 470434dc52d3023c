import type { End } from '../why/path.ts';

/** An end in the middle of a sentence, as short as it is clear: its tag Name, its id or its address. */
export function endName(end: End): string {
  if (end.kind === 'internet') return 'the Internet';
  if (end.name !== null) return end.name;
  return end.interfaceId === null && end.kind === 'subnet' ? (end.subnetId ?? end.address) : end.address;
}

/** Whether nothing of the network stands at this end. */
export function isOutside(end: End): boolean {
  return end.interfaceId === null && end.subnetId === null;
}

/** The addresses of an end; empty where its name is the address. An end that is many is shown by one of its addresses. */
export function endAddress(end: End): string {
  if (end.kind === 'internet' || end.kind === 'subnet') return `for example ${end.address}`;
  if (end.publicAddress !== null) return `${end.address} (public ${end.publicAddress})`;
  return end.address === endName(end) ? '' : end.address;
}

/** The ids of an end that its name does not tell, the nearest first. */
export function endIds(end: End): readonly string[] {
  const name = endName(end);
  const ids = [end.instanceId, end.interfaceId, end.subnetId, end.vpcId];
  return ids.filter((id) => id !== null && id !== name).map(String);
}
