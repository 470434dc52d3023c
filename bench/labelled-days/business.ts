import { busyTime, type Day, paced, randomly, scaled, every } from './day.ts';
import { itemAt } from '../seeded-random.ts';
import { request, session } from './exchanges.ts';

const CUSTOMERS = 8000;
const VENDORS_OF_THE_SHOP = 4;

/** What the VPC is there for: customers, web, application and data tier, jobs, and calls of a few outside services. */
export function business(day: Day): void {
  customers(day);
  tiers(day);
  data(day);
  jobs(day);
  apiCalls(day);
}

/** Customers come to the load balancer and to the origin of pictures; the balancer asks the web tier. */
function customers(day: Day): void {
  const { network, outside, random } = day;
  const balancers = network.of('alb');
  const web = network.of('web');
  for (let n = scaled(day, 22_000); n > 0; n--) {
    const at = busyTime(day);
    const balancer = random.pick(balancers);
    const from = outside.customer(random, scaled(day, CUSTOMERS));
    const down = random.around(60_000);
    request(day, {
      from,
      to: balancer,
      port: 443,
      at,
      up: random.around(2500),
      down,
      seconds: random.around(12),
    });
    if (random.chance(0.5)) {
      const seconds = random.around(20);
      request(day, {
        from: balancer,
        to: random.pick(web),
        port: 8080,
        at: at + 0.1,
        up: 3000,
        down,
        seconds,
      });
    }
  }
  for (let n = scaled(day, 5000); n > 0; n--) {
    const from = outside.customer(random, scaled(day, CUSTOMERS));
    const at = busyTime(day);
    request(day, {
      from,
      to: network.one('origin'),
      port: 443,
      at,
      up: 1500,
      down: random.around(900_000),
      seconds: random.around(15),
    });
  }
}

function tiers(day: Day): void {
  const { network, random } = day;
  const applications = network.of('app');
  for (let n = scaled(day, 14_000); n > 0; n--) {
    const from = random.pick(network.of('web'));
    const to = random.chance(0.1) ? random.pick(network.of('payment')) : random.pick(applications);
    request(day, {
      from,
      to,
      port: 8443,
      at: busyTime(day),
      up: random.around(3000),
      down: random.around(20_000),
      seconds: random.around(6),
    });
  }
  for (let n = scaled(day, 3000); n > 0; n--) {
    const at = busyTime(day);
    const [from, to] = [random.pick(applications), random.pick(applications)];
    if (from !== to) request(day, { from, to, port: 8443, at, up: 2000, down: 8000 });
  }
}

/** Caches and searches; a few database connections that are opened for one question. */
function data(day: Day): void {
  const { network, random } = day;
  const askers = [...network.of('app'), ...network.of('worker')];
  const ask = (count: number, kind: 'cache' | 'search' | 'queue' | 'db', port: number, down: number) => {
    for (let n = scaled(day, count); n > 0; n--) {
      const from = kind === 'cache' ? random.pick(network.of('app', 'web')) : random.pick(askers);
      const seconds = random.around(25);
      request(day, {
        from,
        to: random.pick(network.of(kind)),
        port,
        at: busyTime(day),
        up: random.around(4000),
        down: random.around(down),
        seconds,
      });
    }
  };
  ask(4000, 'cache', 6379, 12_000);
  ask(2500, 'search', 9200, 30_000);
  ask(2500, 'queue', 9092, 5000);
  ask(3000, 'db', 5432, 40_000);
  for (const from of network.of('search')) {
    for (const to of network.of('search')) {
      if (from !== to)
        session(day, {
          from,
          to,
          port: 9300,
          at: day.startS,
          times: randomly(day, paced(day, 90)),
          up: 800,
          down: 800,
          begunBefore: true,
          goesOn: true,
        });
    }
  }
}

/** Jobs that begin every quarter of an hour read the database for a minute or two. */
function jobs(day: Day): void {
  const { network, random } = day;
  const workers = network.of('worker');
  let turn = 0;
  for (const at of every(day, 900, 0.02)) {
    const from = itemAt(workers, turn++ % workers.length);
    request(day, {
      from,
      to: random.pick(network.of('db')),
      port: 5432,
      at,
      up: 60_000,
      down: random.around(4_000_000),
      seconds: random.around(70),
    });
  }
}

/** Payments, shipping and mail services on the Internet: irregular, as customers are. */
function apiCalls(day: Day): void {
  const { network, outside, random } = day;
  for (let n = scaled(day, 3000); n > 0; n--) {
    const from = random.pick(network.of('app', 'payment', 'worker'));
    const to = outside.vendor(random.rank(VENDORS_OF_THE_SHOP));
    request(day, {
      from,
      to,
      port: 443,
      at: busyTime(day),
      up: random.around(2500),
      down: random.around(6000),
      seconds: 1,
    });
  }
}
