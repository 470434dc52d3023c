import type { Decision, FlowVerdict, NearestMiss } from '../blame/verdict.ts';
import { blockerJson } from './blocker-json.ts';
import { evidenceSentences } from './evidence.ts';
import { isoTime, jsonInteger } from './values.ts';

/** A flow's verdict as one JSON object, members in the order of the documentation. */
export class VerdictJson {
  readonly #parts = new Map<Decision, { readonly head: string; readonly tail: string }>();
  readonly #hours = new Map<number, string>();
  readonly #misses = new Map<NearestMiss | null, string>([[null, 'null']]);

  /** Everything that flows share is put into JSON once for each decision. */
  format(flow: FlowVerdict): string {
    const { head, tail } = this.#partsOf(flow.decision);
    return (
      `{"interfaceId":${quoted(flow.interfaceId)},"direction":${quoted(flow.decision.direction)},` +
      `"srcaddr":${quoted(flow.srcaddr)},"dstaddr":${quoted(flow.dstaddr)},` +
      `"srcport":${flow.srcport},"dstport":${flow.dstport},"protocol":${flow.protocol},` +
      `"records":${jsonInteger(flow.records)},"packets":${jsonInteger(flow.packets)},"bytes":${jsonInteger(flow.bytes)},` +
      `"firstSeen":${this.#timeJson(flow.firstSeenS)},"lastSeen":${this.#timeJson(flow.lastSeenS)},` +
      `${head},"nearestMiss":${this.#missJson(flow.nearestMiss)},${tail}}`
    );
  }

  /** Times of a report lie in few hours, whose text is kept. */
  #timeJson(seconds: number | null): string {
    if (seconds === null) return 'null';
    const hour = Math.floor(seconds / 3600);
    const text = this.#hours.get(hour) ?? `"${isoTime(hour * 3600)?.slice(0, 14)}`;
    this.#hours.set(hour, text);
    const second = seconds - hour * 3600;
    const [minutes, rest] = [Math.floor(second / 60), second % 60];
    return `${text}${minutes < 10 ? '0' : ''}${minutes}:${rest < 10 ? '0' : ''}${rest}Z"`;
  }

  #missJson(miss: NearestMiss | null): string {
    const known = this.#misses.get(miss);
    if (known !== undefined) return known;
    const json = JSON.stringify(miss);
    this.#misses.set(miss, json);
    return json;
  }

  #partsOf(decision: Decision): { readonly head: string; readonly tail: string } {
    const known = this.#parts.get(decision);
    if (known) return known;
    const { verdict, leg, ruleId, rule, securityGroups, confidence } = decision;
    const head = JSON.stringify({ verdict, leg, ruleId, rule, securityGroups }).slice(1, -1);
    const alsoBlockedBy = decision.alsoBlockedBy.map(blockerJson);
    const tail = JSON.stringify({ alsoBlockedBy, confidence, evidence: evidenceSentences(decision) }).slice(
      1,
      -1,
    );
    const parts = { head, tail };
    this.#parts.set(decision, parts);
    return parts;
  }
}

const NEEDS_ESCAPE = /[^ !#-[\]-~]/;

/** Ids, addresses and times seldom need escapes. */
function quoted(text: string | null): string {
  if (text === null) return 'null';
  return NEEDS_ESCAPE.test(text) ? JSON.stringify(text) : `"${text}"`;
}
