import type { Outcome, Stage } from '../why/path.ts';
import { hanging, type Ink } from './terminal-lines.ts';
import { columns } from './visible-text.ts';
import type { LegPath, Place } from './why-places.ts';
import { packetWords, stageDecider, stageExplanation, stageName, stageRemarks } from './why-stage-words.ts';

/** The sign of each outcome, wherever text is drawn. */
export const MARKS: Readonly<Record<Outcome, string>> = { allow: '✓', deny: '✗', skip: '–', unknown: '?' };

const NODES: Readonly<Record<Place['kind'], string>> = {
  outside: '○',
  end: '●',
  interface: '●',
  gateway: '◇',
};
const NAME_WIDTH = 'security groups outbound'.length;

/** How far the packet has come where a line is drawn. */
interface Here {
  /** False from the first refusal on. */
  passing: boolean;
  /** At the last place nothing leads on. */
  last: boolean;
  /** The packet as it was last shown. */
  shown: string;
}

/**
 * One leg as a person would draw it on paper, from top to bottom: each place a node, each stage a line with its mark, and
 * a broken line from where nothing arrives any more. `firstBlock`: the stage that is marked as the one that blocks.
 */
export function legDrawing({ places, packet }: LegPath, firstBlock: Stage | null, ink: Ink): string {
  const here: Here = { passing: true, last: false, shown: packet };
  return places
    .map((place, i) => {
      here.last = i === places.length - 1;
      const lines =
        placeLines(place, here, ink) +
        place.stages.map((stage) => step(stage, here, firstBlock, ink)).join('');
      return here.last ? lines : `${lines}${rail(here)}\n`;
    })
    .join('');
}

function placeLines({ kind, title, subtitle, details, reached }: Place, here: Here, ink: Ink): string {
  const rest = [subtitle, reached ? '' : '(not reached)'].filter((text) => text !== '');
  const first = hanging(`  ${NODES[kind]} `, [title, ...rest].join(' '), `${rail(here)} `);
  const ids =
    details.length === 0
      ? ''
      : each(hanging(`${rail(here)} `, details.join(' · '), `${rail(here)} `), ink.faint);
  // A title that a line's end cuts stays as it is.
  return `${reached ? first.replace(title, () => ink.strong(title)) : each(first, ink.faint)}${ids}`;
}

/** A stage, after the packet as it looks there when its addresses were translated on the way. */
function step(stage: Stage, here: Here, firstBlock: Stage | null, ink: Ink): string {
  const packet = packetWords(stage.packet);
  const lead = `${rail(here)}   `;
  const translated = packet === here.shown ? '' : each(hanging(lead, `as ${packet}`, lead), ink.faint);
  here.shown = packet;
  return `${translated}${stageLines(stage, here, here.passing && stage.leg === firstBlock?.leg, ink)}`;
}

function stageLines(stage: Stage, here: Here, isFirst: boolean, ink: Ink): string {
  const lead = `${rail(here)}   ${MARKS[stage.outcome]} ${stageName(stage).padEnd(NAME_WIDTH)}  `;
  here.passing &&= stage.outcome !== 'deny';
  const indent = rail(here).padEnd(columns(lead));
  const decider = coloured(stage.outcome, hanging(lead, stageDecider(stage), indent), ink);
  const remarks = stageRemarks(stage);
  if (stage.outcome !== 'deny')
    return decider + remarks.map((one) => each(hanging(indent, one, indent), ink.faint)).join('');
  const flag = isFirst ? 'BLOCKED HERE' : 'REFUSED HERE TOO';
  const told = stage.rule !== null && stageExplanation(stage) !== null ? 1 : 0;
  const flagged = hanging(`${indent}▲ `, [flag, ...remarks.slice(0, told)].join(': '), `${indent}  `);
  const rest = remarks.slice(told).map((one) => hanging(`${indent}  `, one, `${indent}  `));
  return [decider, each(flagged, ink.bad), ...rest.map((one) => each(one, ink.faint))].join('');
}

/** A refusal is coloured whole, an allowing stage at its mark: the eye must find the one that matters. */
function coloured(outcome: Outcome, lines: string, ink: Ink): string {
  switch (outcome) {
    case 'deny':
      return each(lines, ink.bad);
    case 'unknown':
      return each(lines, ink.doubtful);
    case 'skip':
      return each(lines, ink.faint);
    case 'allow':
      return lines.replace(MARKS.allow, ink.good(MARKS.allow));
  }
}

/** Paints what stands behind the rail, line by line, so that no colour runs on in a pager that shows one of them. */
function each(lines: string, paint: (text: string) => string): string {
  return lines.replaceAll(/^([ │┆]*)(.+)$/gmu, (_, room: string, text: string) => room + paint(text));
}

/** What leads from one node to the next: broken once nothing arrives any more, nothing beneath the last one. */
function rail({ last, passing }: Here): string {
  return last ? '   ' : passing ? '  │' : '  ┆';
}
