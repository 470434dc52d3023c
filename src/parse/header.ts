import { fieldNamed } from '../model/fields.ts';

/** Fields of Transit Gateway flow logs that VPC flow logs lack. */
const TRANSIT_GATEWAY_FIELDS: ReadonlySet<string> = new Set([
  'resource-type',
  'tgw-id',
  'tgw-attachment-id',
  'tgw-src-vpc-account-id',
  'tgw-dst-vpc-account-id',
  'tgw-src-vpc-id',
  'tgw-dst-vpc-id',
  'tgw-src-subnet-id',
  'tgw-dst-subnet-id',
  'tgw-src-eni',
  'tgw-dst-eni',
  'tgw-src-az-id',
  'tgw-dst-az-id',
  'tgw-pair-attachment-id',
  'packets-lost-no-route',
  'packets-lost-blackhole',
  'packets-lost-mtu-exceeded',
  'packets-lost-ttl-expired',
]);

const FIELD_NAME = /^[a-z][a-z0-9_-]*$/;

/**
 * Whether the tokens of a line are field names: all of them look like names, and at least half are known. Names that
 * AWS may bring tomorrow do not make a header a record, and no single name is needed to make one.
 */
export function isHeader(tokens: readonly string[]): boolean {
  if (!tokens.every((token) => FIELD_NAME.test(token))) return false;
  const known = tokens.filter(
    (token) => fieldNamed(token) !== undefined || isTransitGatewayField(token),
  ).length;
  return known > 0 && 2 * known >= tokens.length;
}

/** Whether the fields are those of a Transit Gateway flow log, which knows neither interfaces nor actions. */
export function isTransitGatewayHeader(names: readonly string[]): boolean {
  return names.some(isTransitGatewayField) && !names.includes('action') && !names.includes('interface-id');
}

/** AWS's spelling of a known field's name, any other name as it is. */
export function headerName(token: string): string {
  return fieldNamed(token)?.name ?? (isTransitGatewayField(token) ? token.replaceAll('_', '-') : token);
}

function isTransitGatewayField(token: string): boolean {
  return TRANSIT_GATEWAY_FIELDS.has(token.replaceAll('_', '-'));
}
