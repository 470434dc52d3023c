import { describe, expect, it } from 'vitest';
import { importNetworkFiles } from '../../../src/network/aws/import-files.ts';
import {
  RESOURCE_KINDS,
  type ResourceKind,
  resourceId,
  resourceVpcId,
} from '../../../src/network/aws/resources.ts';
import { TestFolder } from './folder.ts';

const groupPair = { GroupId: 'sg-2', UserId: '123456789012', VpcId: 'vpc-2', PeeringStatus: 'active' };
const ipv6Set = [{ Ipv6CidrBlock: '2001:db8::/56', Ipv6CidrBlockState: { State: 'associated' } }];

/** One document with every list, in the words of EC2. */
const EVERYTHING = {
  Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16', Ipv6CidrBlockAssociationSet: ipv6Set }],
  Subnets: [{ SubnetId: 'subnet-1', VpcId: 'vpc-1', Ipv6Native: true, Ipv6CidrBlockAssociationSet: ipv6Set }],
  NetworkInterfaces: [
    {
      NetworkInterfaceId: 'eni-1',
      VpcId: 'vpc-1',
      SubnetId: 'subnet-1',
      Groups: [{ GroupId: 'sg-1', GroupName: 'web' }],
      Ipv6Addresses: [{ Ipv6Address: '2001:db8::1' }],
      Ipv4Prefixes: [{ Ipv4Prefix: '10.0.1.0/28' }],
      Attachment: { InstanceId: 'i-1', AttachTime: '2026-01-01T00:00:00+00:00' },
    },
  ],
  SecurityGroups: [
    {
      GroupId: 'sg-1',
      VpcId: 'vpc-1',
      IpPermissions: [
        {
          IpProtocol: 'tcp',
          FromPort: 443,
          ToPort: 443,
          UserIdGroupPairs: [groupPair],
          PrefixListIds: [{ PrefixListId: 'pl-1' }],
        },
        {
          IpProtocol: 'icmp',
          FromPort: 8,
          ToPort: -1,
          IpRanges: [{ CidrIp: '10.0.0.0/8', Description: 'ping' }],
        },
      ],
      IpPermissionsEgress: [{ IpProtocol: '-1', Ipv6Ranges: [{ CidrIpv6: '::/0' }] }],
    },
  ],
  SecurityGroupRules: [
    {
      SecurityGroupRuleId: 'sgr-1',
      GroupId: 'sg-1',
      IsEgress: true,
      IpProtocol: '-1',
      FromPort: -1,
      ToPort: -1,
      CidrIpv6: '::/0',
    },
  ],
  NetworkAcls: [
    {
      NetworkAclId: 'acl-1',
      VpcId: 'vpc-1',
      IsDefault: true,
      Associations: [{ NetworkAclAssociationId: 'aclassoc-1', NetworkAclId: 'acl-1', SubnetId: 'subnet-1' }],
      Entries: [
        { RuleNumber: 32768, Egress: true, RuleAction: 'deny', Protocol: '-1', Ipv6CidrBlock: '::/0' },
        {
          RuleNumber: 7,
          Egress: false,
          RuleAction: 'deny',
          Protocol: '58',
          Ipv6CidrBlock: '::/0',
          IcmpTypeCode: { Type: 128, Code: -1 },
        },
      ],
    },
  ],
  RouteTables: [
    {
      RouteTableId: 'rtb-1',
      VpcId: 'vpc-1',
      Associations: [{ Main: true, AssociationState: { State: 'associated' } }],
      Routes: [
        { DestinationPrefixListId: 'pl-1', GatewayId: 'vpce-1', State: 'active', Origin: 'CreateRoute' },
      ],
    },
  ],
  InternetGateways: [{ InternetGatewayId: 'igw-1', Attachments: [{ VpcId: 'vpc-1', State: 'available' }] }],
  EgressOnlyInternetGateways: [{ EgressOnlyInternetGatewayId: 'eigw-1', Attachments: [] }],
  NatGateways: [
    {
      NatGatewayId: 'nat-1',
      VpcId: 'vpc-1',
      NatGatewayAddresses: [{ NetworkInterfaceId: 'eni-2', PrivateIp: '10.0.0.9', PublicIp: '' }],
    },
  ],
  VpcEndpoints: [
    { VpcEndpointId: 'vpce-1', VpcId: 'vpc-1', VpcEndpointType: 'Gateway', RouteTableIds: ['rtb-1'] },
  ],
  PrefixLists: [{ PrefixListId: 'pl-1', AddressFamily: 'IPv4', MaxEntries: 1 }],
  Entries: [{ Cidr: '10.0.0.0/8' }],
  VpcPeeringConnections: [
    {
      VpcPeeringConnectionId: 'pcx-1',
      Status: { Code: 'active' },
      AccepterVpcInfo: { VpcId: 'vpc-1', CidrBlockSet: [{ CidrBlock: '10.0.0.0/16' }] },
      RequesterVpcInfo: { VpcId: 'vpc-2' },
    },
  ],
  TransitGatewayVpcAttachments: [
    {
      TransitGatewayAttachmentId: 'tgw-attach-1',
      TransitGatewayId: 'tgw-1',
      VpcId: 'vpc-1',
      SubnetIds: ['subnet-1'],
      Options: { SecurityGroupReferencingSupport: 'enable' },
    },
  ],
  Reservations: [
    {
      ReservationId: 'r-1',
      Instances: [
        { InstanceId: 'i-1', VpcId: 'vpc-1', NetworkInterfaces: [{ NetworkInterfaceId: 'eni-1' }] },
      ],
    },
  ],
  VpcBlockPublicAccessOptions: {
    AwsAccountId: '123456789012',
    AwsRegion: 'eu-west-1',
    InternetGatewayBlockMode: 'block-ingress',
    LastUpdateTimestamp: 1767225600.5,
  },
  VpcBlockPublicAccessExclusions: [
    {
      ExclusionId: 'vpcbpa-exclude-1',
      ResourceArn: 'arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-1',
      State: 'create-complete',
    },
  ],
  ResponseMetadata: { HTTPStatusCode: 200 },
};

const IDENTITY: Readonly<Record<ResourceKind, readonly [id: string, vpcId: string | null]>> = {
  vpcs: ['vpc-1', 'vpc-1'],
  subnets: ['subnet-1', 'vpc-1'],
  networkInterfaces: ['eni-1', 'vpc-1'],
  securityGroups: ['sg-1', 'vpc-1'],
  securityGroupRules: ['sgr-1', null],
  networkAcls: ['acl-1', 'vpc-1'],
  routeTables: ['rtb-1', 'vpc-1'],
  internetGateways: ['igw-1', 'vpc-1'],
  egressOnlyInternetGateways: ['eigw-1', null],
  natGateways: ['nat-1', 'vpc-1'],
  vpcEndpoints: ['vpce-1', 'vpc-1'],
  prefixLists: ['pl-1', null],
  prefixListEntries: ['pl-1', null],
  vpcPeeringConnections: ['pcx-1', null],
  transitGatewayVpcAttachments: ['tgw-attach-1', null],
  instances: ['i-1', 'vpc-1'],
  blockPublicAccessOptions: ['123456789012:eu-west-1', null],
  blockPublicAccessExclusions: ['vpcbpa-exclude-1', null],
};

async function read() {
  return importNetworkFiles([await new TestFolder().write('pl-1.json', EVERYTHING)]);
}

describe('a document with every kind of resource', () => {
  it('is read as one', async () => {
    const { resources, files } = await read();
    expect(files[0]?.kinds).toEqual(expect.arrayContaining([...RESOURCE_KINDS]));
    expect(resources.securityGroups[0]?.IpPermissions[0]).toEqual({
      IpProtocol: 'tcp',
      FromPort: 443,
      ToPort: 443,
      IpRanges: [],
      Ipv6Ranges: [],
      PrefixListIds: [{ PrefixListId: 'pl-1' }],
      UserIdGroupPairs: [groupPair],
    });
    expect(resources.networkAcls).toEqual(EVERYTHING.NetworkAcls);
    expect(resources.networkInterfaces[0]?.Attachment).toEqual({ InstanceId: 'i-1' });
  });

  it.each(RESOURCE_KINDS)('knows id and VPC of %s', async (kind) => {
    const [resource] = (await read()).resources[kind];
    if (resource === undefined) throw new Error(`no ${kind}`);
    expect([resourceId(kind, resource), resourceVpcId(kind, resource)]).toEqual(IDENTITY[kind]);
  });
});
