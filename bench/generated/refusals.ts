import { itemAt, SeededRandom } from '../seeded-random.ts';
import { benchmarkAddress } from './address-pools.ts';
import { ascii } from './byte-writer.ts';
import { type Draft, type LoggedInterface, newDraft } from './draft.ts';

const SERVICE_PORTS = [22, 80, 443, 3306, 5432, 6379, 8080, 8443, 9200, 9092] as const;
const EPHEMERAL_PORTS = 64_512;
/** Shares no factor with {@link EPHEMERAL_PORTS}, so that multiples of it visit every port once. */
const STRIDE = 31;
const REMOTE_ADDRESSES = 65_536;
const FILE_SECONDS = 300;

/** What decides a refused key; each number gives another key. */
interface Key {
  readonly at: LoggedInterface;
  readonly ingress: boolean;
  readonly protocol: number;
  readonly peer: Uint8Array;
  readonly inside: boolean;
  readonly ipv6: boolean;
  readonly local: Uint8Array;
  readonly localPort: number;
  readonly peerPort: number;
  /** The refused packet is the answer to an accepted one. */
  readonly answered: boolean;
}

/** Refused flows that are all different, and the accepted requests whose answers some of them are. */
export class Refusals {
  private readonly interfaces: readonly LoggedInterface[];
  private readonly seed: number;
  private readonly draft: Draft;
  private made: { n: number; key: Key } | null = null;

  constructor(interfaces: readonly LoggedInterface[], keys: number, seed: number) {
    if (keys > interfaces.length * EPHEMERAL_PORTS) {
      throw new Error(`Cannot make ${keys} different keys with ${interfaces.length} interfaces`);
    }
    this.interfaces = interfaces;
    this.seed = seed;
    this.draft = newDraft(itemAt(interfaces, 0));
  }

  /** The record of key `n`. It comes a minute after the request, if there was one. */
  refused(n: number, from: number): Draft {
    const key = this.key(n);
    const { draft } = this;
    this.show(key, key.ingress, from);
    draft.accept = false;
    draft.start += 60;
    draft.end += 60;
    draft.packets = 1 + (n % 5);
    draft.bytes = draft.packets * 60;
    draft.flags = key.protocol === 6 ? (key.answered ? 18 : 2) : 0;
    return draft;
  }

  /** Whether an accepted request belongs to key `n`. */
  isAnswered(n: number): boolean {
    return this.key(n).answered;
  }

  /** The accepted request whose answer key `n` is, a minute earlier. */
  request(n: number, from: number): Draft {
    const key = this.key(n);
    const { draft } = this;
    this.show(key, !key.ingress, from);
    draft.accept = true;
    draft.packets = 1 + (n % 3);
    draft.bytes = draft.packets * 60;
    draft.flags = key.protocol === 6 ? 2 : 0;
    return draft;
  }

  private show(key: Key, ingress: boolean, from: number): void {
    const { draft } = this;
    draft.at = key.at;
    draft.ingress = ingress;
    draft.local = key.local;
    draft.localInPacket = draft.local;
    draft.localPort = key.localPort;
    draft.peer = key.peer;
    draft.peerPort = key.peerPort;
    draft.inside = key.inside;
    draft.ipv6 = key.ipv6;
    draft.protocol = key.protocol;
    draft.start = from + (key.peerPort % (FILE_SECONDS - 121));
    draft.end = draft.start + (key.localPort % 60);
  }

  private key(n: number): Key {
    if (this.made?.n !== n) this.made = { n, key: this.makeKey(n) };
    return this.made.key;
  }

  /** Interface and ephemeral port (for ICMP: remote address) are another pair for each `n`: no two keys are equal. */
  private makeKey(n: number): Key {
    const random = new SeededRandom(Math.imul(n + 1, 0x9e3779b1) ^ this.seed);
    const { interfaces } = this;
    const turn = Math.floor(n / interfaces.length);
    const at = itemAt(interfaces, n % interfaces.length);
    const kind = random.next();
    const ingress = random.chance(0.6);
    const answered = random.chance(0.3);
    if (kind < 0.02 && turn < REMOTE_ADDRESSES) return pingKey(at, { ingress, answered, turn });
    const ephemeral = 1024 + ((turn * STRIDE) % EPHEMERAL_PORTS);
    const service = random.pick(SERVICE_PORTS);
    const localIsService = ingress !== answered;
    const ipv6Address = random.chance(0.2) ? at.ipv6 : null;
    const ipv6 = ipv6Address !== null;
    const inside = !ipv6 && random.chance(0.7);
    return {
      at,
      ingress,
      answered,
      protocol: kind < 0.1 ? 17 : 6,
      peer: ipv6 ? ipv6Peer(random) : inside ? random.pick(interfaces).address : ipv4Peer(random),
      inside,
      ipv6,
      local: ipv6Address ?? at.address,
      localPort: localIsService ? service : ephemeral,
      peerPort: localIsService ? ephemeral : service,
    };
  }
}

function pingKey(at: LoggedInterface, of: { ingress: boolean; answered: boolean; turn: number }): Key {
  const { ingress, answered, turn } = of;
  const peer = benchmarkAddress(18, turn);
  const places = { local: at.address, peer, inside: false, ipv6: false, localPort: 0, peerPort: 0 };
  return { at, ingress, answered, protocol: 1, ...places };
}

function ipv4Peer(random: SeededRandom): Uint8Array {
  return benchmarkAddress(random.chance(0.5) ? 18 : 19, random.between(0, 65_535));
}

function ipv6Peer(random: SeededRandom): Uint8Array {
  return ascii(`2001:db8:c0de:${random.between(1, 65_535).toString(16)}::1`);
}
