type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Lists that may hold more than is expected: what is expected has to be in them, in the same order. */
const OPEN_LISTS: ReadonlySet<string> = new Set([
  'someStages',
  'someFixes',
  'observed.legs',
  'observed.silence',
]);

/**
 * What of `expected` is otherwise in `found`, a line each; members that are not expected do not count. Lists have to
 * be of equal length, but for those of {@link OPEN_LISTS}.
 */
export function differences(expected: unknown, found: unknown): readonly string[] {
  return compare(asJson(expected), asJson(found), '');
}

function asJson(value: unknown): Json {
  // Counts may be bigint, which JSON has no word for.
  const text = JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'bigint' ? Number(member) : member,
  ) as string | undefined;
  return text === undefined ? null : (JSON.parse(text) as Json);
}

function compare(expected: Json, found: Json, path: string): readonly string[] {
  if (isList(expected) && isList(found)) {
    return OPEN_LISTS.has(path) ? compareInOrder(expected, found, path) : compareLists(expected, found, path);
  }
  if (isObject(expected) && isObject(found)) {
    return Object.entries(expected).flatMap(([name, value]) =>
      compare(value, found[name] ?? null, path === '' ? name : `${path}.${name}`),
    );
  }
  if (JSON.stringify(expected) === JSON.stringify(found)) return [];
  return [`${path}: expected ${short(expected)}, found ${short(found)}`];
}

function compareLists(expected: readonly Json[], found: readonly Json[], path: string): readonly string[] {
  if (expected.length !== found.length) {
    return [
      `${path}: expected ${expected.length}, found ${found.length}:${found.map((x) => `\n    ${short(x)}`).join('')}`,
    ];
  }
  return expected.flatMap((value, i) => compare(value, found[i] ?? null, `${path}[${i}]`));
}

function compareInOrder(expected: readonly Json[], found: readonly Json[], path: string): readonly string[] {
  let from = 0;
  for (const [i, value] of expected.entries()) {
    const at = found.findIndex((candidate, k) => k >= from && compare(value, candidate, '').length === 0);
    if (at < 0) {
      const rest = found.slice(from).map((x) => `\n    ${short(x)}`);
      return [`${path}[${i}]: expected ${JSON.stringify(value)}, found none of it among:${rest.join('')}`];
    }
    from = at + 1;
  }
  return [];
}

/** A stage in a few words, anything else as it is. */
function short(value: Json): string {
  if (!isObject(value) || typeof value['layer'] !== 'string') return JSON.stringify(value);
  const words = ['leg', 'layer', 'direction', 'interfaceId', 'outcome', 'ruleId', 'reason'];
  return words.map((name) => wordOf(value[name] ?? '-')).join(' ');
}

function wordOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !isList(value);
}
