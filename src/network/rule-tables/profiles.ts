import type { NetworkResources, Subnet } from '../aws/resources.ts';
import type { ProfileRow } from './rows.ts';

export type Profile = Omit<ProfileRow, 'profileId'>;

/** Numbers the distinct profiles. */
export class Profiles {
  readonly #ids = new Map<string, number>();
  readonly rows: ProfileRow[] = [];

  idOf(profile: Profile): number {
    const key = JSON.stringify(profile);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const profileId = this.rows.length + 1;
    this.#ids.set(key, profileId);
    this.rows.push({ ...profile, profileId });
    return profileId;
  }
}

/** VPC Block Public Access in force for a subnet, null when off, excluded or not imported. */
export function blockPublicAccessMode(subnet: Subnet, resources: NetworkResources): string | null {
  const vpc = resources.vpcs.find(({ VpcId }) => VpcId === subnet.VpcId);
  const excluded = resources.blockPublicAccessExclusions.some(
    ({ ResourceArn, State }) =>
      (ResourceArn.endsWith(`/${subnet.SubnetId}`) || ResourceArn.endsWith(`/${subnet.VpcId}`)) &&
      (State === 'create-complete' || State === 'update-complete'),
  );
  const mode =
    subnet.BlockPublicAccessStates?.InternetGatewayBlockMode ??
    vpc?.BlockPublicAccessStates?.InternetGatewayBlockMode ??
    (excluded ? 'off' : resources.blockPublicAccessOptions[0]?.InternetGatewayBlockMode);
  return mode === undefined || mode === 'off' ? null : mode;
}
