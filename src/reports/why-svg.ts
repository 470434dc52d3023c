import type { Outcome } from '../why/path.ts';
import { type Html, html } from './html-page.ts';
import type { Card, Gate, Lane, LanePiece, Line, Picture, Point } from './why-picture-shapes.ts';

const RADIUS = 13;

/** The words of a picture for those who cannot see it. */
export interface PictureWords {
  readonly title: string;
  readonly description: string;
}

/** Styles of the picture, in the colours of the page. */
export const PICTURE_STYLE = `
.path { display: block; width: 100%; height: auto; font: 12px system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; }
.path text { fill: var(--text); }
.path .card { fill: var(--raised); stroke: var(--line); stroke-width: 1.5; }
.path .card.outside, .path .card.gateway { stroke-dasharray: 5 4; fill: var(--ground); }
.path .ground { fill: var(--raised); }
.path .ground.outside, .path .ground.gateway { fill: var(--ground); }
.path .title { font-size: 14px; font-weight: 650; }
.path .subtitle, .path .label { fill: var(--faint); }
.path .label { font-size: 11px; }
.path .label.name { fill: var(--text); font-weight: 600; }
.path .way { font-size: 12px; font-weight: 600; fill: var(--faint); }
.path .line { stroke: var(--text); stroke-width: 2; fill: none; }
.path .line.broken { stroke: var(--faint); stroke-dasharray: 3 5; }
.path .head { fill: var(--text); }
.path .head.broken { fill: var(--faint); }
.path .gate { stroke-width: 2; stroke-linejoin: round; }
.path .glyph { fill: none; stroke-width: 2.6; stroke-linecap: round; stroke-linejoin: round; }
.path .allow .gate { fill: var(--good-ground); stroke: var(--good); }
.path .allow .glyph { stroke: var(--good); }
.path .deny .gate { fill: var(--bad); stroke: var(--bad); }
.path .deny .glyph { stroke: var(--ground); }
.path .skip .gate { fill: var(--ground); stroke: var(--skip); stroke-dasharray: 3 3; }
.path .skip .glyph { stroke: var(--skip); }
.path .unknown .gate { fill: var(--doubt-ground); stroke: var(--doubt); }
.path .unknown .mark { fill: var(--doubt); font-size: 15px; font-weight: 700; }
.path .flag { fill: var(--bad); font-size: 12px; font-weight: 800; letter-spacing: .06em; }
`;

/** The picture as inline SVG. */
export function pathSvg(
  { form, width, height, cards, lanes }: Picture,
  { title, description }: PictureWords,
): Html {
  return html`<svg class="path ${form}" role="img" aria-labelledby="title-${form} description-${form}" viewBox="0 0 ${width} ${height}" style="max-width:${width}px;min-width:${Math.min(width, form === 'wide' ? 720 : 280)}px" xmlns="http://www.w3.org/2000/svg">
<title id="title-${form}">${title}</title>
<desc id="description-${form}">${description}</desc>
${cards.map(cardShape)}
${lanes.map(laneShape)}
${form === 'tall' ? cards.map(headShape) : null}${cards.map(cardTitle)}
</svg>`;
}

/** One outcome's sign alone, as in a legend. */
export function outcomeSign(outcome: Outcome): Html {
  return html`<svg class="path sign" aria-hidden="true" viewBox="-16 -16 32 32" width="22" height="22" xmlns="http://www.w3.org/2000/svg"><g class="${outcome}">${sign(outcome, RADIUS)}</g></svg>`;
}

function cardShape({ kind, x, y, width, height }: Card): Html {
  return html`<rect class="card ${kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="10"/>
`;
}

/** Ground under a title, where lanes would run through it. */
function headShape({ kind, x, y, width }: Card): Html {
  return html`<rect class="ground ${kind}" x="${x + 2}" y="${y + 2}" width="${width - 4}" height="45"/>`;
}

function cardTitle({ title, subtitle }: Card): Html {
  return html`${lineText('title', title)}${lineText('subtitle', subtitle)}
`;
}

function laneShape({ name, pieces, gates }: Lane): Html {
  const [first, last] = [pieces[0], pieces.at(-1)];
  return html`<g>${pieces.map(pieceShape)}${first ? dot(first.from, false) : null}${last ? dot(last.to, last.broken) : null}${name ? lineText('way', name) : null}${gates.map(gateShape)}</g>
`;
}

function dot({ x, y }: Point, broken: boolean): Html {
  return html`<circle class="head ${broken ? 'broken' : ''}" cx="${x}" cy="${y}" r="4.5"/>`;
}

function pieceShape({ from, to, between, broken }: LanePiece): Html {
  const [dx, dy] = [Math.sign(to.x - from.x), Math.sign(to.y - from.y)];
  const state = broken ? 'broken' : '';
  const end = between ? { x: to.x - dx * 9, y: to.y - dy * 9 } : to;
  const line = html`<path class="line ${state}" d="M${from.x} ${from.y}L${end.x} ${end.y}"/>`;
  if (!between) return line;
  const tip = { x: to.x - dx, y: to.y - dy };
  const head = `M${tip.x} ${tip.y}l${-dx * 10 - dy * 6} ${-dy * 10 - dx * 6}l${dy * 12} ${dx * 12}z`;
  return html`${line}<path class="head ${state}" d="${head}"/>`;
}

function gateShape({ x, y, outcome, flag, labels, title }: Gate): Html {
  const labelled = labels.map((label, i) => lineText(i === 0 ? 'label name' : 'label', label));
  return html`<g class="${outcome}"><title>${title}</title><g transform="translate(${x} ${y})">${sign(outcome, flag ? RADIUS + 4 : RADIUS)}</g>${flag ? lineText('flag', flag) : null}${labelled}</g>`;
}

function lineText(kind: string, { x, y, text, anchor }: Line): Html {
  return html`<text class="${kind}" x="${x}" y="${y}" text-anchor="${anchor}">${text}</text>`;
}

/** Each outcome has a shape and a glyph of its own, for those who do not see the colour. */
function sign(outcome: Outcome, radius: number): Html {
  const r = radius;
  switch (outcome) {
    case 'allow':
      return html`<circle class="gate" r="${r}"/><path class="glyph" d="M-6 0.5L-1.8 5L6.4 -4.6"/>`;
    case 'deny':
      return html`<path class="gate" d="${octagon(r + 1)}"/><path class="glyph" d="M-5.5 -5.5L5.5 5.5M5.5 -5.5L-5.5 5.5"/>`;
    case 'skip':
      return html`<circle class="gate" r="${r - 2}"/><path class="glyph" d="M-5 0H5"/>`;
    case 'unknown':
      return html`<path class="gate" d="M0 ${-r - 3}L${r + 3} 0L0 ${r + 3}L${-r - 3} 0Z"/><text class="mark" y="5.5" text-anchor="middle">?</text>`;
  }
}

function octagon(r: number): string {
  const a = Math.round(r * 41.4) / 100;
  return `M${-a} ${-r}H${a}L${r} ${-a}V${a}L${a} ${r}H${-a}L${-r} ${a}V${-a}Z`;
}
