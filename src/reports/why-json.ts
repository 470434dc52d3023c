import type { Fix, ObservedCount, ObservedLeg, WhyAnswer } from '../why/answer.ts';
import type { Stage } from '../why/path.ts';
import { isoTime, jsonText } from './values.ts';
import { fixWords } from './why-fix-words.ts';
import { silenceWords } from './why-log-words.ts';
import { stageExplanation } from './why-stage-words.ts';
import { answerWords, conclusionWords } from './why-words.ts';

/** The answer as one JSON document: the members of the head, then those of the answer. Times are ISO 8601 in UTC. */
export function whyJson(answer: WhyAnswer, head: Readonly<Record<string, unknown>>): string {
  const { src, dst, protocol, dstport, dstportFrom, srcport, srcportGiven, reachable, conclusion } = answer;
  const document = {
    ...head,
    src,
    dst,
    protocol,
    dstport,
    dstportFrom,
    srcport,
    srcportGiven,
    reachable,
    answer: answerWords(answer),
    firstBlock: answer.firstBlock && stageJson(answer.firstBlock),
    allBlocks: answer.allBlocks.map(stageJson),
    stages: answer.stages.map(stageJson),
    sourcePorts: answer.sourcePorts,
    others: answer.others.map((other) => ({
      ...other,
      firstBlock: other.firstBlock && stageJson(other.firstBlock),
    })),
    observed: observedJson(answer),
    conclusion: conclusionWords(answer),
    conclusionKind: conclusion.kind,
    conclusionLastSeen: isoTime(conclusion.lastSeenS),
    fixes: answer.fixes.map((fix) => fixJson(answer, fix)),
    networkCapturedAt: isoTime(answer.capturedAtS),
  };
  return `${jsonText(document)}\n`;
}

function stageJson(stage: Stage): object {
  return {
    leg: stage.leg,
    layer: stage.layer,
    direction: stage.direction,
    interfaceId: stage.interfaceId,
    subnetId: stage.subnetId,
    outcome: stage.outcome,
    ruleId: stage.ruleId,
    rule: stage.rule,
    securityGroups: stage.securityGroups,
    reason: stage.reason,
    explanation: stageExplanation(stage),
    resource: stage.resource,
    nearestMiss: stage.nearestMiss,
    doubts: stage.doubts,
    packet: stage.packet,
  };
}

function observedJson({ observed: { fromS, toS, legs, silence } }: WhyAnswer): object {
  return {
    from: isoTime(fromS),
    to: isoTime(toS),
    legs: legs.map(observedLegJson),
    silence: silence.map((one) => ({ ...one, explanation: silenceWords(one) })),
  };
}

function observedLegJson({ accepted, rejected, ...leg }: ObservedLeg): object {
  return { ...leg, accepted: countJson(accepted), rejected: countJson(rejected) };
}

function countJson({ firstSeenS, lastSeenS, ...counts }: ObservedCount): object {
  return { ...counts, firstSeen: isoTime(firstSeenS), lastSeen: isoTime(lastSeenS) };
}

function fixJson(answer: WhyAnswer, fix: Fix): object {
  const { title, blast, awsCli, terraform } = fixWords(answer, fix);
  return {
    stage: fix.stage,
    sentence: title,
    change: fix.change,
    awsCli,
    terraform,
    blastRadius: { ...fix.blastRadius, sentence: blast },
  };
}
