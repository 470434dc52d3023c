import type { WhyAnswer } from '../why/answer.ts';
import type { End } from '../why/path.ts';
import { shortened, visibleText } from './visible-text.ts';

/** Characters of a name that a person is shown; a tag has up to 256. */
const MOST_OF_A_NAME = 60;

/** The answer as a person may be shown it: names cut to a readable length, and no text in it that acts on its reader. */
export function legibleAnswer(answer: WhyAnswer): WhyAnswer {
  return visible({ ...answer, src: shortNames(answer.src), dst: shortNames(answer.dst) });
}

function shortNames(end: End): End {
  return {
    ...end,
    input: shortened(end.input, MOST_OF_A_NAME),
    name: end.name === null ? null : shortened(end.name, MOST_OF_A_NAME),
  };
}

/** A copy with every text in it made visible, however deep. */
function visible<T>(value: T): T {
  if (typeof value === 'string') return visibleText(value) as T;
  if (Array.isArray(value)) return value.map(visible) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, visible(member)])) as T;
}
