import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DETECTORS } from '../../src/anomalies/finding.ts';
import { MODIFIER_POINTS } from '../../src/anomalies/severity.ts';
import { RESOURCE_KINDS } from '../../src/network/aws/resources.ts';
import { QUERY_SECTIONS } from '../../src/queries/named-query.ts';
import { NOT_CHECKED } from '../../src/reports/anomaly-run-words.ts';
import { LACK_WORDS } from '../../src/reports/daily-lack-words.ts';
import { FOLDER, problemsOf, type Schema, SCHEMAS } from './schemas.ts';

interface Place {
  readonly path: string;
  readonly schema: Schema;
}

/** A schema and all that stand in it. */
function within(schema: Schema, path: string): readonly Place[] {
  const children = Object.entries(schema).flatMap(([key, value]): readonly Place[] => {
    if (typeof value !== 'object' || value === null) return [];
    if (key === 'properties' || key === '$defs') {
      return Object.entries(value as Record<string, Schema>).flatMap(([name, one]) =>
        within(one, `${path}/${key}/${name}`),
      );
    }
    if (key === 'anyOf') return (value as Schema[]).flatMap((one, i) => within(one, `${path}/${key}/${i}`));
    return key === 'items' ? within(value as Schema, `${path}/${key}`) : [];
  });
  return [{ path, schema }, ...children];
}

const PLACES = [...SCHEMAS].flatMap(([name, schema]) => within(schema, name));

describe('the schemas', () => {
  it.each([...SCHEMAS.keys()])('%s is JSON Schema of draft 2020-12 that ajv takes in strict mode', (name) => {
    expect(SCHEMAS.get(name)).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: expect.stringMatching(/./),
      description: expect.stringMatching(/\.$/),
    });
    expect(problemsOf(null, name)).not.toEqual([]);
  });

  it('describe every member', () => {
    const mute = PLACES.filter(({ path }) => /\/properties\/[^/]+$/.test(path)).filter(
      ({ schema }) => typeof schema.description !== 'string' || !/^\S.*[.:]$/s.test(schema.description),
    );
    expect(mute.map(({ path }) => path)).toEqual([]);
  });

  it('let no member be there that they do not name, but for the columns of a query', () => {
    const open = PLACES.filter(
      ({ schema }) => schema.type === 'object' && schema.additionalProperties !== false,
    );
    expect(open.map(({ path }) => path)).toEqual(['common.json', 'query.json/$defs/row']);
  });

  it('use every definition that they have', () => {
    const used = new Set(
      [...SCHEMAS].flatMap(([name, schema]) =>
        [...JSON.stringify(schema).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref = '']) =>
          ref.startsWith('#') ? `${name}${ref}` : ref,
        ),
      ),
    );
    const defined = [...SCHEMAS].flatMap(([name, { $defs }]) =>
      Object.keys($defs ?? {}).map((definition) => `${name}#/$defs/${definition}`),
    );
    const page = readFileSync(join(FOLDER, 'README.md'), 'utf8');
    expect(defined.filter((place) => !used.has(place) && !page.includes(`\`${place}\``))).toEqual([]);
  });

  it('are all in docs/schema/README.md', () => {
    const page = readFileSync(join(FOLDER, 'README.md'), 'utf8');
    for (const name of SCHEMAS.keys()) expect(page).toContain(`](${name})`);
  });

  it.each([
    ['anomalies.json/$defs/finding/properties/detector', DETECTORS],
    ['anomalies.json/$defs/finding/properties/modifiers/items/properties/why', Object.keys(MODIFIER_POINTS)],
    ['anomalies.json/$defs/notChecked/properties/what', Object.keys(NOT_CHECKED)],
    ['network-import.json/properties/files/items/properties/kinds/items', RESOURCE_KINDS],
    ['query.json/$defs/named/properties/section', QUERY_SECTIONS],
    ['report.json/$defs/lack/properties/reason', Object.keys(LACK_WORDS)],
  ])('%s has all words that the program has', (path, words) => {
    const place = PLACES.find((one) => one.path === path);
    expect(place?.schema.enum).toEqual(expect.arrayContaining([...words]));
    expect(place?.schema.enum).toHaveLength(words.length);
  });

  it('find a member that is too much, and one that is missing', () => {
    const pair = { pairs: 1, connections: 2, answered: 2 };
    const schema = 'connectivity.json#/$defs/mostlyWorking';
    expect(problemsOf(pair, schema)).toEqual([]);
    expect(problemsOf({ ...pair, more: 1 }, schema)).toEqual([
      ' must NOT have additional properties {"additionalProperty":"more"}',
    ]);
    expect(problemsOf({ pairs: 1, connections: 2 }, schema)).toHaveLength(1);
  });
});
