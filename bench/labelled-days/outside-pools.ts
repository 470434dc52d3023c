import type { SeededRandom } from '../seeded-random.ts';
import { outside, type Stranger } from './ends.ts';

/**
 * Addresses of the Internet, from 198.18.0.0/15 (RFC 2544): it belongs to nobody, and is not private. Each purpose has
 * its own part, so that nothing meets by chance.
 */
export class OutsidePools {
  #unique = 0;

  /** `piece` is the number of the piece of traffic that takes addresses; each has own unique ones. */
  constructor(private readonly piece: number) {}

  /** A customer, out of so many. */
  customer(random: SeededRandom, count: number): Stranger {
    return at(18, 0, random.between(0, Math.max(1, count) - 1));
  }

  /** One of those who scan the Internet. */
  scanner(n: number): Stranger {
    return at(18, 160, n % 24_000);
  }

  /** A service that the VPC's owner uses; the same one for the same number. */
  vendor(n: number): Stranger {
    return at(19, 0, n);
  }

  /** One out of very many servers: web sites, mail servers, name servers. */
  server(n: number): Stranger {
    return at(19, 32, n % 20_000);
  }

  /** An address of an AWS service, as the fields `pkt-…-aws-service` name it. */
  aws(service: 'S3' | 'AMAZON' | 'DYNAMODB', n: number): Stranger {
    return at(19, service === 'S3' ? 120 : service === 'DYNAMODB' ? 121 : 122, n % 250, service);
  }

  /** An address that occurs nowhere else, of the first 160 that a piece asks for. */
  unique(): Stranger {
    return at(19, 192, (this.piece * 160 + this.#unique++) % 16_000);
  }
}

function at(second: 18 | 19, third: number, n: number, service = '-'): Stranger {
  return outside(`198.${second}.${third + Math.floor(n / 250)}.${1 + (n % 250)}`, service);
}
