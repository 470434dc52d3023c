import type { Store } from '../store/store.ts';
import type { News } from './document/news.ts';
import { endsOf, questionOf } from './ends.ts';
import { listedOf } from './listed.ts';
import { ask, count } from './steps.ts';

/** What no earlier day of the store has seen, `earlierDays` of them being whole. */
export async function news(store: Store, earlierDays: number, most: number): Promise<News> {
  const limit = { limit: BigInt(most) };
  const hosts = await ask(store, 'new-hosts', limit);
  const services = await ask(store, 'new-services', limit);
  const pairs = await ask(store, 'new-pairs', limit);
  const newHost = await endsOf(store, hosts, 'host_no');
  const newServer = await endsOf(store, services, 'server_no');
  const end = await endsOf(store, pairs, 'client_no', 'server_no');
  return {
    earlierDays,
    hosts: listedOf(hosts, (row) => newHost(row.numberOrNull('host_no'))),
    services: listedOf(services, (row) => ({
      server: newServer(row.numberOrNull('server_no')),
      protocol: row.numberOrNull('protocol'),
      port: row.numberOrNull('port'),
      clients: count(row, 'clients'),
      connections: count(row, 'connections'),
    })),
    pairs: listedOf(pairs, (row) => {
      const [client, server] = [end(row.numberOrNull('client_no')), end(row.numberOrNull('server_no'))];
      const [protocol, port] = [row.numberOrNull('protocol'), row.numberOrNull('port')];
      return {
        client,
        server,
        protocol,
        port,
        connections: count(row, 'connections'),
        bytesUp: count(row, 'bytes_up'),
        bytesDown: count(row, 'bytes_down'),
        question: questionOf(client.address, server.address, protocol, port),
      };
    }),
  };
}
