import type { VerdictKind } from '../blame/verdict.ts';
import type { DailyReport } from '../daily/document/daily-report.ts';
import { findingSentence } from './anomaly-sentences.ts';
import { shortParty } from './anomaly-parties.ts';
import { stagesWords } from './anomaly-story-words.ts';
import { causeWords } from './connectivity-words.ts';
import { usdWords } from './daily-amounts.ts';
import { chip, shown } from './daily-html-parts.ts';
import { deciderWords } from './decision-words.ts';
import { type Html, html } from './html-page.ts';
import { counted } from './values.ts';

/** Grave findings and rules that are named one by one; the rest is in their sections. */
const MOST_FINDINGS = 4;
const MOST_RULES = 3;

/** Verdicts that say where something is to be changed. */
const NAMED: readonly VerdictKind[] = [
  'nacl-deny',
  'nacl-implicit-deny',
  'sg-no-allow',
  'bpa',
  'encryption-control',
];

/** Something to look at first, and the section that has it. */
interface Notice {
  readonly section: string;
  readonly kind: string;
  readonly word: string;
  readonly sentence: Html;
}

/** What to look at first, most important first. */
export function attentionList(report: DailyReport): Html {
  const notices = [
    ...graveFindings(report),
    ...refusals(report),
    ...oneWayPairs(report),
    ...unexplained(report),
    ...silences(report),
    ...savings(report),
  ];
  if (notices.length === 0) return html`<p>Nothing stands out.</p>`;
  return html`<ul class="notices">${notices.map(
    ({ section, kind, word, sentence }) =>
      html`<li>${chip(kind, word)} <a href="#${section}">${sentence}</a></li>\n`,
  )}</ul>`;
}

function graveFindings({ anomalies: { stories, findings } }: DailyReport): readonly Notice[] {
  const grave = [
    ...stories.map((story) => ({
      ...story,
      sentence: `${shortParty(story.actor, 'One host')} ${stagesWords(story)}.`,
    })),
    ...findings.map((finding) => ({ ...finding, sentence: findingSentence(finding) })),
  ].filter(({ band }) => band === 'critical' || band === 'high');
  return grave
    .toSorted((a, b) => b.severity * b.confidence - a.severity * a.confidence)
    .slice(0, MOST_FINDINGS)
    .map(({ band, sentence }) => ({ section: 'unusual', kind: band, word: band, sentence: shown(sentence) }));
}

function refusals({ refused }: DailyReport): readonly Notice[] {
  const named = (refused?.internal.listed ?? []).filter(({ decision }) => NAMED.includes(decision.verdict));
  return named.slice(0, MOST_RULES).map(({ decision, records, targets }) => ({
    section: 'refused',
    kind: 'refused',
    word: 'refused',
    sentence: html`${counted(records, 'record')} ${decision.leg === 'reply' ? 'of answers from' : 'from inside to'} ${counted(targets.total, 'target')}: ${shown(deciderWords(decision))}`,
  }));
}

function oneWayPairs({ oneWay }: DailyReport): readonly Notice[] {
  const inside = oneWay?.pairs.filter(({ place }) => place === 'inside') ?? [];
  const [first] = inside;
  if (!first) return [];
  const causes = new Map(inside.map(({ cause, causePairs }) => [cause, causePairs]));
  const pairs = [...causes.values()].reduce((sum, count) => sum + count, 0);
  return [
    {
      section: 'one-way',
      kind: 'doubt',
      word: 'one way',
      sentence: html`${counted(pairs, 'pair')} inside ${pairs === 1 ? 'works' : 'work'} one way only, the first for this reason: ${shown(causeWords(first))}`,
    },
  ];
}

/** Services that the configuration which was imported would not let the Internet reach. */
function unexplained({ exposure }: DailyReport): readonly Notice[] {
  const services = exposure?.services.listed.filter((service) =>
    service.letInBy?.some(({ groups, acl }) => groups === 'refuses' || acl === 'refuses'),
  );
  if (!services?.length) return [];
  const sentence = html`${counted(services.length, 'service')} answered the Internet though no imported rule lets it in`;
  return [{ section: 'exposure', kind: 'doubt', word: 'exposed', sentence }];
}

function silences({ completeness: { gaps } }: DailyReport): readonly Notice[] {
  const words = [
    ...(gaps.scopeGaps.total > 0
      ? [`${counted(gaps.scopeGaps.total, 'gap')} of a whole account and region`]
      : []),
    ...(gaps.silentInterfaces.total > 0
      ? [`${counted(gaps.silentInterfaces.total, 'interface')} with gaps`]
      : []),
    ...(gaps.skipdata.total > 0 ? [`SKIPDATA ${counted(gaps.skipdata.total, 'time')}`] : []),
  ];
  if (words.length === 0) return [];
  const sentence = html`The logs are not complete: ${words.join(', ')}`;
  return [{ section: 'logs', kind: 'doubt', word: 'logs', sentence }];
}

function savings({ costs }: DailyReport): readonly Notice[] {
  const usd = (costs?.savings ?? []).reduce((sum, saving) => sum + (saving.usd ?? 0), 0);
  if (usd < 0.01) return [];
  const sentence = html`Gateway endpoints would save ${usdWords(usd)}`;
  return [{ section: 'costs', kind: 'plain', word: 'costs', sentence }];
}
