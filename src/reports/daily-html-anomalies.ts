import type { AnomalyReport, Finding, Story } from '../anomalies/finding.ts';
import { explain } from './anomaly-explanation.ts';
import { partyWords, shortParty } from './anomaly-parties.ts';
import { backgroundWords, headline, leftOutWords, lookedAtWords, NOT_CHECKED } from './anomaly-run-words.ts';
import { stagesWords } from './anomaly-story-words.ts';
import { sparkBars } from './charts/spark-bars.ts';
import {
  bullets,
  chip,
  type DailyPage,
  type DailySection,
  folded,
  shellHtml,
  shown,
} from './daily-html-parts.ts';
import { type Html, html } from './html-page.ts';
import { groupedNumber } from './values.ts';
import { visibleText } from './visible-text.ts';

/** What is unusual, the gravest first. */
export function anomaliesSection(report: AnomalyReport, page: DailyPage): DailySection {
  const { stories, findings, background, notChecked } = report;
  return {
    id: 'unusual',
    title: 'Unusual',
    amount: groupedNumber(stories.length + findings.length),
    body: html`<p>${headline(report)} <span class="faint">${lookedAtWords(report)}</span></p>
${stories.map((story) => storyHtml(story, page))}${findings.map((finding) => findingHtml(finding, page, false))}
${leftOutWords(report).map((words) => html`<p class="faint">${words}</p>`)}
${background.length === 0 ? null : folded('Scanned from the Internet', bullets(background.map((one) => shown(backgroundWords(one)))))}
${notChecked.length === 0 ? null : folded('Not checked', bullets(notChecked.map((lack) => NOT_CHECKED[lack])))}`,
  };
}

function storyHtml(story: Story, page: DailyPage): Html {
  const title = `${shortParty(story.actor, 'One host')} ${stagesWords(story)}`;
  return html`<article class="story"><h3>${chip(story.band, story.band)} ${shown(title)}</h3>
${story.findings.map((finding) => findingHtml(finding, page, true))}</article>
`;
}

function findingHtml(finding: Finding, page: DailyPage, inStory: boolean): Html {
  const explained = explain(finding, page.db);
  const { band, confidence, actor, target, histogram, attack, id } = finding;
  const title = html`${chip(band, band)} ${shown(explained.sentence)}`;
  const facts: readonly (readonly [string, string])[] = [
    ['from', partyWords(actor, 'many hosts')],
    ['to', partyWords(target, 'many hosts')],
    ['numbers', explained.numbers.join('; ')],
    ['compared with', explained.baseline],
    ['stopped by', explained.stoppedBy.join('; ')],
    ['confidence', String(confidence)],
    ['ATT&CK', attack.join(', ')],
    ['id', id],
  ];
  return html`<article class="finding">${inStory ? html`<h4>${title}</h4>` : html`<h3>${title}</h3>`}
${histogram.every((amount) => amount === 0) ? null : sparkBars(histogram)}
<p>Next: ${shown(explained.next)}.</p>
${explained.why === null ? null : shellHtml(explained.why)}
${folded(
  'Evidence and what else it may be',
  html`<dl>${facts.filter(([, words]) => words !== '').map(([name, words]) => html`<div><dt>${name}</dt><dd>${shown(words)}</dd></div>`)}</dl>
${listed('May be harmless', explained.harmless)}${listed('Checked', explained.checked)}
<p class="faint">The connections behind it</p><pre><code>${visibleLines(finding.evidenceSql)}</code></pre>
<p class="faint">To silence it, with a reason, in the file of <code>--allow</code></p><pre><code>${visibleText(JSON.stringify([explained.suppression]))}</code></pre>`,
)}</article>
`;
}

function listed(title: string, members: readonly string[]): Html | null {
  return members.length === 0 ? null : html`<p class="faint">${title}</p>${bullets(members.map(shown))}`;
}

/** Line ends of a query are meant. */
function visibleLines(text: string): string {
  return text.trimEnd().split('\n').map(visibleText).join('\n');
}
