import { itemAt, SeededRandom } from '../seeded-random.ts';
import { type AddressPools, addressPools, serviceOfClient } from './address-pools.ts';
import { type Draft, type LoggedInterface, newDraft } from './draft.ts';

const SERVICE_PORTS = [443, 443, 443, 443, 80, 80, 5432, 6379, 8080, 8080, 53, 22, 3306, 9092] as const;
const SCANNED_PORTS = [
  22, 23, 80, 443, 445, 1433, 3306, 3389, 5060, 5432, 5900, 6379, 8080, 8443, 9200, 27_017,
] as const;
const NODATA_SHARE = 0.003;
const SKIPDATA_SHARE = 0.0002;
const REPLY_SHARE = 0.95;
const LIVE_FLOWS = 8192;
const FILE_SECONDS = 300;
const FLAGS = { none: 0, syn: 2, opened: 3, answered: 19, synAck: 18 } as const;

/** A conversation that may appear again in later records. */
interface Flow {
  at: LoggedInterface;
  peer: Uint8Array;
  inside: boolean;
  peerService: Uint8Array | null;
  ipv6: boolean;
  opensInward: boolean;
  servicePort: number;
  clientPort: number;
  protocol: number;
}

/** Endless traffic of a network: accepted conversations in both directions, refused attempts, scans, quiet windows. */
export class Traffic {
  private readonly interfaces: readonly LoggedInterface[];
  private readonly random: SeededRandom;
  private readonly refusal: number;
  private readonly pools: AddressPools = addressPools();
  private readonly live: Flow[] = [];
  private readonly draft: Draft;
  private replyDue = false;

  constructor(interfaces: readonly LoggedInterface[], rejectShare: number, seed: number) {
    this.interfaces = interfaces;
    this.random = new SeededRandom(seed);
    this.refusal = ((1 + REPLY_SHARE) * rejectShare) / (1 + REPLY_SHARE * rejectShare);
    this.draft = newDraft(this.random.pick(interfaces));
  }

  /** The next record of a file that begins at `from`; the draft is the same object each time. */
  next(from: number): Draft {
    const { draft, random } = this;
    if (this.replyDue) return this.reply();
    const kind = random.next();
    draft.start = from + random.between(0, FILE_SECONDS - 61);
    draft.end = draft.start + random.between(0, 59);
    if (kind < NODATA_SHARE) return this.quiet(kind < SKIPDATA_SHARE ? 'SKIPDATA' : 'NODATA');
    draft.status = 'OK';
    if (random.chance(this.refusal)) return random.chance(0.6) ? this.scan() : this.refused();
    return this.accepted();
  }

  private quiet(status: 'NODATA' | 'SKIPDATA'): Draft {
    this.draft.status = status;
    this.draft.at = this.random.pick(this.interfaces);
    return this.draft;
  }

  private accepted(): Draft {
    const { random, draft } = this;
    const old = random.chance(0.4) ? this.live[Math.floor(random.next() * this.live.length)] : undefined;
    const flow = old ?? this.newFlow();
    this.show(flow, flow.opensInward);
    draft.accept = true;
    draft.packets = random.around(12);
    draft.bytes = draft.packets * random.between(52, 900);
    draft.flags =
      flow.protocol !== 6 || old !== undefined ? FLAGS.none : random.chance(0.7) ? FLAGS.opened : FLAGS.syn;
    this.replyDue = random.chance(REPLY_SHARE);
    return draft;
  }

  /** The other half of the accepted record before. */
  private reply(): Draft {
    const { random, draft } = this;
    this.replyDue = false;
    draft.ingress = !draft.ingress;
    draft.packets = random.around(14);
    draft.bytes = draft.packets * random.between(52, 1400);
    if (draft.flags !== FLAGS.none) draft.flags = draft.flags === FLAGS.syn ? FLAGS.synAck : FLAGS.answered;
    return draft;
  }

  /** Hosts that try again what is not allowed. */
  private refused(): Draft {
    const { random, draft } = this;
    const flow = this.newFlow(random.chance(0.3));
    this.show(flow, random.chance(0.8));
    draft.accept = false;
    draft.packets = random.between(1, 4);
    draft.bytes = draft.packets * 60;
    draft.flags = flow.protocol === 6 ? FLAGS.syn : FLAGS.none;
    return draft;
  }

  private scan(): Draft {
    const { random, draft } = this;
    const { scanners } = this.pools;
    const at = random.pick(this.interfaces);
    draft.at = at;
    draft.ingress = true;
    draft.local = at.address;
    draft.localInPacket = at.address;
    draft.localPort = random.chance(0.5) ? random.pick(SCANNED_PORTS) : random.between(1, 65_535);
    draft.peer = random.pickRanked(scanners);
    draft.peerPort = random.between(1024, 65_535);
    draft.inside = false;
    draft.peerService = null;
    draft.ipv6 = false;
    draft.protocol = random.chance(0.1) ? 17 : 6;
    draft.packets = 1;
    draft.bytes = random.pick([40, 44, 60]);
    draft.flags = draft.protocol === 6 ? FLAGS.syn : FLAGS.none;
    draft.accept = false;
    return draft;
  }

  private show(flow: Flow, ingress: boolean): void {
    const { draft } = this;
    const { at, ipv6, opensInward } = flow;
    draft.at = at;
    draft.ingress = ingress;
    draft.local = ipv6 && at.ipv6 !== null ? at.ipv6 : at.address;
    draft.localInPacket =
      !ipv6 && at.secondary !== null && (flow.clientPort & 1) === 1 ? at.secondary : draft.local;
    draft.localPort = opensInward ? flow.servicePort : flow.clientPort;
    draft.peerPort = opensInward ? flow.clientPort : flow.servicePort;
    draft.peer = flow.peer;
    draft.inside = flow.inside;
    draft.peerService = flow.peerService;
    draft.ipv6 = ipv6;
    draft.protocol = flow.protocol;
  }

  private newFlow(icmp = false): Flow {
    const { random, pools, interfaces } = this;
    const at = random.pickRanked(interfaces);
    const ipv6 = at.ipv6 !== null && random.chance(0.2);
    const inside = !ipv6 && random.chance(0.65);
    const clients = ipv6 ? pools.ipv6Clients : pools.clients;
    const client = inside ? 0 : random.rank(clients.length);
    const isIcmp = icmp && !ipv6 && random.chance(0.1);
    const flow: Flow = {
      at,
      peer: inside ? random.pick(interfaces).address : itemAt(clients, client),
      inside,
      peerService: inside || ipv6 ? null : serviceOfClient(client),
      ipv6,
      opensInward: random.chance(0.5),
      servicePort: isIcmp ? 0 : random.pick(SERVICE_PORTS),
      clientPort: isIcmp ? 0 : random.between(1024, 65_535),
      protocol: isIcmp ? 1 : 6,
    };
    if (flow.servicePort === 53) flow.protocol = 17;
    if (this.live.length < LIVE_FLOWS) this.live.push(flow);
    else this.live[Math.floor(random.next() * LIVE_FLOWS)] = flow;
    return flow;
  }
}
