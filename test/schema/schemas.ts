import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';

export const FOLDER = join(import.meta.dirname, '../../docs/schema');

export type Schema = Readonly<Record<string, unknown>>;

/** The schemas of docs/schema by file name. */
export const SCHEMAS: ReadonlyMap<string, Schema> = new Map(
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .map((name) => [name, JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Schema]),
);

const ajv = new Ajv2020({
  strict: true,
  strictTypes: true,
  strictTuples: true,
  strictRequired: true,
  allErrors: true,
});
for (const [name, schema] of SCHEMAS) ajv.addSchema(schema, name);

/** What is wrong in a value, by its JSON pointer; empty: it is as `schema` says: `blame.json`, `blame.json#/$defs/flow`. */
export function problemsOf(value: unknown, schema: string): readonly string[] {
  const validate = ajv.getSchema(schema);
  if (!validate) throw new Error(`There is no schema "${schema}"`);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message = '', params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}
