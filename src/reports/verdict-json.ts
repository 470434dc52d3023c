import type { Blocker, Decision, FlowVerdict } from '../blame/verdict.ts';
import { evidenceSentences } from './evidence.ts';
import { isoTime, jsonInteger } from './values.ts';

/** A flow's verdict as one JSON object, members in the order of the documentation. */
export class VerdictJson {
  readonly #parts = new Map<Decision, { readonly head: string; readonly tail: string }>();

  /** Everything that flows share is put into JSON once for each decision. */
  format(flow: FlowVerdict): string {
    const { head, tail } = this.#partsOf(flow.decision);
    return (
      `{"interfaceId":${JSON.stringify(flow.interfaceId)},"direction":${JSON.stringify(flow.decision.direction)},` +
      `"srcaddr":${quoted(flow.srcaddr)},"dstaddr":${quoted(flow.dstaddr)},` +
      `"srcport":${flow.srcport},"dstport":${flow.dstport},"protocol":${flow.protocol},` +
      `"records":${jsonInteger(flow.records)},"packets":${jsonInteger(flow.packets)},"bytes":${jsonInteger(flow.bytes)},` +
      `"firstSeen":${quoted(isoTime(flow.firstSeenS))},"lastSeen":${quoted(isoTime(flow.lastSeenS))},` +
      `${head},"nearestMiss":${JSON.stringify(flow.nearestMiss)},${tail}}`
    );
  }

  #partsOf(decision: Decision): { readonly head: string; readonly tail: string } {
    const known = this.#parts.get(decision);
    if (known) return known;
    const { verdict, leg, ruleId, rule, securityGroups, confidence } = decision;
    const head = JSON.stringify({ verdict, leg, ruleId, rule, securityGroups }).slice(1, -1);
    const alsoBlockedBy = decision.alsoBlockedBy.map(blockerJson);
    const tail = JSON.stringify({ alsoBlockedBy, confidence, evidence: evidenceSentences(decision) }).slice(1, -1);
    const parts = { head, tail };
    this.#parts.set(decision, parts);
    return parts;
  }
}

function blockerJson(blocker: Blocker): object {
  return blocker.kind === 'nacl'
    ? { ruleId: blocker.ruleId, rule: blocker.rule }
    : { securityGroups: blocker.securityGroups };
}

/** Addresses and times need no escapes. */
function quoted(text: string | null): string {
  return text === null ? 'null' : `"${text}"`;
}
