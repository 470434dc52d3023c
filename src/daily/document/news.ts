import type { Listed } from '../../queries/status.ts';
import type { DailyEnd, DailyQuestion } from './ends.ts';

/** What the store has not seen on any earlier day. Only answered connections count, on both sides. */
export interface News {
  /** Whole days before the window that were compared with. */
  readonly earlierDays: number;
  /** Hosts inside that had no answered connection on earlier days. */
  readonly hosts: Listed<DailyEnd>;
  /** Services inside: a server and its port, most clients first. */
  readonly services: Listed<NewService>;
  /** An own host that got an answer of a server on a port; most bytes first. */
  readonly pairs: Listed<NewPair>;
}

export interface NewService {
  readonly server: DailyEnd;
  readonly protocol: number | null;
  readonly port: number | null;
  readonly clients: number;
  readonly connections: number;
}

export interface NewPair {
  readonly client: DailyEnd;
  readonly server: DailyEnd;
  readonly protocol: number | null;
  readonly port: number | null;
  readonly connections: number;
  readonly bytesUp: number;
  readonly bytesDown: number;
  readonly question: DailyQuestion | null;
}
