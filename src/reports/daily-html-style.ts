/** Styles of the daily report, in the colours that all pages have. */
export const DAILY_STYLE = `
body { font-size: 15px; display: grid; grid-template: "top top" auto "nav main" 1fr "foot foot" auto / 13.5rem minmax(0, 1fr);
  max-width: 92rem; margin: 0 auto; }
.top { grid-area: top; padding: 1.75rem 1.5rem 1rem; border-bottom: 1px solid var(--line); }
.top h1 { font-size: clamp(1.4rem, 5vw, 1.9rem); letter-spacing: -.01em; }
.top p { margin: 0; }
.top p:first-child { text-transform: uppercase; letter-spacing: .08em; font-size: .75rem; font-weight: 600; }
nav { grid-area: nav; padding: 1.25rem 0 1.25rem .9rem; }
nav ul { list-style: none; margin: 0; padding: 0; position: sticky; top: 1.25rem; }
nav a { display: flex; justify-content: space-between; gap: .75rem; padding: .28rem .6rem; border-radius: 5px;
  color: var(--text); text-decoration: none; }
nav a:hover { background: var(--raised); }
.count { color: var(--faint); font-variant-numeric: tabular-nums; flex: none; white-space: nowrap; }
main { grid-area: main; max-width: none; width: 100%; margin: 0; padding: 1.25rem 1.5rem 3rem; }
footer { grid-area: foot; padding: 1rem 1.5rem 2rem; border-top: 1px solid var(--line); font-size: .85rem; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: .5rem; background: var(--ground); padding: .4rem .8rem; z-index: 1; }
:focus-visible { outline: 2px solid var(--accepted); outline-offset: 2px; border-radius: 3px; }
section { scroll-margin-top: 1rem; }
section + section { margin-top: 2.75rem; }
h2 { margin: 0 0 .6rem; font-size: 1.25rem; letter-spacing: -.005em; }
section + section > h2 { border-top: 1px solid var(--line); padding-top: 1.1rem; }
h3 { margin: 1.6rem 0 .4rem; }
h4, .finding h3 { margin: 0; font-size: 1rem; font-weight: 600; overflow-wrap: anywhere; }
a { color: inherit; text-decoration-color: var(--line); text-underline-offset: .2em; }
a:hover { text-decoration-color: currentColor; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.notices { list-style: none; margin: 0 0 1.4rem; padding: 0; }
.notices li { display: flex; gap: .75rem; align-items: baseline; padding: .42rem 0; border-bottom: 1px solid var(--line); }
.notices .chip { flex: none; min-width: 4.8rem; text-align: center; }
.notices a { text-decoration: none; overflow-wrap: anywhere; }
.notices a:hover { text-decoration: underline; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.75rem, 1fr)); gap: .75rem; margin: 0; }
.tiles > div { background: var(--raised); border-radius: 8px; padding: .7rem .9rem .8rem; }
.tiles dt { color: var(--faint); font-size: .85rem; }
.tiles dd { margin: 0; }
.tiles strong { display: block; font-size: 1.45rem; font-weight: 650; letter-spacing: -.01em; font-variant-numeric: tabular-nums; }
.tiles span { display: block; color: var(--faint); font-size: .82rem; }
.tiles .change { color: var(--text); }
.chip { display: inline-block; padding: 0 .5em; border-radius: 4px; font-size: .75rem; font-weight: 600; line-height: 1.6;
  background: var(--raised); color: var(--faint); white-space: nowrap; }
.chip.critical { background: var(--bad); color: var(--ground); }
.chip.high, .chip.refused { background: var(--bad-ground); color: var(--bad); }
.chip.medium, .chip.doubt { background: var(--doubt-ground); color: var(--doubt); }
.address, .service, .span { white-space: nowrap; font-variant-numeric: tabular-nums; }
.address { color: var(--faint); }
.id { color: var(--faint); font-size: .85em; }
.rule { font-weight: 600; } .target { min-width: 20rem; }
.note { margin: .15rem 0 0; color: var(--faint); font-size: .87rem; }
.target + .target, .way + .way { margin-top: .5rem; }
.target p, .way p { margin: 0; }
.ask { display: flex; gap: .5rem; align-items: baseline; margin-top: .1rem; min-width: 16rem; }
/* A line ends neither within an option nor behind one. */
.command span { display: inline-block; max-width: 100%; }
.ask code { color: var(--faint); overflow-wrap: anywhere; }
button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; }
.copy { flex: none; white-space: nowrap; font-size: .75rem; border: 1px solid var(--line); border-radius: 4px; padding: 0 .45em; color: var(--faint); }
.copy:hover { color: var(--text); border-color: var(--faint); }
.sort { font-weight: 600; white-space: nowrap; }
.sort:hover { color: var(--text); }
[aria-sort] .sort { color: var(--text); }
[aria-sort=ascending] .sort::after { content: " ▲"; font-size: .7em; }
[aria-sort=descending] .sort::after { content: " ▼"; font-size: .7em; }
.filter { display: flex; flex-direction: row-reverse; gap: 1rem; align-items: baseline; margin: .5rem 0 -1.75rem; font-size: .87rem;
  color: var(--faint); position: relative; pointer-events: none; }
.filter label { pointer-events: auto; } .filter input { margin-left: .3rem; font: inherit; color: var(--text); background: var(--ground); border: 1px solid var(--faint); border-radius: 5px;
  padding: .2rem .5rem; width: 11rem; }
.sheet { overflow-x: auto; }
.data { margin-bottom: .5rem; }
.data th:first-child, .data tfoot td { padding-left: 0; } .data tr > :last-child { padding-right: 0; }
.data th[scope=row] { font-weight: 400; }
.data .number, .wide .number, .matrix .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.data th[scope=row] { min-width: 8.5rem; }
/* A heading says it already. */
h3 + .sheet caption, h3 + .filter + .sheet caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
h3 + .filter { margin: -2.1rem 0 .3rem; }
.data tbody tr:hover { background: var(--raised); }
tfoot td { color: var(--faint); border: 0; }
.wide { width: auto; } .wide th, .wide td { white-space: nowrap; padding: .15rem .5rem; font-size: .85rem; }
.wide th[scope=row] { position: sticky; left: 0; background: var(--ground); font-weight: 400; }
.matrix { width: auto; font-size: .8rem; }
.matrix th, .matrix td { border: 1px solid var(--ground); padding: .3rem .35rem; }
.matrix td { min-width: 3.9rem; } .matrix td:empty { background: var(--raised); }
.gauge { display: inline-grid; grid-template-columns: minmax(3rem, 1fr) 4.6rem; gap: .5rem; align-items: center; width: 100%; min-width: 7.8rem; }
.matrix th[scope=row] { font-weight: 400; min-width: 10rem; max-width: 18rem; padding-left: 0; overflow-wrap: anywhere; }
.matrix thead th { padding: .3rem .25rem; font-size: .75rem; vertical-align: bottom; white-space: normal; max-width: 8rem; overflow-wrap: anywhere; }
figure { margin: .75rem 0 1rem; }
figcaption { color: var(--faint); font-size: .87rem; margin: .35rem 0; }
.panels { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(17rem, 100%), 1fr)); gap: 0 1.75rem; }
.beside { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(30rem, 100%), 1fr)); gap: 1rem 2rem; align-items: start; }
.beside th, .beside td { padding-left: .4rem; padding-right: .4rem; }
.key { display: inline-flex; align-items: center; gap: .35rem; margin-right: .9rem; }
.spark { width: 11rem; max-width: 100%; margin: .35rem 0; }
.finding { border-left: 3px solid var(--line); padding: .1rem 0 .1rem .9rem; margin: .9rem 0; }
.finding p { margin: .25rem 0; }
.story > h3 { margin-bottom: .5rem; }
details { margin: .3rem 0; } summary { color: var(--faint); cursor: pointer; width: fit-content; font-size: .9rem; }
summary:hover { color: var(--text); }
dl { margin: .5rem 0; } .finding dl > div { display: flex; gap: .75rem; } .finding dt { flex: none; width: 7.5rem; color: var(--faint); } .finding dd { margin: 0; overflow-wrap: anywhere; }
ul { margin: .4rem 0; padding-left: 1.2rem; } ul.tight { list-style: none; padding: 0; margin: 0; min-width: 19rem; }
@media screen and (max-width: 64rem) {
  body { display: block; }
  nav { padding: .6rem 1.25rem; border-bottom: 1px solid var(--line); }
  nav ul { position: static; display: flex; flex-wrap: wrap; gap: .1rem .3rem; margin: 0 -.6rem; }
  nav a { gap: .4rem; }
  .top, footer { padding-left: 1.25rem; padding-right: 1.25rem; }
  main { padding: 1.25rem 1.25rem 3rem; }
}
@media screen and (max-width: 56rem) {
  .notices li { display: block; } .notices .chip { min-width: 0; }
  .tiles { grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); }
  .data, .data tbody, .data tfoot, .data tr, .data th, .data td, .data caption { display: block; }
  .data thead { display: none; }
  .data th[scope=row], .data td { border: 0; padding: .1rem 0; }
  .data tr { border-bottom: 1px solid var(--line); padding: .5rem 0; }
  .data td:empty { display: none; }
  .data .number { text-align: left; display: inline-block; margin-right: 1rem; }
  .data .number::before { content: attr(data-label) " "; color: var(--faint); font-size: .85em; }
  .data .number:has(.gauge) { display: flex; gap: .6rem; align-items: center; margin: 0; } .gauge { flex: 1; }
  .finding dl > div { display: block; } .target, .ask { min-width: 0; }
  .filter, h3 + .filter { flex-direction: row; margin: .3rem 0; }
  .data th[scope=row], ul.tight { min-width: 0; }
}
@media print {
  html { font-size: 11px; } body { display: block; font-size: 10.5px; max-width: none; }
  main { padding: .75rem 0 0; }
  nav, .skip, .copy, .filter, .unseen { display: none; }
  details:not([open]) { display: none; }
  section + section { margin-top: 1.5rem; }
  .top { padding: 0 0 .5rem; } footer { padding: .5rem 0; }
  .notices a, a { text-decoration: none; }
  .finding, .target, .tiles { break-inside: avoid; }
}
`;
