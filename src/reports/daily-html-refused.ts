import type { RefusedTarget, RefusingRule, Refused } from '../daily/document/refused.ts';
import type { Listed } from '../queries/status.ts';
import { barList } from './charts/bar-list.ts';
import {
  chip,
  commandHtml,
  type DailyPage,
  type DailySection,
  endHtml,
  folded,
  serviceWords,
  shown,
  spanHtml,
} from './daily-html-parts.ts';
import { type Column, dataTable } from './daily-html-table.ts';
import { blockerWords, deciderWords, nearestMissWords } from './decision-words.ts';
import { evidenceSentences } from './evidence.ts';
import { type Html, html } from './html-page.ts';
import { counted, groupedNumber } from './values.ts';

const MOST_BARS = 8;
/** Targets of a rule that are seen at once. */
const MOST_TARGETS = 1;

/** What was refused and by which rule: what came from inside first, the Internet's noise after it. */
export function refusedSection(refused: Refused, page: DailyPage): DailySection {
  const { records, packets, flows, internal, internet } = refused;
  return {
    id: 'refused',
    title: 'Refused, by rule',
    amount: groupedNumber(internal.total + internet.total),
    body: html`<p>${counted(records, 'record')} with ${counted(packets, 'packet')} of ${counted(flows, 'flow')} were refused.</p>
<h3>From inside</h3>
${internal.total === 0 ? html`<p>Nothing that came from inside was refused.</p>` : rulesHtml('Rules that refused what came from inside', internal, page)}
${internet.total === 0 ? null : html`<h3>From the Internet</h3>\n${rulesTable('Rules that refused what came from the Internet', internet, page)}`}`,
  };
}

function rulesHtml(caption: string, rules: Listed<RefusingRule>, page: DailyPage): Html {
  const bars = rules.listed.slice(0, MOST_BARS).map(({ decision, records }) => ({
    label: deciderWords(decision),
    amount: groupedNumber(records),
    parts: [{ kind: 'refused' as const, value: records }],
  }));
  return html`<figure>${barList({
    id: 'chart-refused',
    title: 'Refused records from inside, by rule',
    description: bars.map(({ label, amount }) => `${label}: ${amount}.`).join(' '),
    bars,
  })}<figcaption>Refused records by rule${rules.total > bars.length ? `, the first ${bars.length} of ${rules.total}` : ''}</figcaption></figure>
${rulesTable(caption, rules, page)}`;
}

function rulesTable(caption: string, rules: Listed<RefusingRule>, page: DailyPage): Html {
  const columns: readonly Column<RefusingRule>[] = [
    { title: 'Refused by', cell: ({ decision }) => ruleCell(decision) },
    { title: 'What', cell: ({ targets }) => targetsCell(targets, page), unsorted: true },
    {
      title: 'Records',
      cell: ({ records }) => groupedNumber(records),
      value: ({ records }) => records,
    },
    { title: 'Flows', cell: ({ flows }) => groupedNumber(flows), value: ({ flows }) => flows },
    {
      title: 'Seen (UTC)',
      cell: ({ firstSeenS, lastSeenS }) => spanHtml(firstSeenS, lastSeenS, page),
      value: ({ firstSeenS }) => firstSeenS,
    },
  ];
  return dataTable(caption, rules, columns);
}

/** The rule, and what it rests on where that is not certain. */
function ruleCell(decision: RefusingRule['decision']): Html {
  const { verdict, leg, confidence, alsoBlockedBy } = decision;
  const then = alsoBlockedBy.map(
    (blocker) => html`<p class="note">Then refused by ${shown(blockerWords(blocker))}</p>`,
  );
  const doubts =
    confidence === 'high'
      ? null
      : folded(
          `${confidence} confidence`,
          evidenceSentences(decision).map((words) => html`<p class="note">${shown(words)}</p>`),
        );
  return html`<span class="rule">${shown(deciderWords(decision))}</span> ${chip('plain', verdict)}${leg === 'reply' ? chip('plain', 'answers') : null}${then}${doubts}`;
}

function targetsCell({ total, listed }: RefusingRule['targets'], page: DailyPage): Html {
  const [seen, more] = [listed.slice(0, MOST_TARGETS), listed.slice(MOST_TARGETS)];
  const left = total - listed.length;
  return html`${seen.map((target) => targetHtml(target, page))}${
    total > seen.length
      ? folded(
          counted(total - seen.length, 'more target'),
          html`${more.map((target) => targetHtml(target, page))}${left > 0 ? html`<p class="note">… and ${groupedNumber(left)} more</p>` : null}`,
        )
      : null
  }`;
}

function targetHtml({ summary, target, question }: RefusedTarget, page: DailyPage): Html {
  const { nearestMiss, records, internal } = summary;
  const miss =
    nearestMiss === null || !internal
      ? null
      : html`<p class="note">Nearest miss: ${shown(nearestMissWords(nearestMiss))}</p>`;
  return html`<div class="target"><p>${flowHtml({ summary, target, question })} <span class="faint">${counted(records, 'record')}</span></p>${miss}${commandHtml(question, page)}</div>`;
}

function flowHtml({ summary, target }: RefusedTarget): Html {
  const { decision, internal, service, servicePort, protocol, peers, somePeers, services, ports } = summary;
  if (!internal) {
    return html`${counted(peers, 'source')} → ${counted(services, 'address', 'addresses')}, ${counted(ports, 'port')}`;
  }
  const more = peers - somePeers.length;
  const whom = html`${shown(somePeers.join(', '))}${more > 0 ? ` and ${groupedNumber(more)} more` : ''}`;
  const end = target ? endHtml(target) : shown(service ?? 'unknown address');
  const what = html`${end} <span class="service">${serviceWords(protocol, servicePort)}</span>`;
  return decision.leg === 'reply' ? html`${what} → answers to ${whom}` : html`${whom} → ${what}`;
}
