import { fieldNamed } from '../../model/fields.ts';

const OUTCOMES: ReadonlySet<string> = new Set(['ACCEPT', 'REJECT', 'NODATA', 'SKIPDATA']);

/** Whether the first line of a text is a header or a record of a flow log, given where describe-* output belongs. */
export function looksLikeFlowLog(text: string): boolean {
  const words = (text.split('\n', 1)[0] ?? '').trim().split(/[\s,]+/);
  return (
    words.some((word) => OUTCOMES.has(word)) || (words.length > 2 && words.every((word) => fieldNamed(word)))
  );
}
