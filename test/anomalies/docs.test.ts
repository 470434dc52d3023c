import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DETECTOR_FACTS } from '../../src/anomalies/detectors.ts';
import { DETECTORS, type DetectorName } from '../../src/anomalies/finding.ts';
import { BASE_POINTS, MODIFIER_POINTS } from '../../src/anomalies/severity.ts';
import { detectorHeader, detectorQuery } from '../../src/anomalies/thresholds.ts';
import { ADVICE } from '../../src/reports/anomaly-advice.ts';
import { loadSql } from '../../src/sql/load.ts';

const PAGE = join(import.meta.dirname, '../../docs/anomalies.md');
const HEADING = '## Detectors\n';

const page = readFileSync(PAGE, 'utf8');
const [written = ''] = page.split(HEADING);

/** What the page says of a detector: the header of its query, and the advice that the report gives. */
function section(detector: DetectorName): string {
  const { title, answers, parameters } = detectorHeader(detector);
  const source = /^-- source: (.+?)(?:; ATT&CK .*)?$/m.exec(loadSql(detectorQuery(detector)))?.[1] ?? '';
  const { harmless, checked, next } = ADVICE[detector];
  const attack = DETECTOR_FACTS[detector].attack.join(', ');
  return [
    `### \`${detector}\`: ${title}\n`,
    `${answers}\n`,
    `- **May be harmless**: ${harmless.join('; ')}.`,
    ...(checked.length === 0 ? [] : [`- **Checked**: ${checked.join('; ')}.`]),
    `- **Next**: ${next}.`,
    ...(source === '' ? [] : [`- **After**: ${source}`]),
    ...(attack === '' ? [] : [`- **ATT&CK**: ${attack}`]),
    '',
    '| threshold | default | |',
    '|---|---|---|',
    ...parameters.map(
      ({ name, defaultText, meaning }) => `| \`${name}\` | ${cell(defaultText ?? '')} | ${cell(meaning)} |`,
    ),
    '',
  ].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`).replaceAll('$', '');
}

describe('docs/anomalies.md', () => {
  // `npx vitest run test/anomalies/docs.test.ts -u` writes that part of the page again.
  it('has the thresholds of every detector as its query has them', async () => {
    const detectors = DETECTORS.map(section).join('\n');
    const note =
      'Every detector is one query in `queries/anomalies/detectors`; its thresholds stand in the header.\n';
    await expect(`${written}${HEADING}\n${note}\n${detectors}`).toMatchFileSnapshot(PAGE);
  });

  it('has the points of severity', () => {
    const points = [...page.matchAll(/^\| .+ \| ([+−]\d+) \|$/gm)].map(([, text = '']) =>
      Number(text.replace('−', '-')),
    );
    const { 'sensitive-port': _, ...modifiers } = MODIFIER_POINTS;
    expect(points).toEqual(Object.values(modifiers));
    expect(page).toContain(
      `info, low, medium or high: ${BASE_POINTS.info}, ${BASE_POINTS.low}, ${BASE_POINTS.medium} or ${BASE_POINTS.high} points`,
    );
  });

  it('has examples that the program takes', async () => {
    const { parseAllowList } = await import('../../src/anomalies/allow-list.ts');
    const { parseThresholds } = await import('../../src/anomalies/thresholds.ts');
    const [, allow = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
    expect(parseAllowList(allow, 'page')).toHaveLength(2);
    const [, thresholds = ''] = /replaces thresholds: `(\{.*?\})`/.exec(page) ?? [];
    expect(parseThresholds(JSON.parse(thresholds)).size).toBe(2);
  });
});
