const MOST = 5;
const ID = /^(?:eni|i|subnet)-/;

/**
 * At most five of `names` that `wanted` may be a misspelling or a part of, the nearest first. What looks like an id of EC2 is
 * only compared with ids of its kind.
 */
export function nearNames(wanted: string, names: Iterable<string>): readonly string[] {
  const text = wanted.toLowerCase();
  const kind = ID.exec(text)?.[0];
  const furthest = Math.ceil(text.length / 3);
  const near: { readonly name: string; readonly distance: number }[] = [];
  for (const name of new Set(names)) {
    const other = name.toLowerCase();
    if (ID.exec(other)?.[0] !== kind) continue;
    const distance = editDistance(text, other);
    if (distance <= furthest || (text.length > 0 && other.includes(text))) near.push({ name, distance });
  }
  return near
    .toSorted((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, MOST)
    .map(({ name }) => name);
}

/** Letters to put in, leave out or exchange (Levenshtein). */
function editDistance(a: string, b: string): number {
  const others = Array.from(b);
  let row = [0, ...others.map((_, j) => j + 1)];
  for (const [i, letter] of Array.from(a).entries()) {
    const next = [i + 1];
    for (const [j, other] of others.entries()) {
      const exchanged = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(exchanged, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
