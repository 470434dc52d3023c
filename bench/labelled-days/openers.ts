import type { Connection } from './connection.ts';
import type { Tap } from './path.ts';

/**
 * Who opened each 5-tuple that the logs show: the truth to compare an orientation with. A tuple that was opened from
 * both sides, or by nobody who is seen, has no truth.
 */
export class Openers {
  readonly #known = new Map<string, boolean>();

  /** Notes the addresses that a tap shows, those of the interface and those of the packet. */
  add(tap: Tap, { protocol, unsolicited, mutual }: Connection): void {
    const ports = [tap.sourcePort, tap.destinationPort] as const;
    const unseen = unsolicited !== undefined || mutual === true;
    this.#note(protocol, tap.source, tap.destination, ports, unseen);
    if (tap.packetSource !== tap.source || tap.packetDestination !== tap.destination) {
      this.#note(protocol, tap.packetSource, tap.packetDestination, ports, unseen);
    }
  }

  /** CSV: protocol, client, client_port, server, server_port. */
  csv(): string {
    const lines: string[] = ['protocol,client,client_port,server,server_port'];
    for (const [line, isSure] of this.#known) if (isSure) lines.push(line);
    return `${lines.join('\n')}\n`;
  }

  #note(
    protocol: number,
    client: string,
    server: string,
    [clientPort, serverPort]: readonly [number, number],
    unseen: boolean,
  ): void {
    const line = `${protocol},${client},${clientPort},${server},${serverPort}`;
    const reverse = `${protocol},${server},${serverPort},${client},${clientPort}`;
    if (this.#known.has(reverse)) {
      this.#known.set(reverse, false);
      return;
    }
    if (unseen) this.#known.set(line, false);
    else if (!this.#known.has(line)) this.#known.set(line, true);
  }
}
