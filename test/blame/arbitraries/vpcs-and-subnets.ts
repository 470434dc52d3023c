import type { AwsSubnet, AwsVpc } from '../../oracle/aws-json.ts';
import { awsId } from './aws-ids.ts';
import type { Dice } from './dice.ts';

export interface Land {
  readonly vpcs: readonly AwsVpc[];
  readonly subnets: readonly AwsSubnet[];
}

/** One or two VPCs, the second one sometimes with the same addresses, and two to five subnets of all kinds. */
export function drawLand(dice: Dice): Land {
  const second = dice.pick([[], [1], [0]]);
  const blocks = [0, ...second];
  const vpcs = blocks.map((block, i) => ({
    VpcId: awsId('vpc', i),
    OwnerId: '123456789012',
    CidrBlock: `10.${block}.0.0/16`,
    CidrBlockAssociationSet: [{ CidrBlock: `10.${block}.0.0/16`, CidrBlockState: { State: 'associated' } }],
    IsDefault: false,
    State: 'available',
  }));
  const count = 2 + dice.below(4);
  const subnets = Array.from({ length: count }, (_, i) => {
    const vpc = i % blocks.length;
    return drawSubnet(dice, {
      number: i,
      vpc,
      block: blocks[vpc] ?? 0,
      index: Math.floor(i / blocks.length),
    });
  });
  return { vpcs, subnets };
}

interface Plot {
  readonly number: number;
  readonly vpc: number;
  readonly block: number;
  readonly index: number;
}

function drawSubnet(dice: Dice, { number, vpc, block, index }: Plot): AwsSubnet {
  const kind = dice.pick(['ipv4', 'dual', 'dual', 'ipv6', 'small']);
  const size = kind === 'small' ? 28 : 24;
  const ipv6 = `2600:1f18:${block}:${index + 1}::/64`;
  const gone = `2600:1f18:${block}:${index + 65}::/64`;
  return {
    SubnetId: awsId('subnet', number),
    VpcId: awsId('vpc', vpc),
    ...(kind === 'ipv6'
      ? { Ipv6Native: true }
      : { CidrBlock: `10.${block}.${index}.0/${size}`, Ipv6Native: false }),
    Ipv6CidrBlockAssociationSet:
      kind === 'dual' || kind === 'ipv6'
        ? [association(gone, 'disassociated'), association(ipv6, 'associated')].slice(dice.once(3) ? 0 : 1)
        : [],
  };
}

function association(block: string, state: string) {
  return { Ipv6CidrBlock: block, Ipv6CidrBlockState: { State: state } };
}
