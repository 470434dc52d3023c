/** An integer as JSON: a number, or a string once it passes 2^53. */
export function jsonInteger(value: bigint | null): string {
  if (value === null) return 'null';
  return Number.isSafeInteger(Number(value)) ? String(value) : `"${value}"`;
}

/** `2026-03-02T10:00:00Z` of Unix seconds. */
export function isoTime(seconds: number | null): string | null {
  return seconds === null ? null : `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}

/** JSON in which integers past 2^53 are strings. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'bigint' ? String(member) : member,
  );
}

/** A cell as text: empty for NULL, JSON for lists and objects. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'number' || typeof value === 'string' || typeof value === 'bigint'
    ? String(value)
    : jsonText(value);
}

/** `1 234 567`, with thin separation that survives every terminal. */
export function groupedNumber(value: number | bigint): string {
  return value.toLocaleString('en-US').replaceAll(',', ' ');
}

/** `1 record`, `1 234 records`. */
export function counted(count: number | bigint, noun: string, plural = `${noun}s`): string {
  return `${groupedNumber(count)} ${Number(count) === 1 ? noun : plural}`;
}
