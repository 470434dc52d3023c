import { connectionRecords } from './connection.ts';
import type { LogRecord, Tap } from './log-record.ts';
import { anyTime, busyTime, HOST, inboundTap, insideTaps, natTaps, outboundTap, type Shop } from './shop.ts';

const OFFICES = ['192.168.10.5', '192.168.10.9', '192.168.20.70'] as const;
const PARTNER = '198.51.100.80';
const PAYMENT_PROVIDER = '198.51.100.40';
const S3 = ['52.218.36.16', '52.218.61.132', '3.5.66.27', '52.92.3.114'] as const;

/** How often something happens in the day, and what one such connection looks like. */
interface Habit {
  readonly times: number;
  readonly taps: (shop: Shop) => readonly Tap[];
  readonly seconds: number;
  readonly bytesOut: number;
  readonly bytesBack: number;
  /** It happens by night as often as by day. */
  readonly allDay?: boolean;
}

/** All traffic that the rules let through, and that ends as it should. */
export function ordinaryTraffic(shop: Shop): LogRecord[] {
  return HABITS.flatMap((habit) =>
    Array.from({ length: habit.times }, () => habitRecords(shop, habit)).flat(),
  );
}

/** The public address of a customer: some come back often. */
export function customer(shop: Shop): string {
  const n = shop.random.rank(900);
  if (n % 9 === 4) return `2001:db8:c0de:${(0x100 + n).toString(16)}::${(n % 7) + 2}`;
  return `198.18.${(n * 37) % 251}.${((n * 91) % 253) + 1}`;
}

function habitRecords(shop: Shop, habit: Habit): LogRecord[] {
  const { random } = shop;
  return connectionRecords({
    taps: habit.taps(shop),
    start: habit.allDay ? anyTime(random) : busyTime(random),
    seconds: Math.min(800, random.around(habit.seconds)),
    bytesOut: random.around(habit.bytesOut),
    bytesBack: random.around(habit.bytesBack),
  });
}

const inside = (from: string, to: string, port: number) => (shop: Shop) => insideTaps(shop, from, to, port);
const throughNat = (from: string, to: string, port: number) => (shop: Shop) => natTaps(shop, from, to, port);

const fromCustomer = (port: number) => (shop: Shop) => [
  inboundTap(shop, customer(shop), shop.random.pick(HOST.loadBalancers), port),
];
const balanced = (shop: Shop) =>
  insideTaps(shop, shop.random.pick(HOST.loadBalancers), shop.random.pick([HOST.web1, HOST.web2]), 8080);
const fromOffice = (shop: Shop) => [inboundTap(shop, shop.random.pick(OFFICES), HOST.bastion, 22)];
const s3Endpoint = (from: string) => (shop: Shop) => [outboundTap(shop, from, shop.random.pick(S3), 443)];
const s3ThroughNat = (from: string) => (shop: Shop) => natTaps(shop, from, shop.random.pick(S3), 443);

const HABITS: readonly Habit[] = [
  { times: 1300, taps: fromCustomer(443), seconds: 14, bytesOut: 3_200, bytesBack: 64_000 },
  { times: 160, taps: fromCustomer(80), seconds: 1, bytesOut: 420, bytesBack: 380 },
  { times: 90, taps: balanced, seconds: 45, bytesOut: 24_000, bytesBack: 310_000 },
  { times: 26, taps: inside(HOST.web1, HOST.db1, 5432), seconds: 150, bytesOut: 46_000, bytesBack: 520_000 },
  { times: 12, taps: inside(HOST.web1, HOST.db2, 5432), seconds: 120, bytesOut: 21_000, bytesBack: 730_000 },
  {
    times: 22,
    taps: inside(HOST.worker1, HOST.db1, 5432),
    seconds: 90,
    bytesOut: 88_000,
    bytesBack: 120_000,
  },
  { times: 36, taps: inside(HOST.web1, HOST.cache, 6379), seconds: 60, bytesOut: 9_000, bytesBack: 31_000 },
  { times: 16, taps: inside(HOST.web1, HOST.filesA, 2049), seconds: 20, bytesOut: 6_000, bytesBack: 190_000 },
  { times: 16, taps: inside(HOST.web2, HOST.filesB, 2049), seconds: 20, bytesOut: 6_000, bytesBack: 170_000 },
  {
    times: 12,
    taps: inside(HOST.web1, HOST.secrets, 443),
    seconds: 1,
    bytesOut: 2_100,
    bytesBack: 5_400,
    allDay: true,
  },
  {
    times: 8,
    taps: inside(HOST.worker1, HOST.secrets, 443),
    seconds: 1,
    bytesOut: 2_100,
    bytesBack: 5_400,
    allDay: true,
  },
  {
    times: 8,
    taps: inside(HOST.payments, HOST.secrets, 443),
    seconds: 1,
    bytesOut: 2_100,
    bytesBack: 5_400,
    allDay: true,
  },
  { times: 22, taps: inside(HOST.web1, HOST.payments, 8443), seconds: 2, bytesOut: 2_600, bytesBack: 3_800 },
  { times: 18, taps: inside(HOST.web2, HOST.payments, 8443), seconds: 2, bytesOut: 2_600, bytesBack: 3_800 },
  {
    times: 40,
    taps: inside(HOST.db2, HOST.db1, 8300),
    seconds: 170,
    bytesOut: 60_000,
    bytesBack: 2_400_000,
    allDay: true,
  },
  { times: 18, taps: throughNat(HOST.worker1, PARTNER, 443), seconds: 3, bytesOut: 5_000, bytesBack: 22_000 },
  {
    times: 20,
    taps: throughNat(HOST.payments, PAYMENT_PROVIDER, 443),
    seconds: 2,
    bytesOut: 4_100,
    bytesBack: 6_200,
  },
  { times: 22, taps: s3ThroughNat(HOST.worker2), seconds: 25, bytesOut: 14_000_000, bytesBack: 60_000 },
  { times: 8, taps: s3ThroughNat(HOST.web2), seconds: 8, bytesOut: 9_000, bytesBack: 3_500_000 },
  { times: 14, taps: s3Endpoint(HOST.worker1), seconds: 20, bytesOut: 11_000_000, bytesBack: 52_000 },
  { times: 8, taps: s3Endpoint(HOST.payments), seconds: 2, bytesOut: 90_000, bytesBack: 2_000 },
  { times: 7, taps: fromOffice, seconds: 240, bytesOut: 18_000, bytesBack: 64_000 },
  { times: 6, taps: inside(HOST.bastion, HOST.web1, 22), seconds: 150, bytesOut: 15_000, bytesBack: 52_000 },
  {
    times: 4,
    taps: inside(HOST.bastion, HOST.payments, 22),
    seconds: 200,
    bytesOut: 15_000,
    bytesBack: 52_000,
  },
];
