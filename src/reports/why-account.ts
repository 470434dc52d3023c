import type { WhyAnswer } from '../why/answer.ts';
import { type FixWords, fixWords } from './why-fix-words.ts';
import { legibleAnswer } from './why-legible.ts';
import {
  type ObservedWords,
  observedWords,
  otherAddressWords,
  silenceWords,
  sourcePortWords,
  spanWords,
} from './why-log-words.ts';
import { type LegPath, legPaths } from './why-places.ts';
import { packetWords, stageExplanation, stageName } from './why-stage-words.ts';
import { answerWords, askedWords, conclusionWords, packetName, refusalWords } from './why-words.ts';

/** An answer in words, before it is laid out on a terminal, in Markdown or on a page. All texts are safe to show. */
export interface WhyAccount {
  /** The answer as data, with texts that are safe to show. */
  readonly answer: WhyAnswer;
  readonly verdict: 'yes' | 'no' | 'unknown';
  /** One line. */
  readonly headline: string;
  readonly asked: string;
  readonly request: LegPath | null;
  readonly reply: LegPath | null;
  /** What refuses besides the first stage that does. */
  readonly otherBlocks: readonly string[];
  readonly conclusion: string;
  readonly span: string;
  readonly observed: readonly ObservedWords[];
  readonly silences: readonly string[];
  readonly sourcePorts: readonly string[];
  readonly otherAddresses: readonly string[];
  readonly fixes: readonly FixWords[];
  /** What could not be told. */
  readonly untold: readonly string[];
}

/** Puts an answer into words. */
export function whyAccount(data: WhyAnswer): WhyAccount {
  const answer = legibleAnswer(data);
  const paths = legPaths(answer);
  return {
    answer,
    verdict: answer.reachable === null ? 'unknown' : answer.reachable ? 'yes' : 'no',
    headline: answerWords(answer),
    asked: askedWords(answer),
    ...paths,
    otherBlocks: answer.allBlocks
      .slice(1)
      .map((stage) => capital(`${packetName(answer, stage)} ${refusalWords(answer, stage)}`)),
    conclusion: conclusionWords(answer),
    span: spanWords(answer),
    observed: observedWords(answer, [paths.request, paths.reply]),
    silences: [...new Set(answer.observed.silence.map(silenceWords))],
    sourcePorts: answer.sourcePorts.map(sourcePortWords).filter((words) => words !== null),
    otherAddresses: answer.others.map((other) => otherAddressWords(answer, other)),
    fixes: answer.fixes.map((fix) => fixWords(answer, fix)),
    untold: answer.stages
      .filter(({ outcome }) => outcome === 'unknown')
      .map((stage) =>
        capital(
          `${stageName(stage)} of ${packetName(answer, stage)} (${packetWords(stage.packet)}): ${stageExplanation(stage) ?? 'the outcome is not known'}`,
        ),
      ),
  };
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
