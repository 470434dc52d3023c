import type { NetworkImportResult } from '../import-network.ts';
import { counted, isoTime } from './values.ts';

const NOUNS = {
  vpcs: ['VPC', 'VPCs'],
  subnets: ['subnet', 'subnets'],
  networkInterfaces: ['interface', 'interfaces'],
  securityGroups: ['security group', 'security groups'],
  securityGroupRules: ['security group rule', 'security group rules'],
  networkAcls: ['network ACL', 'network ACLs'],
  routeTables: ['route table', 'route tables'],
  prefixListEntries: ['prefix list', 'prefix lists'],
} as const;

/** The result of a network import as one JSON object. */
export function networkJson(result: NetworkImportResult): string {
  const counts = Object.fromEntries(
    Object.entries(result.resources).map(([kind, list]) => [kind, list.length]),
  );
  const document = {
    files: result.files.map(({ path, kinds, resources }) => ({ path, kinds, resources })),
    skipped: result.skipped,
    capturedAt: isoTime(result.capturedAtS),
    resources: counts,
    snapshots: result.epochs,
    rules: result.rules,
  };
  return `${JSON.stringify(document)}\n`;
}

/** The result of a network import for a person. */
export function networkText(result: NetworkImportResult): string {
  const counts = Object.entries(NOUNS)
    .map(([kind, [one, many]]) => [result.resources[kind as keyof typeof NOUNS].length, one, many] as const)
    .filter(([count]) => count > 0)
    .map(([count, one, many]) => counted(count, one, many));
  const history =
    result.epochs > 1 ? `; ${result.epochs} configurations are now in force one after the other` : '';
  return (
    `${counts.join(', ')} from ${counted(result.files.length, 'file')}\n` +
    `  captured ${isoTime(result.capturedAtS)}${history}\n` +
    missingKinds(result)
  );
}

/** Kinds without which most verdicts cannot be reached. */
function missingKinds({ resources }: NetworkImportResult): string {
  const needed = [
    ['networkInterfaces', 'describe-network-interfaces'],
    ['subnets', 'describe-subnets'],
    ['networkAcls', 'describe-network-acls'],
    ['securityGroups', 'describe-security-groups'],
  ] as const;
  const missing = needed.filter(([kind]) => resources[kind].length === 0).map(([, call]) => call);
  return missing.length === 0
    ? ''
    : `  Not in this import: ${missing.join(', ')}. Verdicts need these too, from this or another import.\n`;
}
