import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { renderDailyHtml } from '../../src/reports/daily-html.ts';
import { IS_THOROUGH } from '../thorough.ts';
import { emptyDay, fullDay, hostileDay } from './daily-reports.ts';
import { browserOfFile, HAS_BROWSER, type Look } from './page-in-browser.ts';

const DAYS = { fullDay, emptyDay, hostileDay } as const;
const HOSTS = 'table:has(caption:text-is("Hosts with the most bytes"))';
const DESKTOP = { width: 1200, scheme: 'light' } as const;

describe.skipIf(!HAS_BROWSER)('the page of a day in a browser', () => {
  const openPage = browserOfFile();

  async function open(name: keyof typeof DAYS, look: Look = DESKTOP) {
    return openPage(renderDailyHtml(DAYS[name]()), look);
  }

  it('says nothing, asks for nothing, fits, sorts, filters and copies', async () => {
    const { page, said, asked } = await open('fullDay');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(1200);
    await sorts(page);
    await filters(page);
    await copies(page);
    expect(said).toEqual([]);
    expect(asked).toEqual([]);
    await page.close();
  });

  describe.runIf(IS_THOROUGH)('in all its forms', () => {
    const FORMS = [
      ...([320, 390, 760, 1024, 1920] as const).map((width) => ['fullDay', width, 'light'] as const),
      ...([320, 1024] as const).map((width) => ['hostileDay', width, 'dark'] as const),
      ...([320, 1920] as const).map((width) => ['emptyDay', width, 'dark'] as const),
    ];

    it.each(FORMS)('says nothing, asks for nothing and fits (%s, %i px, %s)', async (name, width, scheme) => {
      const { page, said, asked } = await open(name, { width, scheme });
      expect(said).toEqual([]);
      expect(asked).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      expect(await page.evaluate(STRAY_TEXTS)).toEqual([]);
      await page.close();
    });

    it.each([
      ['fullDay', 390, 'light'],
      ['fullDay', 390, 'dark'],
      ['fullDay', 1024, 'light'],
      ['fullDay', 1024, 'dark'],
      ['emptyDay', 1024, 'light'],
    ] as const)(
      'has no fault that axe finds serious (%s, %i px, %s)',
      async (name, width, scheme) => {
        const { page } = await open(name, { width, scheme });
        await page.evaluate(`for (const one of document.querySelectorAll('details')) one.open = true`);
        await page.evaluate(
          readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'),
        );
        const { passes, violations } = await page.evaluate<AxeResults>(
          `axe.run({ resultTypes: ['violations'] })`,
        );
        expect(passes.length).toBeGreaterThan(20);
        const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        expect(grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
        await page.close();
      },
      180_000,
    );

    it('draws bars as high as the numbers below them say', async () => {
      const { page } = await open('fullDay');
      for (const [chart, column] of [
        ['plain', 1],
        ['refused', 2],
        ['accepted', 3],
      ] as const) {
        const drawn = await page.evaluate<readonly number[]>(
          `[...document.querySelectorAll('svg[aria-labelledby^="chart-${chart}-over-time"] .bar')].map((bar) => bar.getBoundingClientRect().height)`,
        );
        const told = await page.evaluate<readonly number[]>(
          `[...document.querySelectorAll('#day table tbody tr')].map((row) => Number(row.cells[${column}].dataset.value))`,
        );
        expect(drawn).toHaveLength(24);
        const most = told.indexOf(Math.max(...told));
        for (const [i, height] of drawn.entries()) {
          expect(Math.abs(height - ((drawn[most] ?? 0) * (told[i] ?? 0)) / (told[most] ?? 1))).toBeLessThan(
            0.5,
          );
        }
      }
      await page.close();
    });

    it('is complete without scripts', async () => {
      const { page } = await open('fullDay', { ...DESKTOP, scripts: false });
      expect(await page.locator('button, input').count()).toBe(0);
      expect(await page.locator(`${HOSTS} tbody tr`).count()).toBe(12);
      expect(await page.locator('#refused code.command').first().textContent()).toContain('flowblame why');
      await page.close();
    });

    it('selects a command that it may not copy', async () => {
      const { page, said } = await open('fullDay');
      await page.evaluate(`navigator.clipboard.writeText = () => Promise.reject(new Error('no'))`);
      await page.locator('#refused .copy').first().click();
      expect(await page.locator('[role=status]').textContent()).toContain('is selected');
      expect(await page.evaluate('String(getSelection())')).toMatch(/^flowblame why /);
      expect(said).toEqual([]);
      await page.close();
    });

    it('is worked with keys alone', async () => {
      const { page } = await open('fullDay');
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the report');
      expect(await page.evaluate('document.activeElement.getBoundingClientRect().left')).toBeGreaterThan(0);
      await page.keyboard.press('Enter');
      expect(page.url()).toContain('#main');
      await page.locator(`${HOSTS} th:nth-child(3) button`).focus();
      await page.keyboard.press('Space');
      expect(await page.locator(`${HOSTS} th:nth-child(3)`).getAttribute('aria-sort')).toBe('descending');
      expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
      await page.close();
    });

    it('is printed on white, without what only a screen has', async () => {
      const { page } = await open('fullDay', { width: 390, scheme: 'dark' });
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(
        'rgb(255, 255, 255)',
      );
      expect(await page.evaluate(`getComputedStyle(document.querySelector('.chip.high')).color`)).not.toBe(
        'rgb(255, 132, 146)',
      );
      for (const gone of ['nav', '.copy', '.filter', '.skip']) {
        expect(await page.locator(gone).first().isVisible(), gone).toBe(false);
      }
      const { length } = await page.pdf({ format: 'A4' });
      expect(length).toBeGreaterThan(20_000);
      expect(length).toBeLessThan(2_000_000);
      await page.close();
    });

    it('shows hostile names as text', async () => {
      const { page, said } = await open('hostileDay');
      expect(await page.locator('script').count()).toBe(3);
      expect(await page.locator('img, iframe, [onerror], [onload], [onmouseover]').count()).toBe(0);
      expect(await page.locator('body').textContent()).toContain('</script><script>alert(1)</script>');
      expect(said).toEqual([]);
      await page.close();
    });
  });
});

interface AxeResults {
  readonly passes: readonly unknown[];
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

async function sorts(page: Page): Promise<void> {
  const received = async () =>
    page.evaluate<readonly number[]>(
      `[...document.querySelectorAll('caption')].find((one) => one.textContent === 'Hosts with the most bytes').parentElement
        .tBodies[0].innerHTML.match(/data-label="Received" data-value="\\d+"/g).map((cell) => Number(cell.match(/\\d+/)[0]))`,
    );
  const header = page.locator(`${HOSTS} th`).filter({ hasText: 'Received' });
  const before = await received();
  await header.getByRole('button').click();
  await header.getByRole('button').click();
  expect(await header.getAttribute('aria-sort')).toBe('ascending');
  expect(await received()).toEqual(before.toSorted((a, b) => a - b));
  await header.getByRole('button').click();
  expect(await header.getAttribute('aria-sort')).toBe('descending');
  expect(await received()).toEqual(before.toSorted((a, b) => b - a));
  await page.locator(`${HOSTS} th button`).first().click();
  expect(await page.locator(`${HOSTS} [aria-sort]`).allTextContents()).toEqual(['Host']);
  const names = await page.locator(`${HOSTS} tbody th`).allTextContents();
  expect(names.map((name) => name.split(' ')[0])).toEqual([
    'app-1', 'app-7', 'bastion-5', 'bastion-11', 'batch-4', 'batch-10', 'cache-3', 'cache-9', 'db-2', 'db-8', 'web-0', 'web-6',
  ]); // biome-ignore format: one list
}

async function filters(page: Page): Promise<void> {
  const filter = page.getByLabel('Filter Hosts with the most bytes');
  await filter.fill('DB sg-0');
  expect(await page.locator(`${HOSTS} tbody tr:visible`).count()).toBe(2);
  const count = page.locator('output').filter({ hasText: 'rows' });
  expect(await count.textContent()).toBe('2 of 12 rows');
  expect(await count.getAttribute('aria-live')).toBe('polite');
  await filter.fill('');
  expect(await page.locator(`${HOSTS} tbody tr:visible`).count()).toBe(12);
  expect(await count.count()).toBe(0);
}

async function copies(page: Page): Promise<void> {
  await page.evaluate(`navigator.clipboard.writeText = async (text) => { globalThis.copied = text; }`);
  const ask = page.locator('#refused .ask').first();
  await ask.getByRole('button').click();
  expect(await page.evaluate('globalThis.copied')).toBe('flowblame why 10.0.2.11 10.0.4.13 --port 5432');
  expect(await ask.getByRole('button').textContent()).toBe('Copied');
  expect(await page.locator('[role=status]').textContent()).toBe('Copied');
}

/** Texts of charts that reach over the edge of the screen. */
const STRAY_TEXTS = `
[...document.querySelectorAll('svg.chart text')]
  .filter((text) => text.getClientRects().length > 0 && !text.closest('svg svg'))
  .filter((text) => { const box = text.getBoundingClientRect(); return box.left < 0 || box.right > innerWidth + 1; })
  .map((text) => text.textContent)`;
