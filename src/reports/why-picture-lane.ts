import type { Leg } from '../blame/verdict.ts';
import type { Stage } from '../why/path.ts';
import { shortened } from './visible-text.ts';
import {
  type Gate,
  type Lane,
  type LanePiece,
  type Line,
  MEASURES,
  type PictureForm,
  point,
  type Point,
} from './why-picture-shapes.ts';
import type { LegPath, Place } from './why-places.ts';
import { stageDecider, stageName } from './why-stage-words.ts';

/** Letters of a label between two gates, or between a gate and the edge. */
const LABEL_LETTERS: Readonly<Record<PictureForm, number>> = { wide: 17, tall: 15 };

/** From where to where a place goes, along the path. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

interface LaneOptions {
  readonly form: PictureForm;
  /** Where the lane begins, across the path. */
  readonly edge: number;
  /** The first stage of the whole path that refuses. */
  readonly firstBlock: Stage | null;
}

/** Lays one leg out: the way from place to place, with its gates. */
export function laneOf(
  path: LegPath,
  spanOf: (place: Place) => Span | undefined,
  { form, edge, firstBlock }: LaneOptions,
): Lane {
  const { pitch, padding, head, line } = MEASURES[form];
  const sign = path.leg === 'forward' ? 1 : -1;
  const across = edge + line;
  const gates: Gate[] = [];
  const pieces: LanePiece[] = [];
  let [broken, at] = [false, 0];
  const go = (to: number, between: boolean) => {
    pieces.push({ from: point(form, at, across), to: point(form, to, across), between, broken });
    at = to;
  };
  for (const [i, place] of path.places.entries()) {
    const span = spanOf(place);
    if (!span) continue;
    const inner = { from: span.from + (form === 'tall' ? head : padding), to: span.to - padding };
    const [entry, exit] = sign > 0 ? [span.from, span.to] : [span.to, span.from];
    if (i > 0) go(entry, true);
    else at = sign > 0 ? inner.from : inner.to;
    const first = (inner.from + inner.to) / 2 - (sign * pitch * (place.stages.length - 1)) / 2;
    for (const [n, stage] of place.stages.entries()) {
      go(first + sign * n * pitch, false);
      const blocks = stage.outcome === 'deny' && stage.leg === firstBlock?.leg && !broken;
      gates.push(gateOf(stage, point(form, at, across), blocks, form));
      broken ||= stage.outcome === 'deny';
    }
    const last = i === path.places.length - 1;
    go(last ? (sign > 0 ? inner.to : inner.from) : exit, false);
  }
  return { name: laneName(path.leg, pieces, form), pieces, gates };
}

/** The name of the leg stands at its first arrow. */
function laneName(leg: Leg, pieces: readonly LanePiece[], form: PictureForm): Line | null {
  const arrow = pieces.find(({ between }) => between);
  if (!arrow) return null;
  const middle = { x: (arrow.from.x + arrow.to.x) / 2, y: (arrow.from.y + arrow.to.y) / 2 };
  const text = leg === 'forward' ? 'request' : 'reply';
  return form === 'wide'
    ? { x: middle.x, y: middle.y - 10, text, anchor: 'middle' }
    : { x: middle.x + 12, y: middle.y + 4, text, anchor: 'start' };
}

function gateOf(stage: Stage, at: Point, blocks: boolean, form: PictureForm): Gate {
  const [layer, bound] = stageName(stage).split(/ (?=(?:out|in)bound$)/);
  const texts = [layer ?? '', bound ?? '', shortRule(stage)].filter((text) => text !== '');
  const top = form === 'wide' ? 34 : blocks ? 3 : 18 - 7 * texts.length;
  const lines = texts.map(
    (text, i): Line => ({
      ...(form === 'wide' ? { x: at.x, anchor: 'middle' } : { x: at.x + 24, anchor: 'start' }),
      y: at.y + top + 14 * i,
      text: shortened(text, LABEL_LETTERS[form]),
    }),
  );
  const flag: Line =
    form === 'wide'
      ? { x: at.x, y: at.y - 23, text: 'BLOCKED', anchor: 'middle' }
      : { x: at.x + 24, y: at.y - 11, text: 'BLOCKED', anchor: 'start' };
  return {
    ...at,
    outcome: stage.outcome,
    flag: blocks ? flag : null,
    labels: lines,
    title: `${stageName(stage)}: ${stageDecider(stage)}`,
  };
}

/** What of a rule's name fits beside a gate. */
function shortRule({ layer, ruleId, outcome, resource, securityGroups }: Stage): string {
  if (outcome === 'skip') return '';
  if (layer === 'route') return resource ?? '';
  if (layer === 'nacl' && ruleId !== null) return `rule ${ruleId.slice(ruleId.lastIndexOf(':') + 1)}`;
  return ruleId ?? securityGroups[0] ?? '';
}
