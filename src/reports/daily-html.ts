import type { DailyReport } from '../daily/document/daily-report.ts';
import type { SectionName } from '../daily/document/lack.ts';
import { CHART_STYLE } from './charts/chart-style.ts';
import { anomaliesSection } from './daily-html-anomalies.ts';
import { attentionList } from './daily-html-attention.ts';
import { costsSection } from './daily-html-costs.ts';
import { daySection } from './daily-html-day.ts';
import { exposureSection } from './daily-html-exposure.ts';
import { logsSection } from './daily-html-logs.ts';
import { newsSection } from './daily-html-news.ts';
import { oneWaySection } from './daily-html-one-way.ts';
import { bullets, capital, type DailyPage, type DailySection } from './daily-html-parts.ts';
import { refusedSection } from './daily-html-refused.ts';
import { DAILY_STYLE } from './daily-html-style.ts';
import { tiles } from './daily-html-tiles.ts';
import { trafficSection } from './daily-html-traffic.ts';
import { windowTitle, windowWords } from './daily-html-window.ts';
import { LACK_WORDS, SECTION_WORDS } from './daily-lack-words.ts';
import { type Html, html, htmlPage } from './html-page.ts';
import { pageScript } from './page-scripts.ts';

export interface DailyHtmlOptions {
  /** The store as it was named, for commands to paste. Default: the default store. */
  readonly db?: string;
  /** Of flowblame; empty: not told. */
  readonly version?: string;
}

/** The report of a day as one page to open or send around: what to look at first, then a section for each question. */
export function renderDailyHtml(
  report: DailyReport,
  { db = 'flowblame.duckdb', version = '' }: DailyHtmlOptions = {},
): string {
  const sections = sectionsOf(report, { db, oneDay: isOneDay(report) });
  return htmlPage({
    title: `Network report, ${windowTitle(report.window)}`,
    style: CHART_STYLE + DAILY_STYLE,
    before: html`<a class="skip" href="#main">Skip to the report</a>
<header class="top"><p class="faint">Network report</p><h1>${windowTitle(report.window)}</h1><p class="faint">${windowWords(report.window)}</p></header>
<nav aria-label="Sections"><ul><li><a href="#first">To look at first</a></li>${sections.map(linkTo)}</ul></nav>
`,
    body: html`<section id="first"><h2>To look at first</h2>
${attentionList(report)}
${tiles(report)}</section>
${sections.map(sectionHtml)}`,
    after: html`<footer class="faint"><p>flowblame${version === '' ? '' : ` ${version}`}. Times are UTC. Charts have their numbers beside or below them.</p></footer>
`,
    scripts: [pageScript('sort-tables'), pageScript('filter-tables'), pageScript('copy-commands')],
  });
}

/** What asks for action comes first. */
function sectionsOf(report: DailyReport, page: DailyPage): readonly DailySection[] {
  const { refused, oneWay, anomalies, exposure, traffic, costs, news, completeness } = report;
  const sections = [
    completeness.heatMap.startsS.length === 0 ? null : daySection(report),
    refused && refusedSection(refused, page),
    oneWay && oneWaySection(oneWay, page),
    anomaliesSection(anomalies, page),
    exposure && exposureSection(exposure, page),
    traffic && trafficSection(traffic, page),
    costs && costsSection(costs),
    news && newsSection(news, page),
    logsSection(completeness, page),
    untoldSection(report),
  ];
  return sections.filter((section) => section !== null);
}

/** The sections that are missing, and why. */
function untoldSection({ notTold }: DailyReport): DailySection | null {
  const untold = (Object.keys(SECTION_WORDS) as SectionName[]).flatMap((name) => {
    const lack = notTold[name];
    return lack === undefined ? [] : [`${capital(SECTION_WORDS[name])}: ${LACK_WORDS[lack]}.`];
  });
  if (untold.length === 0) return null;
  return { id: 'untold', title: 'Not in this report', amount: '', body: bullets(untold) };
}

function linkTo({ id, title, amount }: DailySection): Html {
  return html`<li><a href="#${id}">${title}${amount === '' ? null : html` <span class="count">${amount}</span>`}</a></li>`;
}

function sectionHtml({ id, title, body }: DailySection): Html {
  return html`<section id="${id}"><h2>${title}</h2>
${body}</section>
`;
}

function isOneDay({ window: { firstStartS, lastEndS, sinceS, untilS } }: DailyReport): boolean {
  const [from, to] = [sinceS ?? firstStartS ?? 0, untilS ?? lastEndS ?? 0];
  return Math.floor(from / 86_400) === Math.floor((to - 1) / 86_400);
}
