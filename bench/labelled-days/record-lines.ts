import { type ByteWriter, ascii } from '../generated/byte-writer.ts';
import { ACCOUNT, SUBNETS, VPC_ID } from './day-network.ts';
import type { Host } from './ends.ts';
import type { Tap } from './path.ts';

/** Which fields the logs have. */
export interface LineOptions {
  readonly flags: boolean;
  readonly packetAddresses: boolean;
}

/** What was counted of one direction at one interface in one window. */
export interface Counted {
  /** The client's packets, or the server's. */
  readonly up: boolean;
  readonly packets: number;
  readonly bytes: number;
  /** Unix seconds. */
  readonly start: number;
  readonly end: number;
  readonly flags: number;
}

const WORD = {
  ACCEPT: ascii('ACCEPT'),
  REJECT: ascii('REJECT'),
  ingress: ascii('ingress'),
  egress: ascii('egress'),
} as const;

/** Writes records as lines of version 5 with the fields of `LineOptions`. */
export class RecordLines {
  readonly header: Uint8Array;
  readonly #flags: boolean;
  readonly #packetAddresses: boolean;
  readonly #words = new Map<string, Uint8Array>();
  readonly #before = new Map<Host, Uint8Array>();
  readonly #after = new Map<Host, Uint8Array>();

  constructor({ flags, packetAddresses }: LineOptions) {
    this.#flags = flags;
    this.#packetAddresses = packetAddresses;
    const fields = [
      'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status',
      'vpc-id subnet-id instance-id',
      ...(flags ? ['tcp-flags'] : []),
      ...(packetAddresses ? ['pkt-srcaddr pkt-dstaddr'] : []),
      'pkt-src-aws-service pkt-dst-aws-service flow-direction',
    ];
    this.header = ascii(`${fields.join(' ')}\n`);
  }

  /** One record of traffic. */
  write(out: ByteWriter, tap: Tap, protocol: number, counted: Counted): void {
    const { up } = counted;
    this.#word(out, this.#beforeOf(tap.at));
    this.#text(out, up ? tap.source : tap.destination);
    this.#text(out, up ? tap.destination : tap.source);
    this.#integer(out, up ? tap.sourcePort : tap.destinationPort);
    this.#integer(out, up ? tap.destinationPort : tap.sourcePort);
    this.#integer(out, protocol);
    this.#integer(out, counted.packets);
    this.#integer(out, counted.bytes);
    this.#integer(out, counted.start);
    this.#integer(out, counted.end);
    this.#word(out, WORD[up ? tap.up : (tap.down ?? 'ACCEPT')]);
    this.#word(out, this.#afterOf(tap.at));
    if (this.#flags) this.#integer(out, counted.flags);
    if (this.#packetAddresses) {
      this.#text(out, up ? tap.packetSource : tap.packetDestination);
      this.#text(out, up ? tap.packetDestination : tap.packetSource);
    }
    this.#text(out, up ? tap.sourceService : tap.destinationService);
    this.#text(out, up ? tap.destinationService : tap.sourceService);
    this.#word(out, tap.egress === up ? WORD.egress : WORD.ingress);
    out.endLine();
  }

  /** A window without traffic, or one whose records AWS lost. */
  writeEmpty(out: ByteWriter, at: Host, status: 'NODATA' | 'SKIPDATA', start: number, end: number): void {
    this.#word(out, this.#beforeOf(at));
    for (let i = 0; i < 7; i++) this.#text(out, '-');
    this.#integer(out, start);
    this.#integer(out, end);
    this.#text(out, '-');
    this.#text(out, status);
    this.#text(out, VPC_ID);
    this.#text(out, SUBNETS[at.subnet].id);
    this.#text(out, at.instanceId ?? '-');
    const rest = 3 + (this.#flags ? 1 : 0) + (this.#packetAddresses ? 2 : 0);
    for (let i = 0; i < rest; i++) this.#text(out, '-');
    out.endLine();
  }

  #beforeOf(at: Host): Uint8Array {
    return remembered(this.#before, at, () => ascii(`5 ${ACCOUNT} ${at.interfaceId}`));
  }

  #afterOf(at: Host): Uint8Array {
    const { subnet, instanceId } = at;
    return remembered(this.#after, at, () =>
      ascii(`OK ${VPC_ID} ${SUBNETS[subnet].id} ${instanceId ?? '-'}`),
    );
  }

  #text(out: ByteWriter, text: string): void {
    this.#word(
      out,
      remembered(this.#words, text, () => ascii(text)),
    );
  }

  #word(out: ByteWriter, word: Uint8Array): void {
    out.word(word);
    out.space();
  }

  #integer(out: ByteWriter, value: number): void {
    out.integer(value);
    out.space();
  }
}

function remembered<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}
