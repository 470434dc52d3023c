import type { DailyEnd, DailyQuestion } from '../daily/document/ends.ts';
import { formatProtocol } from '../model/protocol.ts';
import { type Html, html, type HtmlContent } from './html-page.ts';
import { shortened, visibleText } from './visible-text.ts';
import { whyCommand } from './why-question.ts';

/** More than any name that AWS takes; what is longer comes from elsewhere. */
const MOST_CHARACTERS = 300;

/** What is the same all over a page. */
export interface DailyPage {
  /** The store as it was named, for commands to paste. */
  readonly db: string;
  /** Whether a time of day tells when something was. */
  readonly oneDay: boolean;
}

/** A part of the page, which the list of sections leads to. */
export interface DailySection {
  readonly id: string;
  readonly title: string;
  /** How much there is of it, in the list of sections; empty: not counted. */
  readonly amount: string;
  readonly body: HtmlContent;
}

/** Text of which nobody knows who wrote it: it cannot act, turn the direction of writing or fill the page. */
export function shown(text: string): Html {
  return html`<bdi>${shortened(visibleText(text), MOST_CHARACTERS)}</bdi>`;
}

/** An end of traffic, its name first. */
export function endHtml({ address, name, interfaceId, inside }: DailyEnd): Html {
  if (name !== null) return html`${shown(name)} <span class="address">${shown(address)}</span>`;
  const id = inside && interfaceId !== null ? html` <span class="id">${shown(interfaceId)}</span>` : null;
  return html`<span class="address">${shown(address)}</span>${id}`;
}

/** `5432 TCP`, `ICMP`, or nothing where neither is logged. */
export function serviceWords(protocol: number | null, port: number | null): string {
  const name = protocol === null ? '' : formatProtocol(protocol);
  return port === null ? name : `${port} ${name}`.trim();
}

/** The command that asks about a row. */
export function commandHtml(question: DailyQuestion | null, { db }: DailyPage): Html | null {
  return question === null ? null : shellHtml(whyCommand(question, db));
}

/** A command that can be copied. */
export function shellHtml(command: string): Html {
  const words = visibleText(command).match(/--\S+ \S+|\S+|\s+/g) ?? [];
  return html`<span class="ask"><code class="command">${words.map((word) => (word.trim() === '' ? word : html`<span>${word}</span>`))}</code></span>`;
}

/** From when to when something was seen, in UTC: `10:18–10:20`, with days where the report is of several. */
export function spanHtml(firstS: number | null, lastS: number | null, { oneDay }: DailyPage): Html | null {
  if (firstS === null || lastS === null) return null;
  const [first, last] = [moment(firstS), moment(lastS)];
  const day = (one: Moment) => (oneDay && first.day === last.day ? '' : `${one.day} `);
  const until = first.day === last.day ? last.time : `${day(last)}${last.time}`;
  return html`<span class="span">${day(first)}${first.time}${until === first.time ? '' : `–${until}`}</span>`;
}

interface Moment {
  readonly day: string;
  readonly time: string;
}

function moment(seconds: number): Moment {
  const iso = new Date(seconds * 1000).toISOString();
  return { day: iso.slice(0, 10), time: iso.slice(11, 16) };
}

/** A word on coloured ground. */
export function chip(kind: string, word: string): Html {
  return html`<span class="chip ${kind}">${word}</span>`;
}

/** What is long, behind a line that opens it. */
export function folded(title: HtmlContent, body: HtmlContent): Html {
  return html`<details><summary>${title}</summary>
${body}</details>`;
}

export function bullets(members: readonly HtmlContent[]): Html | null {
  return members.length === 0 ? null : html`<ul>${members.map((member) => html`<li>${member}</li>`)}</ul>`;
}

/** With a capital letter at its beginning. */
export function capital(words: string): string {
  return `${words[0]?.toUpperCase() ?? ''}${words.slice(1)}`;
}
