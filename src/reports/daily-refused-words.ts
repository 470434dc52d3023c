import type { Refused, RefusedTarget, RefusingRule } from '../daily/document/refused.ts';
import type { BrokenPair, BrokenPairs } from '../connectivity/broken-pair.ts';
import { formatProtocol, TCP, UDP } from '../model/protocol.ts';
import { causeWords, kindWords, mostlyWorkingWords, pairWords } from './connectivity-words.ts';
import { moreWords, questionCommand, serviceWords } from './daily-amounts.ts';
import { type Chapter, type ChapterOptions, type ChapterRow, plainRow } from './daily-chapter.ts';
import { deciderWords } from './decision-words.ts';
import { counted, groupedNumber } from './values.ts';
import { whyCommand } from './why-question.ts';

/** What was refused: own hosts rule by rule with targets, the Internet in one line for each rule. */
export function refusedChapter(refused: Refused, options: ChapterOptions): Chapter {
  const { records, packets, internal, internet } = refused;
  const rules = internal.listed.slice(0, options.most);
  const noise = internet.listed.slice(0, options.most);
  const all = `${counted(records, 'record')}, ${counted(packets, 'packet')}, ${counted(internal.total + internet.total, 'cause')}.`;
  return {
    title: 'Refused',
    lead: [records === 0 ? 'Nothing was refused.' : all],
    tables: [
      {
        caption: 'From inside, by what refused it',
        columns: ['records', 'refused by'],
        rows: rules.map((rule) => ruleRow(rule, options)),
        more: moreWords(internal, rules.length),
      },
      {
        caption: 'From the Internet',
        columns: ['records', 'refused by'],
        rows: noise.map((rule) =>
          plainRow([groupedNumber(rule.records), `${ruleWords(rule)}${noiseWords(rule)}`]),
        ),
        more: moreWords(internet, noise.length),
      },
    ],
  };
}

/** The pairs that work one way only, one line for each, what was refused first. */
export function oneWayChapter({ pairs, ...rest }: BrokenPairs, { most, db }: ChapterOptions): Chapter {
  const shown = pairs.filter(({ place }) => place !== 'from-internet').slice(0, most);
  const working = mostlyWorkingWords({ pairs, ...rest }).trimEnd();
  return {
    title: 'One-way connections',
    lead: [
      ...(shown.length === 0 ? ['No pair of own hosts is let through one way only.'] : []),
      ...(working === '' ? [] : [`${working}.`]),
    ],
    tables: [
      {
        caption: null,
        columns: ['client → server'],
        rows: shown.map((pair) => pairRow(pair, db)),
        more: moreWords({ total: pairs.length, listed: [] }, shown.length),
      },
    ],
  };
}

function pairRow(pair: BrokenPair, db: string): ChapterRow {
  const { protocol, port } = pair;
  return {
    cells: [pairWords(pair)],
    details: [`${kindWords(pair)}: ${causeWords(pair)}`],
    command: whyCommand({ ...pair.why, protocol, port }, db),
  };
}

function ruleRow(rule: RefusingRule, { db }: ChapterOptions): ChapterRow {
  const question = rule.targets.listed.find((target) => target.question !== null)?.question ?? null;
  const more = moreWords(rule.targets, rule.targets.listed.length);
  return {
    cells: [groupedNumber(rule.records), ruleWords(rule)],
    details: [...rule.targets.listed.map(targetWords), ...(more === null ? [] : [more])],
    command: questionCommand(question, db),
  };
}

function ruleWords({ decision }: RefusingRule): string {
  return `${deciderWords(decision)}${decision.leg === 'reply' ? ' (answers)' : ''}`;
}

function noiseWords({ targets }: RefusingRule): string {
  const summary = targets.listed[0]?.summary;
  return summary ? `: ${counted(summary.peers, 'source')}, ${counted(summary.ports, 'port')}` : '';
}

function targetWords({ summary, target }: RefusedTarget): string {
  const { service, servicePort, protocol, records, peers, somePeers } = summary;
  const port = protocol === TCP || protocol === UDP ? servicePort : null;
  const at = target ? serviceWords(target, protocol, port) : bareService(service, protocol, port);
  const from = peers === 1 && somePeers[0] !== undefined ? somePeers[0] : counted(peers, 'host');
  const between = summary.decision.leg === 'reply' ? `answers of ${at} to ${from}` : `${from} → ${at}`;
  return `${between}, ${counted(records, 'record')}`;
}

/** A service of which nothing is known but its address. */
function bareService(service: string | null, protocol: number | null, port: number | null): string {
  if (service === null) return 'an address that is not logged';
  const host = service.includes(':') && port !== null ? `[${service}]` : service;
  const over = protocol === null || protocol === TCP ? '' : ` ${formatProtocol(protocol)}`;
  return `${host}${port === null ? '' : `:${port}`}${over}`;
}
