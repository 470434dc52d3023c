import type { Outcome } from '../why/path.ts';
import { type Html, html, htmlPage } from './html-page.ts';
import { type WhyAccount, whyAccount } from './why-account.ts';
import { type FixWords, sentences } from './why-fix-words.ts';
import { pathPicture } from './why-picture.ts';
import type { LegPath, Place } from './why-places.ts';
import { OUTCOMES, packetWords, stageDecider, stageName, stageRemarks } from './why-stage-words.ts';
import { outcomeSign, pathSvg, PICTURE_STYLE } from './why-svg.ts';
import type { WhyAnswer } from '../why/answer.ts';

const VERDICTS = { yes: 'allow', no: 'deny', unknown: 'unknown' } as const;
const SHOWN: readonly Outcome[] = ['allow', 'deny', 'skip', 'unknown'];

/** The answer as one page to send around: the path as a picture, its stages as tables, what the logs saw and the fixes. */
export function whyHtml(answer: WhyAnswer): string {
  const account = whyAccount(answer);
  return htmlPage({
    title: account.headline,
    style: PICTURE_STYLE + STYLE,
    body: html`${banner(account)}
${figure(account)}
${legTable('Request', account.request)}
${legTable(account.answer.firstBlock?.leg === 'forward' ? 'Reply, if the request came through' : 'Reply', account.reply)}
${section('Also refused, once that is opened', account.otherBlocks)}
${logs(account)}
${section('Source ports', account.sourcePorts)}
${section('Other addresses fare otherwise', account.otherAddresses)}
${fixes(account.fixes)}
${section('Cannot be told', account.untold)}`,
  });
}

function banner({ verdict, headline, asked }: WhyAccount): Html {
  return html`<header class="answer ${verdict}">${outcomeSign(VERDICTS[verdict])}<div><h1><bdi>${headline}</bdi></h1>
<p class="faint"><bdi>${asked}</bdi></p></div></header>`;
}

function figure({ request, reply, headline, answer: { firstBlock } }: WhyAccount): Html {
  const description = [request, reply].flatMap((path) => (path ? [spoken(path)] : [])).join(' ');
  const words = { title: headline, description };
  const pictures = (['wide', 'tall'] as const).map((form) => pathPicture(request, reply, firstBlock, form));
  return html`<figure><div class="scroll" role="region" aria-label="The path" tabindex="0">${pictures.map((picture) => pathSvg(picture, words))}</div>
<figcaption>${SHOWN.map((outcome) => html`<span class="key">${outcomeSign(outcome)} ${OUTCOMES[outcome]}</span> `)}</figcaption></figure>`;
}

/** The picture in words. */
function spoken({ leg, places }: LegPath): string {
  const words = places.map(({ title, stages }) =>
    [title, ...stages.map((stage) => `${stageName(stage)} ${OUTCOMES[stage.outcome]}`)].join(', '),
  );
  return `${leg === 'forward' ? 'Request' : 'Reply'}: ${words.join('; then ')}.`;
}

function legTable(title: string, path: LegPath | null): Html | null {
  if (path === null) return null;
  return html`<section><h2>${title}</h2>
<div class="scroll"><table class="stages"><caption><bdi>${path.packet}</bdi></caption>
<thead><tr><th scope="col">Outcome</th><th scope="col">Stage</th><th scope="col">Decided by</th><th scope="col">Packet</th></tr></thead>
${path.places.map(placeRows)}</table></div></section>`;
}

function placeRows({ title, subtitle, details, stages, reached }: Place): Html {
  const ids = [subtitle, ...details].filter((text) => text !== '').join(' · ');
  return html`<tbody><tr class="place"><th scope="rowgroup" colspan="4"><bdi>${title}</bdi> <span class="faint"><bdi>${ids}</bdi>${reached ? '' : ' (not reached)'}</span></th></tr>
${stages.map(
  (
    stage,
  ) => html`<tr class="${stage.outcome}"><td class="outcome">${outcomeSign(stage.outcome)} ${OUTCOMES[stage.outcome]}</td><th scope="row">${stageName(stage)}</th><td><bdi>${stageDecider(stage)}</bdi>${stageRemarks(stage).map((remark) => html`<br><span class="faint"><bdi>${remark}</bdi></span>`)}</td><td class="packet"><bdi>${packetWords(stage.packet)}</bdi></td></tr>
`,
)}</tbody>
`;
}

function logs({ conclusion, span, observed, silences }: WhyAccount): Html {
  const rows = observed.map(
    ({ where, accepted, refused, flags }) =>
      html`<tr><th scope="row"><bdi>${where}</bdi></th><td data-label="accepted">${accepted}</td><td data-label="refused">${refused}</td><td data-label="TCP flags">${flags}</td></tr>
`,
  );
  return html`<section><h2>What the logs saw</h2>
<p>${conclusion}</p><p class="faint">${span}</p>
${
  rows.length === 0
    ? null
    : html`<div class="scroll"><table><thead><tr><th scope="col">Leg and place</th><th scope="col">Accepted</th><th scope="col">Refused</th><th scope="col">TCP flags</th></tr></thead>
<tbody>${rows}</tbody></table></div>`
}${bullets(silences)}</section>`;
}

function fixes(all: readonly FixWords[]): Html | null {
  if (all.length === 0) return null;
  return html`<section><h2>${all.length === 1 ? 'Fix' : 'Fixes'}</h2>
${all.map(
  ({ title, opens, blast, awsCli, terraform }) => html`<h3><bdi>${title}</bdi></h3>
<p class="faint"><bdi>${sentences(opens, blast)}</bdi></p>
${command('AWS CLI', awsCli)}${command('Terraform', terraform)}`,
)}</section>`;
}

function command(name: string, text: string | null): Html | null {
  return text === null
    ? null
    : html`<p class="faint">${name}</p><pre tabindex="0"><code>${text.trimEnd()}</code></pre>
`;
}

function section(title: string, members: readonly string[]): Html | null {
  return members.length === 0 ? null : html`<section><h2>${title}</h2>${bullets(members)}</section>`;
}

function bullets(members: readonly string[]): Html | null {
  if (members.length === 0) return null;
  return html`<ul>${members.map((member) => html`<li><bdi>${member}</bdi></li>`)}</ul>`;
}

const STYLE = `
.answer { display: flex; gap: .9rem; align-items: flex-start; border-left: 6px solid; border-radius: 6px; padding: 1rem 1.1rem; }
.answer .sign { width: 36px; height: 36px; }
.answer p { margin: .35rem 0 0; }
.answer.yes { border-color: var(--good); background: var(--good-ground); }
.answer.no { border-color: var(--bad); background: var(--bad-ground); }
.answer.unknown { border-color: var(--doubt); background: var(--doubt-ground); }
.answer .faint { color: var(--text); }
figure { margin: 1.75rem 0 0; }
figcaption { color: var(--faint); font-size: .9rem; margin-top: .5rem; }
.key { display: inline-flex; align-items: center; gap: .35rem; margin-right: 1.1rem; }
.sign { display: inline-block; flex: none; width: 22px; height: 22px; vertical-align: middle; }
.stages .place th { background: var(--raised); font-weight: 650; }
.stages .place span { font-weight: 400; }
.stages th[scope=row] { font-weight: 500; white-space: nowrap; }
.stages .outcome, .stages .packet { white-space: nowrap; }
.stages .deny td, .stages .deny th { background: var(--bad-ground); }
.stages .unknown td, .stages .unknown th { background: var(--doubt-ground); }
@media screen and (max-width: 45rem) {
  .answer { gap: .6rem; padding: .8rem; }
  .answer .sign { width: 28px; height: 28px; }
  .path.wide { display: none; }
  table, tbody, tr, td, th, caption { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  td, tbody th { border: 0; padding: .1rem .6rem; }
  tbody tr { border-bottom: 1px solid var(--line); padding: .4rem 0; }
  td:empty { display: none; }
  td[data-label]::before { content: attr(data-label) ": "; color: var(--faint); }
  .stages .outcome, .stages .packet, .stages th[scope=row] { white-space: normal; }
  .stages .packet { color: var(--faint); font-size: .85rem; }
  .stages tr.deny { background: var(--bad-ground); }
}
@media print, screen and (min-width: 45.01rem) { .path.tall { display: none; } }
`;
