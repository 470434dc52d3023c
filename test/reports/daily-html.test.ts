import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compactNumber } from '../../src/reports/charts/compact-number.ts';
import { levelsUpTo, SHADES } from '../../src/reports/charts/levels.ts';
import { timeAxis } from '../../src/reports/charts/time-axis.ts';
import { timeBars } from '../../src/reports/charts/time-bars.ts';
import { renderDailyHtml } from '../../src/reports/daily-html.ts';
import { html, htmlPage } from '../../src/reports/html-page.ts';
import { DAY_START_S } from '../anomalies/connection-rows.ts';
import { emptyDay, fullDay, hostileDay } from './daily-reports.ts';
import { flawsOf } from './well-formed.ts';

const DAYS = { fullDay, emptyDay, hostileDay } as const;
const NAMES = ['fullDay', 'emptyDay', 'hostileDay'] as const;

describe('a page with scripts', () => {
  it('runs its own by their hashes, and forbids every other', () => {
    const script = 'document.title = "x";';
    const hash = createHash('sha256').update(script).digest('base64');
    const page = htmlPage({ title: 'a', body: html``, scripts: [script] });
    expect(page).toContain(`default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'"`);
    expect(page).toContain(`<script type="module">${script}</script>`);
  });

  it('has scripts that do not end before their end', () => {
    const folder = new URL('../../browser/', import.meta.url);
    const files = readdirSync(folder).filter((name) => name.endsWith('.js'));
    expect(files.length).toBeGreaterThan(2);
    for (const name of files) {
      expect(readFileSync(new URL(name, folder), 'utf8'), name).not.toMatch(/<\/script|<!--/i);
    }
  });
});

describe('the page of a day', () => {
  it.each(NAMES)('is well-formed (%s)', (name) => {
    expect(flawsOf(renderDailyHtml(DAYS[name]()))).toEqual([]);
  });

  it.each(NAMES)('loads nothing, and has no script but its own (%s)', (name) => {
    const page = renderDailyHtml(DAYS[name]());
    expect(page.match(/<script/g)).toHaveLength(3);
    const scripts = Array.from(
      page.matchAll(/<script type="module">(.*?)<\/script>/gs),
      ([, text = '']) => text,
    );
    expect(
      scripts.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`).join(' '),
    ).toBe(/script-src ([^"]*)"/.exec(page)?.[1]);
    const markup = page.replaceAll(/<script.*?<\/script>|<style>.*?<\/style>/gs, '');
    expect(markup).not.toMatch(/<(?:link|img|iframe|object)|<[^>]*\s(?:src|on[a-z]+)=|href="[^#]/);
    expect(page.match(/url\([^)]*\)/g)).toEqual(['url(#nothing)']);
  });

  it.each(NAMES)('has headings without a gap, and the scope of each header cell (%s)', (name) => {
    const page = renderDailyHtml(DAYS[name]());
    const levels = Array.from(page.matchAll(/<h([1-6])[ >]/g), ([, level]) => Number(level));
    expect(levels[0]).toBe(1);
    expect(levels.filter((level, i) => i > 0 && level > (levels[i - 1] ?? 0) + 1)).toEqual([]);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    for (const [cell] of page.matchAll(/<th[ >][^>]*/g)) expect(cell).toMatch(/scope="(?:col|row)"/);
  });

  it('leads to each of its sections, and has each that the report has', () => {
    const page = renderDailyHtml(fullDay());
    const links = Array.from(page.matchAll(/<li><a href="#([a-z-]+)">/g), ([, id]) => id);
    const sections = Array.from(page.matchAll(/<section id="([a-z-]+)">/g), ([, id]) => id);
    expect(links).toEqual(sections);
    expect(sections).toEqual([
      'first', 'day', 'refused', 'one-way', 'unusual', 'exposure', 'traffic', 'costs', 'new', 'logs', 'untold',
    ]); // biome-ignore format: one list
  });

  it('says of each section that is missing why', () => {
    const page = renderDailyHtml(emptyDay());
    expect(page.match(/<li>[^<]*: no record starts in this time\.<\/li>/g)).toHaveLength(6);
    expect(page).not.toContain('id="refused"');
    expect(page).toContain('Nothing stands out.');
  });

  it('names first what weighs most', () => {
    const page = renderDailyHtml(fullDay());
    const notices = Array.from(
      page.matchAll(/<li><span class="chip [a-z]+">([a-z ]+)<\/span> <a href="#([a-z-]+)"/g),
    );
    expect(notices.map(([, word, section]) => `${word} ${section}`)).toEqual([
      'critical unusual',
      'refused refused',
      'refused refused',
      'refused refused',
      'one way one-way',
      'exposed exposure',
      'logs logs',
      'costs costs',
    ]);
    // A rule that cannot be told, or late packets, are nothing to act on, however many they are.
    expect(page).not.toMatch(/<a href="#refused">[^\n]*(?:cannot tell|late packet)/);
  });

  it('counts what is not listed', () => {
    const page = renderDailyHtml(fullDay());
    expect(page).toContain('… and 1 879 more');
    expect(page).toContain('the first 8 of 13');
  });

  it('names the store in its commands when it is not the default', () => {
    const text = (page: string) => page.replaceAll(/<[^>]*>/g, '');
    expect(text(renderDailyHtml(fullDay()))).toContain('flowblame why 10.0.2.11 10.0.4.13 --port 5432');
    expect(text(renderDailyHtml(fullDay(), { db: 'my logs.duckdb' }))).toContain(
      'flowblame why 10.0.2.11 10.0.4.13 --port 5432 --db &#39;my logs.duckdb&#39;',
    );
  });

  it('lets no control or direction character through', () => {
    expect(renderDailyHtml(hostileDay()).replaceAll('\n', '')).not.toMatch(
      /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u,
    );
  });

  it('stays small', () => {
    expect(renderDailyHtml(fullDay()).length).toBeLessThan(300_000);
    expect(renderDailyHtml(hostileDay()).length).toBeLessThan(600_000);
  });

  it('is the same for the same report', () => {
    expect(renderDailyHtml(fullDay())).toBe(renderDailyHtml(fullDay()));
  });
});

describe('the charts of a day', () => {
  it('have the amounts of the report, from zero', () => {
    const report = fullDay();
    const { heatMap } = report.completeness;
    const every = heatMap.others ? [...heatMap.rows.listed, heatMap.others] : heatMap.rows.listed;
    const refused = heatMap.startsS.map((_, i) => every.reduce((sum, row) => sum + (row.refused[i] ?? 0), 0));
    const bars = columnsOf(renderDailyHtml(report), 'chart-refused-over-time');
    expect(
      bars.map(({ title }) => Number(/: ([\d ]+) record/.exec(title)?.[1]?.replaceAll(' ', ''))),
    ).toEqual(refused);
    const [most] = bars.toSorted((a, b) => b.height - a.height);
    for (const [i, { height }] of bars.entries()) {
      expect(height / (most?.height ?? 1)).toBeCloseTo((refused[i] ?? 0) / Math.max(...refused), 2);
    }
  });

  it('begin at zero, however close their amounts are', () => {
    const { html: svg } = timeBars({
      id: 'close',
      title: 'a',
      description: 'b',
      kind: 'plain',
      columns: { startsS: [0, 3600], stepS: 3600 },
      values: [900, 1000],
      words: String,
      tick: String,
    });
    const [lower, higher] = columnsOf(svg, 'close').map(({ height }) => height);
    expect((lower ?? 0) / (higher ?? 1)).toBeCloseTo(0.9, 2);
  });

  it('have bars as long as what they stand for', () => {
    const report = fullDay();
    const records = report.refused?.internal.listed.slice(0, 8).map((rule) => rule.records) ?? [];
    const svg =
      /<svg class="chart bar-list"[^>]*chart-refused-title.*?<\/svg>\n?<figcaption/s.exec(
        renderDailyHtml(report),
      )?.[0] ?? '';
    const widths = Array.from(
      svg.matchAll(/class="bar refused" x="0%" y="\d+" width="([\d.]+)%"/g),
      ([, width]) => Number(width),
    );
    expect(widths).toHaveLength(8);
    for (const [i, width] of widths.entries()) {
      expect(width).toBeCloseTo(((records[i] ?? 0) / (records[0] ?? 1)) * 100, 2);
    }
  });

  it('have a cell for each interface and hour, hatched where there is nothing and marked where AWS dropped records', () => {
    const page = renderDailyHtml(fullDay());
    const svg = /<svg class="chart heat-map".*?<\/svg>/s.exec(page)?.[0] ?? '';
    expect(svg.match(/<rect class="level-/g)).toHaveLength(17 * 24);
    expect(svg.match(/<rect class="level-0"/g)).toHaveLength(3);
    expect(svg.match(/<circle class="lost"/g)).toHaveLength(1);
    expect(svg).toContain('app-1, 14:00–15:00: ');
  });

  it('have a cell for each pair of tiers, with the bytes of both ways', () => {
    const report = fullDay();
    const cells = report.traffic?.tiers.cells ?? [];
    const matrix = /<table class="matrix">.*?<\/table>/s.exec(renderDailyHtml(report))?.[0] ?? '';
    const clients = new Set(cells.map(({ from }) => from));
    const servers = new Set(cells.map(({ to }) => to));
    expect(matrix.match(/<th scope="row">/g)).toHaveLength(clients.size);
    expect(matrix.match(/<td[ >]/g)).toHaveLength(clients.size * servers.size);
    const amounts = Array.from(matrix.matchAll(/data-value="(\d+)"/g), ([, amount]) => Number(amount));
    const byNumber = (a: number, b: number) => a - b;
    expect(amounts.toSorted(byNumber)).toEqual(
      cells.map(({ bytesUp, bytesDown }) => bytesUp + bytesDown).toSorted(byNumber),
    );
    expect(matrix).toMatch(
      /<th scope="row"><bdi>app-hosts<\/bdi>.*<\/th>(?:<td[^>]*>[^<]*<\/td>)*<td class="number shade-5" data-value="93000000000"/,
    );
  });

  it('are each told in words', () => {
    const page = renderDailyHtml(fullDay());
    const charts = page.match(/<svg class="chart (?!spark|cell-bar)[^>]*>/g) ?? [];
    expect(charts.length).toBeGreaterThan(6);
    for (const chart of charts)
      expect(chart).toMatch(/role="img" aria-labelledby="[a-z-]+-title [a-z-]+-text"/);
    expect(page).toMatch(/<desc id="chart-refused-text">sg-0db inbound: no rule allows it: 18 342\./);
  });
});

it.each([
  [24, 3600, ['00:00', '03:00', '06:00', '09:00', '12:00', '15:00', '18:00', '21:00']],
  [48, 3600, ['2 Mar', '06:00', '12:00', '18:00', '3 Mar', '06:00', '12:00', '18:00']],
  [28, 21_600, ['2 Mar', '3 Mar', '4 Mar', '5 Mar', '6 Mar', '7 Mar', '8 Mar']],
])('names days where there are several (%i columns of %i s)', (count, stepS, words) => {
  const startsS = Array.from({ length: count }, (_, i) => DAY_START_S + i * stepS);
  expect(timeAxis({ startsS, stepS }, 0).html.match(/(?<=>)[^<\n]+/g)).toEqual(words);
});

describe('shades', () => {
  it('grow with the amount, none for nothing and the strongest for the most', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000_000), fc.array(fc.nat(1_000_000_000)), (most, amounts) => {
        const { of, from } = levelsUpTo(most);
        expect(of(0)).toBe(0);
        expect(of(Math.max(1, most))).toBe(SHADES);
        expect(from.map(of)).toEqual(from.map((_, i) => SHADES - from.length + 1 + i));
        const sorted = amounts.toSorted((a, b) => a - b).map(of);
        expect(sorted).toEqual(sorted.toSorted((a, b) => a - b));
      }),
    );
  });
});

it.each([
  [0, '0'],
  [999, '999'],
  [1000, '1 k'],
  [1250, '1.3 k'],
  [35_000_000, '35 M'],
  [123_456_789, '123 M'],
])('writes %d in little room', (value, words) => {
  expect(compactNumber(value)).toBe(words);
});

interface Column {
  readonly title: string;
  readonly height: number;
}

function columnsOf(page: string, id: string): readonly Column[] {
  const svg = new RegExp(`<svg[^>]*aria-labelledby="${id}-title.*?</svg>`, 's').exec(page)?.[0] ?? '';
  const columns = svg.matchAll(/<title>([^<]*)<\/title>.*?<rect class="bar"[^>]*height="([\d.]+)"/g);
  return Array.from(columns, ([, title = '', height]) => ({ title, height: Number(height) }));
}
