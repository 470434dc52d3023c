import { formatProtocol, ICMP, ICMPV6 } from '../model/protocol.ts';
import type { ConclusionKind, WhyAnswer } from '../why/answer.ts';
import type { Stage } from '../why/path.ts';
import { endName } from './why-end-words.ts';
import { stageExplanation, stageName } from './why-stage-words.ts';
import { isoTime } from './values.ts';

interface ConclusionFacts {
  /** When the configuration was captured, and when the records that decided were last seen. */
  readonly captured: string;
  readonly last: string;
}

const CONCLUSIONS: Readonly<Record<ConclusionKind, (facts: ConclusionFacts) => string>> = {
  'open-and-seen': ({ last }) =>
    `Rules and routes let the connection pass both ways, and the logs saw it work${last}.`,
  'open-not-seen': () =>
    'Rules and routes let the connection pass both ways, but the logs hold no packet of it: it was not tried, or not logged.',
  'open-refused-before': ({ captured, last }) =>
    `Rules and routes as captured ${captured} let the connection pass both ways. The logs hold refusals${last}, before that: what refused it has been changed since.`,
  'open-but-refused': ({ captured, last }) =>
    `Rules and routes as captured ${captured} let the connection pass both ways, and yet the logs hold refusals${last}, after that. The configuration was changed in between, or something else than rules refused it: import the network anew, and see what "flowblame blame" says of these records.`,
  'open-no-answer': ({ last }) =>
    `Rules and routes let the connection pass both ways. Requests came through${last}, and no answer was logged: probably nothing listens there, or a firewall on the host itself drops them.`,
  'open-reset': ({ last }) =>
    `Rules and routes let the connection pass both ways, and the destination answered with a reset${last}: nothing listens on that port, or the service turned the client away.`,
  'blocked-and-seen': ({ last }) =>
    `Rules or routes refuse the connection, and the logs hold the refusal${last}.`,
  'blocked-not-seen': () =>
    'Rules or routes refuse the connection. The logs hold no refusal at that place: it was not tried, not logged, or lost where no record is written.',
  'blocked-but-accepted': ({ captured, last }) =>
    `Rules and routes as captured ${captured} refuse the connection, and yet the logs hold accepted packets there${last}: other rules were in force then, or the connection was older than the rules (groups let known connections live on).`,
  unknown: () => 'Whether the connection passes cannot be told from what was imported.',
};

const PORT_FROM: Readonly<Record<WhyAnswer['dstportFrom'], string>> = {
  given: '',
  logs: ' (the port that the logs hold most of)',
  assumed: ' (assumed)',
  none: '',
};

/** The answer to the question in one line. */
export function answerWords(answer: WhyAnswer): string {
  const { src, dst, firstBlock, stages, reachable } = answer;
  if (firstBlock !== null) {
    const other = passesFromOtherPorts(answer) ? '; from other source ports it passes' : '';
    return `No: ${packetName(answer, firstBlock)} ${refusalWords(answer, firstBlock)}${other}`;
  }
  const unknown = stages.find(({ outcome }) => outcome === 'unknown');
  if (reachable === null) return unknownWords(answer, unknown);
  if (!reachable) return `No: ${endName(dst)} is not reachable from ${endName(src)}`;
  const some = answer.sourcePorts.some(
    ({ open, possible }) => !(open.length === 1 && sameRange(open[0], possible)),
  );
  const name = `Yes: ${endName(src)} reaches ${endName(dst)} ${serviceWords(answer)}`;
  return some ? `${name}, but not from every source port` : `${name}, and its replies come back`;
}

function unknownWords(answer: WhyAnswer, stage: Stage | undefined): string {
  if (!stage)
    return `Cannot tell whether ${endName(answer.src)} reaches ${endName(answer.dst)}: the path is not known`;
  const why = stageExplanation(stage) ?? 'the outcome is not known';
  return `Cannot tell whether ${packetName(answer, stage)} passes (${stageName(stage)}): ${why}`;
}

/** What was asked, and of which configuration. */
export function askedWords(answer: WhyAnswer): string {
  const { src, dst, srcport, srcportGiven, dstportFrom, capturedAtS } = answer;
  const port = srcport === null ? '' : `, source port ${srcport}${srcportGiven ? '' : ' (assumed)'}`;
  return `Asked: ${endName(src)} to ${endName(dst)}, ${serviceWords(answer)}${PORT_FROM[dstportFrom]}${port}; configuration captured ${isoTime(capturedAtS)}`;
}

/** What rules and routes say, set against the logs, as a paragraph. */
export function conclusionWords({ conclusion: { kind, lastSeenS }, capturedAtS }: WhyAnswer): string {
  const last = lastSeenS === null ? '' : `, last at ${isoTime(lastSeenS)}`;
  return CONCLUSIONS[kind]({ captured: isoTime(capturedAtS) ?? '', last });
}

/** `TCP 443`, `ICMP echo`. */
export function serviceWords({ protocol, dstport }: Pick<WhyAnswer, 'protocol' | 'dstport'>): string {
  if (protocol === ICMP || protocol === ICMPV6) return `${formatProtocol(protocol)} echo`;
  return dstport === null ? formatProtocol(protocol) : `${formatProtocol(protocol)} ${dstport}`;
}

/** `the request from app-1`, `the reply from web-1`. */
export function packetName({ src, dst }: WhyAnswer, { leg }: Stage): string {
  return leg === 'forward' ? `the request from ${endName(src)}` : `the reply from ${endName(dst)}`;
}

/** Who refuses a packet, to follow its name. */
export function refusalWords(answer: WhyAnswer, stage: Stage): string {
  const why = stageExplanation(stage) ?? 'it is refused there';
  if (stage.layer === 'nacl')
    return stage.rule === null ? `is refused: ${why}` : `is refused by ${stage.rule}`;
  if (stage.layer === 'route') return `gets no further: ${why}`;
  const end = [answer.src, answer.dst].find(({ interfaceId }) => interfaceId === stage.interfaceId);
  return `is refused by the security groups of ${end ? endName(end) : stage.interfaceId}: ${why}`;
}

/** Whether the path is blocked for the source port that was taken, but for no other reason. */
function passesFromOtherPorts({ allBlocks, sourcePorts }: WhyAnswer): boolean {
  const onlyPorts = allBlocks.every(({ leg, layer }) => leg === 'reply' && layer === 'nacl');
  return onlyPorts && sourcePorts.length > 0 && sourcePorts.every(({ open }) => open.length > 0);
}

function sameRange(
  one: { readonly from: number; readonly to: number } | undefined,
  other: { readonly from: number; readonly to: number },
): boolean {
  return one?.from === other.from && one.to === other.to;
}
