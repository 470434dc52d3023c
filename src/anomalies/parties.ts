import { loadSql } from '../sql/load.ts';
import type { Store } from '../store/store.ts';
import { RowReader } from '../store/store-values.ts';
import type { Party } from './finding.ts';

/** A host as a party, with the ports that are declared open on it. */
export interface Host {
  readonly party: Party;
  readonly declaredPorts: readonly number[];
}

/** Stands where many are meant. */
export const MANY: Host = {
  party: {
    address: null,
    interfaceId: null,
    instanceId: null,
    name: null,
    securityGroups: [],
    roles: [],
    inside: false,
    awsService: null,
  },
  declaredPorts: [],
};

/** The hosts of these numbers (`hosts.host_no`), by number. */
export async function loadParties(
  store: Store,
  hostNos: Iterable<number>,
): Promise<ReadonlyMap<number, Host>> {
  const rows = await store.rows(loadSql('anomalies/findings/parties'), {
    host_nos: JSON.stringify([...new Set(hostNos)]),
  });
  return new Map(rows.map((row) => readHost(new RowReader(row))));
}

function readHost(row: RowReader): readonly [number, Host] {
  const party: Party = {
    address: row.textOrNull('address'),
    interfaceId: row.textOrNull('interface_id'),
    instanceId: row.textOrNull('instance_id'),
    name: row.textOrNull('name'),
    securityGroups: row.texts('security_groups'),
    roles: row.texts('roles'),
    inside: row.text('inside') === 'true',
    awsService: null,
  };
  return [
    row.numberOrNull('host_no') ?? -1,
    { party, declaredPorts: row.texts('declared_ports').map(Number) },
  ];
}
