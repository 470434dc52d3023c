import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AwsPrefixListEntries, OracleNetwork } from './aws-json.ts';

/**
 * The describe-*.json files of a folder as one network. The entries of a prefix list are told by the file's name,
 * get-managed-prefix-list-entries-<pl-id>.json.
 */
export function readNetworkFolder(folder: string): OracleNetwork {
  const lists: AwsPrefixListEntries[] = [];
  let network: OracleNetwork = {};
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const document: OracleNetwork & { Entries?: AwsPrefixListEntries['Entries'] } = JSON.parse(
      readFileSync(join(folder, file), 'utf8'),
    );
    const id = /-(pl-[0-9a-f]+)\.json$/.exec(file)?.[1];
    if (id === undefined) network = { ...network, ...document };
    else lists.push({ PrefixListId: id, Entries: document.Entries ?? [] });
  }
  return { ...network, PrefixListEntries: lists };
}
