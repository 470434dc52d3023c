import type { Leg } from '../blame/verdict.ts';
import type { Stage } from '../why/path.ts';
import { shortened } from './visible-text.ts';
import { laneOf, type Span } from './why-picture-lane.ts';
import {
  type Card,
  type Line,
  MEASURES,
  type Picture,
  type PictureForm,
  point,
} from './why-picture-shapes.ts';
import type { LegPath, Place } from './why-places.ts';

/** A place, or the same place of both legs. */
interface Stop {
  readonly key: string;
  readonly place: Place;
  readonly forward: Place | null;
  readonly reply: Place | null;
}

const MARGIN = 12;
/** Widths of a letter of a title and of a subtitle. */
const TITLE_LETTER = 8;
const SUBTITLE_LETTER = 6.6;

/** Lays a path out. A place that only one leg passes is drawn at that leg alone. */
export function pathPicture(
  request: LegPath | null,
  reply: LegPath | null,
  firstBlock: Stage | null,
  form: PictureForm,
): Picture {
  const stops = stopsOf(request, reply);
  const measure = MEASURES[form];
  let at = MARGIN;
  const spans = stops.map((stop) => {
    const span = { from: at, to: at + lengthOf(stop, form) };
    at = span.to + measure.gap;
    return span;
  });
  const edge = MARGIN + (form === 'wide' ? measure.head : 0);
  const edges = { forward: edge, reply: edge + (request ? measure.breadth : 0) };
  const spanOf = ({ key: wanted }: Place) => spans[stops.findIndex(({ key }) => key === wanted)];
  const lanes = [request, reply].flatMap((path) =>
    path ? [laneOf(path, spanOf, { form, edge: edges[path.leg], firstBlock })] : [],
  );
  const end = point(
    form,
    (spans.at(-1)?.to ?? 0) + MARGIN,
    edges.reply + (reply ? measure.breadth : 0) + MARGIN,
  );
  return {
    form,
    width: end.x,
    height: end.y,
    cards: stops.map((stop, i) => cardOf(stop, spans[i] ?? { from: 0, to: 0 }, edges, form)),
    lanes,
  };
}

/** The places of the request, and among them those that only the reply passes. */
function stopsOf(request: LegPath | null, reply: LegPath | null): readonly Stop[] {
  const back = reply?.places.toReversed() ?? [];
  const stops: Stop[] = (request?.places ?? []).map((place) => ({
    key: place.key,
    place,
    forward: place,
    reply: back.find(({ key }) => key === place.key) ?? null,
  }));
  let next = 0;
  for (const place of back) {
    const known = stops.findIndex(({ key }) => key === place.key);
    if (known >= 0) next = known + 1;
    else stops.splice(next++, 0, { key: place.key, place, forward: null, reply: place });
  }
  return stops;
}

/** How long a place is along the path. */
function lengthOf({ forward, reply, place }: Stop, form: PictureForm): number {
  const { pitch, padding, head, least } = MEASURES[form];
  const gates = Math.max(forward?.stages.length ?? 0, reply?.stages.length ?? 0) * pitch;
  if (form === 'tall') return Math.max(least, head + gates + padding);
  const letters = Math.max(place.title.length * TITLE_LETTER, place.subtitle.length * SUBTITLE_LETTER);
  return Math.max(least, 2 * padding + gates, 2 * padding + 2 + Math.min(letters, 26 * TITLE_LETTER));
}

function cardOf(
  { place, forward, reply }: Stop,
  { from, to }: Span,
  edges: Readonly<Record<Leg, number>>,
  form: PictureForm,
): Card {
  const { breadth, head, padding } = MEASURES[form];
  const side = form === 'wide' ? head : 0;
  const first = point(form, from, (forward ? edges.forward : edges.reply) - side);
  const last = point(form, to, (reply ? edges.reply : edges.forward) + breadth);
  const width = last.x - first.x;
  const line = (text: string, y: number, letter: number): Line => ({
    x: first.x + width / 2,
    y: first.y + y,
    text: shortened(text, Math.floor((width - 2 * padding) / letter)),
    anchor: 'middle',
  });
  return {
    ...first,
    kind: place.kind,
    width,
    height: last.y - first.y,
    title: line(place.title, 23, TITLE_LETTER),
    subtitle: line(place.subtitle === '' ? (place.details[0] ?? '') : place.subtitle, 41, SUBTITLE_LETTER),
  };
}
