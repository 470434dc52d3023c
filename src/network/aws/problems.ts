import type { z } from 'zod';

/** More problems than this of one file are only counted. */
const PROBLEMS_PER_FILE = 20;
const LONGEST_VALUE = 60;

type Issue = z.core.$ZodIssue;

/** A network that could not be imported, with every reason that was found. */
export class NetworkImportError extends Error {
  override readonly name = 'NetworkImportError';
  /** One line each, beginning with the file or folder. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** What is wrong with a value at `path`: `Subnets[3].CidrBlock: expected an IPv4 CIDR block, found "10.0.0.0/33"`. */
export function describeIssue(path: string, value: unknown, issue: Issue): string {
  const given: unknown = issue.code === 'custom' ? issue.params?.['found'] : undefined;
  const found = typeof given === 'string' ? given : describeValue(valueAt(value, issue.path));
  return `${path}${formatPath(issue.path)}: expected ${issue.message}, found ${found}`;
}

/** The problems of one file as lines, the last of them a count when there are too many. */
export function problemLines(file: string, problems: readonly string[]): readonly string[] {
  const lines = problems.slice(0, PROBLEMS_PER_FILE).map((problem) => `${file}: ${problem}`);
  const more = problems.length - lines.length;
  return more > 0 ? [...lines, `${file}: and ${more} more`] : lines;
}

/** How a value is shown in a problem; long ones are cut. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const written = JSON.stringify(value);
  return written.length <= LONGEST_VALUE ? written : `${written.slice(0, LONGEST_VALUE)}…`;
}

function formatPath(path: readonly PropertyKey[]): string {
  return path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce(
    (at, step) => (typeof at === 'object' && at !== null ? (Reflect.get(at, step) as unknown) : undefined),
    value,
  );
}
