import type { Outcome } from '../why/path.ts';
import type { Place } from './why-places.ts';

/** `wide`: the request goes right and the reply below comes back; `tall`: down on the left, and up again on the right. */
export type PictureForm = 'wide' | 'tall';

/** Where everything of the picture of a path stands, in CSS pixels from the upper left corner. */
export interface Picture {
  readonly form: PictureForm;
  readonly width: number;
  readonly height: number;
  readonly cards: readonly Card[];
  readonly lanes: readonly Lane[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Line extends Point {
  readonly text: string;
  readonly anchor: 'start' | 'middle';
}

/** A place, as large as the lanes that pass it. */
export interface Card extends Point {
  readonly kind: Place['kind'];
  readonly width: number;
  readonly height: number;
  readonly title: Line;
  readonly subtitle: Line;
}

/** One leg: the line that it takes, with its gates. */
export interface Lane {
  readonly name: Line | null;
  readonly pieces: readonly LanePiece[];
  readonly gates: readonly Gate[];
}

/** A piece of a lane, in the direction of the packet. */
export interface LanePiece {
  readonly from: Point;
  readonly to: Point;
  /** Between two cards, where an arrow shows the way. */
  readonly between: boolean;
  /** Behind a refusal, where nothing arrives. */
  readonly broken: boolean;
}

/** A stage. */
export interface Gate extends Point {
  readonly outcome: Outcome;
  /** Set at the first stage of the path that refuses. */
  readonly flag: Line | null;
  readonly labels: readonly Line[];
  /** The whole decision, to be read where the pointer rests. */
  readonly title: string;
}

/** Lengths along the path, and across it. */
export interface Measure {
  /** Between two places. */
  readonly gap: number;
  /** From one gate to the next: room for a label. */
  readonly pitch: number;
  /** Before the first gate and behind the last one. */
  readonly padding: number;
  /** A title at the side of a place (across), or at its head (along). */
  readonly head: number;
  readonly least: number;
  /** Of a leg: from its edge to its line, and its whole breadth. */
  readonly line: number;
  readonly breadth: number;
}

/** Of both forms, in CSS pixels. */
export const MEASURES: Readonly<Record<PictureForm, Measure>> = {
  wide: { gap: 68, pitch: 106, padding: 18, head: 56, least: 148, line: 38, breadth: 112 },
  tall: { gap: 34, pitch: 58, padding: 14, head: 52, least: 76, line: 24, breadth: 164 },
};
/** A point that lies so far along the path and so far across it. */
export function point(form: PictureForm, along: number, across: number): Point {
  return form === 'wide' ? { x: along, y: across } : { x: across, y: along };
}
