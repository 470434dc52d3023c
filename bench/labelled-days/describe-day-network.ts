import { ACCOUNT, type DayNetwork, REGION, SUBNETS, VPC_ID } from './day-network.ts';
import type { Host, SubnetName } from './ends.ts';
import { GROUPS, type GroupRule, VPC_CIDR } from './groups.ts';

const INTERNET_GATEWAY = 'igw-0c2b7a51d9e4f8360';
const S3_PREFIX_LIST = 'pl-6ea54007';
const S3_ENDPOINT = 'vpce-0b9d6f21c35e8a704';
const DEFAULT_ACL = 'acl-0d1ef00d000000001';
/** Lets requests in and no replies out: it has no entry for the ports that clients have. */
const PARTNER_ACL = 'acl-0d1ef00d000000002';
const EVERYONE = '0.0.0.0/0';
const LAST_RULE = 32_767;

/** The JSON documents of the VPC by file name, in the shape of `aws ec2 describe-*`. */
export function describeDayNetwork(network: DayNetwork): ReadonlyMap<string, object> {
  return new Map<string, object>([
    ['describe-vpcs.json', { Vpcs: [vpc()] }],
    ['describe-subnets.json', { Subnets: subnets() }],
    ['describe-network-interfaces.json', { NetworkInterfaces: network.hosts.map(networkInterface) }],
    ['describe-security-groups.json', { SecurityGroups: securityGroups() }],
    ['describe-network-acls.json', { NetworkAcls: networkAcls() }],
    ['describe-route-tables.json', { RouteTables: routeTables(network) }],
    ['describe-internet-gateways.json', { InternetGateways: [internetGateway()] }],
    ['describe-nat-gateways.json', { NatGateways: network.of('nat').map(natGateway) }],
    ['describe-vpc-endpoints.json', { VpcEndpoints: [s3Endpoint()] }],
    ['describe-instances.json', { Reservations: [{ Instances: instances(network) }] }],
  ]);
}

/** The id of a group by its name. */
export function groupId(name: string): string {
  const number = Object.keys(GROUPS).indexOf(name) + 1;
  return `sg-0${number.toString(16).padStart(16, 'a')}`;
}

function vpc(): object {
  return {
    VpcId: VPC_ID,
    OwnerId: ACCOUNT,
    IsDefault: false,
    CidrBlock: VPC_CIDR,
    CidrBlockAssociationSet: [{ CidrBlock: VPC_CIDR, CidrBlockState: { State: 'associated' } }],
    Tags: nameTag('shop'),
  };
}

function nameTag(value: string): object[] {
  return [{ Key: 'Name', Value: value }];
}

function subnets(): object[] {
  return Object.entries(SUBNETS).map(([subnet, { id, prefix }]) => ({
    SubnetId: id,
    VpcId: VPC_ID,
    OwnerId: ACCOUNT,
    State: 'available',
    CidrBlock: `${prefix}.0/24`,
    AvailabilityZone: `${REGION}${subnet.at(-1) ?? 'a'}`,
    MapPublicIpOnLaunch: false,
    Tags: nameTag(subnet),
  }));
}

function networkInterface(host: Host): object {
  const association = host.publicAddress === null ? {} : { Association: { PublicIp: host.publicAddress } };
  return {
    NetworkInterfaceId: host.interfaceId,
    VpcId: VPC_ID,
    SubnetId: SUBNETS[host.subnet].id,
    OwnerId: ACCOUNT,
    Status: 'in-use',
    SourceDestCheck: host.kind !== 'nat',
    Groups: host.groups.map((group) => ({ GroupId: groupId(group), GroupName: group })),
    PrivateIpAddress: host.address,
    PrivateIpAddresses: [{ PrivateIpAddress: host.address, Primary: true, ...association }],
    ...association,
    ...ownerOf(host),
    TagSet: nameTag(host.name),
  };
}

/** How AWS marks the interfaces of its own services. */
function ownerOf(host: Host): object {
  const managed = { RequesterManaged: true, InterfaceType: 'interface' };
  switch (host.kind) {
    case 'nat':
      return {
        ...managed,
        InterfaceType: 'nat_gateway',
        Description: `Interface for NAT Gateway ${natId(host)}`,
      };
    case 'alb':
      return { ...managed, RequesterId: 'amazon-elb', Description: 'ELB app/shop/50dc6c495c0c9188' };
    case 'nlb':
      return {
        ...managed,
        RequesterId: 'amazon-elb',
        InterfaceType: 'network_load_balancer',
        Description: 'ELB net/devices/f6a1c2b3d4e5f607',
      };
    case 'db':
      return { ...managed, RequesterId: 'amazon-rds', Description: 'RDSNetworkInterface' };
    case 'cache':
      return { ...managed, RequesterId: 'amazon-elasticache', Description: `ElastiCache ${host.name}` };
    default:
      return {
        RequesterManaged: false,
        InterfaceType: 'interface',
        Description: '',
        Attachment: { InstanceId: host.instanceId, Status: 'attached' },
      };
  }
}

function securityGroups(): object[] {
  return Object.entries(GROUPS).map(([groupName, { inbound, outbound }]) => ({
    GroupId: groupId(groupName),
    GroupName: groupName,
    Description: groupName,
    VpcId: VPC_ID,
    OwnerId: ACCOUNT,
    IpPermissions: inbound.map(permission),
    IpPermissionsEgress: outbound.map(permission),
  }));
}

function permission({ protocol, from, to, peer }: GroupRule): object {
  const hasPorts = protocol === 6 || protocol === 17 || protocol === 1;
  const isBlock = peer.includes('/');
  return {
    IpProtocol: protocol === 6 ? 'tcp' : protocol === 17 ? 'udp' : protocol === 1 ? 'icmp' : String(protocol),
    ...(hasPorts ? { FromPort: from, ToPort: to } : {}),
    IpRanges: isBlock ? [{ CidrIp: peer }] : [],
    Ipv6Ranges: [],
    PrefixListIds: [],
    UserIdGroupPairs: isBlock ? [] : [{ GroupId: groupId(peer), UserId: ACCOUNT }],
  };
}

function networkAcls(): object[] {
  const entry = (number: number, egress: boolean, action: 'allow' | 'deny', rest: object = {}) => ({
    RuleNumber: number,
    Egress: egress,
    RuleAction: action,
    Protocol: '-1',
    CidrBlock: EVERYONE,
    ...rest,
  });
  const tcpPorts = (from: number, to: number) => ({ Protocol: '6', PortRange: { From: from, To: to } });
  const ends = [entry(LAST_RULE, false, 'deny'), entry(LAST_RULE, true, 'deny')];
  const open = [entry(100, false, 'allow'), entry(100, true, 'allow'), ...ends];
  const closed = [
    entry(100, false, 'allow', tcpPorts(8080, 8080)),
    entry(100, true, 'allow', tcpPorts(443, 443)),
    ...ends,
  ];
  return [
    acl(DEFAULT_ACL, true, (subnet) => subnet !== 'partner-a', open),
    acl(PARTNER_ACL, false, (subnet) => subnet === 'partner-a', closed),
  ];
}

function acl(
  id: string,
  isDefault: boolean,
  has: (subnet: SubnetName) => boolean,
  entries: object[],
): object {
  const members = Object.entries(SUBNETS).filter(([subnet]) => has(subnet as SubnetName));
  return {
    NetworkAclId: id,
    VpcId: VPC_ID,
    OwnerId: ACCOUNT,
    IsDefault: isDefault,
    Associations: members.map(([, subnet]) => ({ NetworkAclId: id, SubnetId: subnet.id })),
    Entries: entries,
    Tags: [],
  };
}

function routeTables(network: DayNetwork): object[] {
  const local = { DestinationCidrBlock: VPC_CIDR, GatewayId: 'local', State: 'active' };
  const s3 = { DestinationPrefixListId: S3_PREFIX_LIST, GatewayId: S3_ENDPOINT, State: 'active' };
  const table = (id: string, members: readonly SubnetName[], routes: readonly object[], main = false) => ({
    RouteTableId: id,
    VpcId: VPC_ID,
    OwnerId: ACCOUNT,
    Associations: [
      ...(main ? [{ Main: true }] : []),
      ...members.map((subnet) => ({ Main: false, SubnetId: SUBNETS[subnet].id })),
    ],
    Routes: [local, ...routes],
  });
  const internet = { DestinationCidrBlock: EVERYONE, GatewayId: INTERNET_GATEWAY, State: 'active' };
  const nats = network.of('nat').map((nat) => ({
    DestinationCidrBlock: EVERYONE,
    NatGatewayId: natId(nat),
    State: 'active',
  }));
  return [
    table('rtb-0c0ffee0000000001', ['data-a', 'data-b', 'partner-a'], [], true),
    table('rtb-0c0ffee0000000002', ['public-a', 'public-b'], [internet]),
    table('rtb-0c0ffee0000000003', ['app-a'], [...nats.slice(0, 1), s3]),
    table('rtb-0c0ffee0000000004', ['app-b'], [...nats.slice(1, 2), s3]),
  ];
}

function internetGateway(): object {
  return { InternetGatewayId: INTERNET_GATEWAY, Attachments: [{ VpcId: VPC_ID, State: 'available' }] };
}

function natId(nat: Host): string {
  return nat.interfaceId.replace('eni-', 'nat-');
}

function natGateway(nat: Host): object {
  return {
    NatGatewayId: natId(nat),
    VpcId: VPC_ID,
    SubnetId: SUBNETS[nat.subnet].id,
    State: 'available',
    ConnectivityType: 'public',
    NatGatewayAddresses: [
      {
        NetworkInterfaceId: nat.interfaceId,
        PrivateIp: nat.address,
        PublicIp: nat.publicAddress,
        IsPrimary: true,
      },
    ],
  };
}

function s3Endpoint(): object {
  return {
    VpcEndpointId: S3_ENDPOINT,
    VpcId: VPC_ID,
    VpcEndpointType: 'Gateway',
    ServiceName: `com.amazonaws.${REGION}.s3`,
    State: 'available',
    RouteTableIds: ['rtb-0c0ffee0000000003', 'rtb-0c0ffee0000000004'],
  };
}

function instances(network: DayNetwork): object[] {
  return network.hosts
    .filter((host) => host.instanceId !== null)
    .map((host) => ({
      InstanceId: host.instanceId,
      VpcId: VPC_ID,
      SubnetId: SUBNETS[host.subnet].id,
      PrivateIpAddress: host.address,
      ...(host.publicAddress === null ? {} : { PublicIpAddress: host.publicAddress }),
      State: { Name: 'running' },
      NetworkInterfaces: [{ NetworkInterfaceId: host.interfaceId }],
      Tags: nameTag(host.name),
    }));
}
