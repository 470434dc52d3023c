import {
  type NetworkResources,
  noResources,
  RESOURCE_KINDS,
  type ResourceKind,
  type ResourceOf,
  resourceId,
  resourcesBy,
} from './resources.ts';

type ByKind = { readonly [K in ResourceKind]: Map<string, ResourceOf<K>> };

/** Resources by kind and id while they are gathered from pages, files, regions and accounts. */
export class ResourceCollection {
  readonly #byKind: ByKind = {
    vpcs: new Map(),
    subnets: new Map(),
    networkInterfaces: new Map(),
    securityGroups: new Map(),
    securityGroupRules: new Map(),
    networkAcls: new Map(),
    routeTables: new Map(),
    internetGateways: new Map(),
    egressOnlyInternetGateways: new Map(),
    natGateways: new Map(),
    vpcEndpoints: new Map(),
    prefixLists: new Map(),
    prefixListEntries: new Map(),
    vpcPeeringConnections: new Map(),
    transitGatewayVpcAttachments: new Map(),
    instances: new Map(),
    blockPublicAccessOptions: new Map(),
    blockPublicAccessExclusions: new Map(),
  };

  /** Keeps the resource; of two with one id the later one stays. */
  add<K extends ResourceKind>(kind: K, resource: ResourceOf<K>): void {
    this.#byKind[kind].set(resourceId(kind, resource), resource);
  }

  /** Keeps every resource of a network. */
  addAll(resources: NetworkResources): void {
    for (const kind of RESOURCE_KINDS) {
      for (const resource of resources[kind]) this.add(kind, resource);
    }
  }

  /** The resource of this id, if there is one. */
  get<K extends ResourceKind>(kind: K, id: string): ResourceOf<K> | undefined {
    return this.#byKind[kind].get(id);
  }

  /** How many resources there are. */
  get size(): number {
    return RESOURCE_KINDS.reduce((sum, kind) => sum + this.#byKind[kind].size, 0);
  }

  /** All resources, each kind ordered by id, so that the same network always reads the same. */
  resources(): NetworkResources {
    if (this.size === 0) return noResources();
    return resourcesBy((kind) => this.#sorted(kind));
  }

  #sorted<K extends ResourceKind>(kind: K): readonly ResourceOf<K>[] {
    const entries = [...this.#byKind[kind].entries()].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return entries.map(([, resource]) => resource);
  }
}
