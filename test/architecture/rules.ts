import type { Import, SourceFile } from './source-file.ts';

/** What a folder of `src/`, or a file that stands in no folder, may import besides its own files. */
interface Allowance {
  readonly places: readonly string[];
  /** Places of which only types may be taken. */
  readonly types?: readonly string[];
}

/** Every arrow points upwards in this list; `sql` and `wasm` are leaves that load what is not TypeScript. */
export const ALLOWED: Readonly<Record<string, Allowance>> = {
  model: { places: [] },
  sql: { places: [] },
  wasm: { places: [] },
  sources: { places: ['model'] },
  decode: { places: ['model', 'wasm'], types: ['parse'] },
  network: { places: ['model'] },
  parse: { places: ['model', 'wasm'] },
  batches: { places: ['model', 'parse'] },
  store: { places: ['model', 'network', 'sql'], types: ['parse'] },
  engines: { places: ['model', 'store'] },
  queries: { places: ['model', 'sql', 'store', 'engines'] },
  blame: { places: ['model', 'sql', 'store', 'engines', 'queries'] },
  why: { places: ['model', 'sql', 'network', 'store', 'blame'] },
  connectivity: { places: ['model', 'sql', 'store', 'engines', 'queries', 'blame'] },
  anomalies: { places: ['model', 'sql', 'network', 'store', 'engines', 'queries', 'blame'] },
  daily: { places: ['model', 'sql', 'network', 'store', 'queries', 'blame', 'connectivity', 'anomalies'] },
  reports: {
    places: ['model', 'store', 'engines', 'queries', 'blame', 'connectivity', 'why', 'anomalies', 'daily'],
    types: ['network', 'ingest', 'import-network.ts'],
  },
  'read-flow-logs.ts': { places: ['model', 'sources', 'decode', 'parse', 'batches', 'store'] },
  ingest: { places: ['model', 'sql', 'sources', 'decode', 'parse', 'store'] },
  'import-network.ts': { places: ['network', 'store'] },
  'index.ts': {
    // biome-ignore format: as the flow has it
    places: [
      'model', 'sources', 'decode', 'network', 'store', 'engines', 'queries', 'blame', 'connectivity', 'why', 'anomalies', 'daily', 'reports',
      'read-flow-logs.ts', 'ingest', 'import-network.ts',
    ],
  },
  cli: { places: [], types: ['index.ts'] },
};

/**
 * Who may import a package; folders and files of `src/`, or beginnings of their paths. `types`: only types of it. `lazily`:
 * only types, and the rest by import().
 */
interface PackageRule {
  readonly by: readonly string[];
  readonly types?: readonly string[];
  readonly lazily?: readonly string[];
}

const PACKAGES: Readonly<Record<string, PackageRule>> = {
  // Local logs are read without it, and --help comes without it.
  '@aws-sdk/client-s3': { by: [], lazily: ['sources/s3/'] },
  '@duckdb/node-api': { by: ['store/'] },
  '@duckdb/node-bindings': { by: ['store/'] },
  'apache-arrow': { by: ['batches/'], types: ['read-flow-logs.ts'] },
  commander: { by: ['cli/'] },
  'csv-parse/sync': { by: ['decode/'] },
  'd3-scale': { by: ['reports/charts/'] },
  zod: { by: ['network/aws/'] },
};

/** Who may touch the file system: where bytes come from, what is built into the program, and whether a store exists. */
const FILE_SYSTEM = [
  'sources/',
  'sql/load.ts',
  'network/aws/files.ts',
  'wasm/instance.ts',
  'store/store.ts',
  'store/parquet-text.ts',
  'reports/page-scripts.ts',
  'cli/',
];

const SQL =
  /\b(?:SELECT|INSERT INTO|CREATE (?:OR REPLACE )?(?:TEMP )?(?:TABLE|VIEW|MACRO)|DELETE FROM|UPDATE \w+ SET|FROM [a-z_]+\b)/;
const MOST_LINES = 300;

/** Everything in which the files break the rules, one sentence each, sorted. */
export function violations(files: readonly SourceFile[]): readonly string[] {
  const found = files.flatMap((file) => [...importViolations(file), ...textViolations(file)]);
  return [...found, ...cycles(files).map((cycle) => `cycle: ${cycle.join(' → ')}`)].toSorted();
}

function importViolations(file: SourceFile): readonly string[] {
  return file.imports
    .filter(
      (imported) => !(isOwn(imported) ? mayImportOwn(file, imported) : mayImportPackage(file, imported)),
    )
    .map(({ target, kind }) => `${file.path} imports ${target}${kind === 'type' ? ' (type)' : ''}`);
}

function mayImportOwn(file: SourceFile, { target, kind }: Import): boolean {
  const from = placeOf(file.path);
  const to = placeOf(target);
  if (from === to) return true;
  // The command line loads everything on demand, so that --help loads no DuckDB.
  if (from === 'cli') return to === 'index.ts' && kind !== 'value';
  const allowance = ALLOWED[from];
  if (!allowance) return false;
  return allowance.places.includes(to) || (kind === 'type' && allowance.types?.includes(to) === true);
}

function mayImportPackage(file: SourceFile, { target, kind }: Import): boolean {
  const path = file.path.slice('src/'.length);
  const isIn = (places: readonly string[]) => places.some((place) => path.startsWith(place));
  if (target === 'node:fs' || target === 'node:fs/promises') return isIn(FILE_SYSTEM);
  if (path.startsWith('model/')) return false;
  if (target.startsWith('node:')) return true;
  const rule = PACKAGES[target];
  if (rule === undefined) return false;
  if (isIn(rule.by)) return true;
  const { types = [], lazily = [] } = rule;
  return kind === 'type' ? isIn(types) || isIn(lazily) : kind === 'lazy' && isIn(lazily);
}

function textViolations({ path, lines, code, literals }: SourceFile): readonly string[] {
  const found: string[] = [];
  if (lines > MOST_LINES) found.push(`${path} has ${lines} lines, at most ${MOST_LINES}`);
  if (/(?:utils?|helpers?)\b/i.test(path)) found.push(`${path} is named for no noun`);
  if (!/^src\/(?:[a-z0-9-]+\/)*[a-z0-9-]+\.ts$/.test(path)) found.push(`${path} is not kebab-case`);
  if (/\bexport default\b/.test(code)) found.push(`${path} has a default export`);
  if (!path.startsWith('src/cli/')) {
    const bare = literals.reduce((text, literal) => text.replace(literal, ''), code);
    for (const effect of ['console.', 'process.', 'Date.now(']) {
      if (new RegExp(`(?<![\\w.])${effect.replace(/[.(]/g, '\\$&')}`).test(bare))
        found.push(`${path} uses ${effect}`);
    }
  }
  for (const literal of literals) {
    if (SQL.test(literal)) found.push(`${path} holds SQL: ${literal}`);
  }
  return found;
}

/** Circles of imports between files, types included, each told once from its first file on. */
export function cycles(files: readonly SourceFile[]): readonly (readonly string[])[] {
  const edges = new Map(files.map(({ path, imports }) => [path, imports.map(({ target }) => target)]));
  const done = new Set<string>();
  const found: string[][] = [];
  const visit = (path: string, way: readonly string[]): void => {
    const at = way.indexOf(path);
    if (at >= 0) found.push([...way.slice(at), path]);
    if (at >= 0 || done.has(path)) return;
    for (const target of edges.get(path) ?? []) visit(target, [...way, path]);
    done.add(path);
  };
  for (const path of edges.keys()) visit(path, []);
  return found;
}

function isOwn({ target }: Import): boolean {
  return target.startsWith('src/') || target.includes('../') || target.endsWith('.ts');
}

/** The folder of `src/` that a file is in, or its name when it stands right there. */
function placeOf(path: string): string {
  return path.split('/')[1] ?? path;
}
