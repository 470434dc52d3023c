import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { whyHtml } from '../../src/reports/why-html.ts';
import { IS_THOROUGH, someCases } from '../thorough.ts';
import { browserOfFile, HAS_BROWSER, type Scheme } from './page-in-browser.ts';
import { ANSWERS, blockedReply } from './why-answers.ts';

describe.skipIf(!HAS_BROWSER)('a page in a browser', () => {
  const openPage = browserOfFile();

  /** Opens the page of an answer. */
  async function open(name: string, width: number, scheme: Scheme) {
    return openPage(whyHtml((ANSWERS[name] ?? blockedReply)()), { width, scheme });
  }

  const LIGHT = Object.keys(ANSWERS).flatMap((name) => [
    [name, 360, 'light'] as const,
    [name, 1200, 'light'] as const,
  ]);
  const DARK = [['blockedReply', 360, 'dark'] as const, ['hostileNames', 1200, 'dark'] as const];

  it.each([...someCases(LIGHT, LIGHT.length), ...DARK])(
    'says nothing, asks for nothing and fits (%s, %i px, %s)',
    async (name, width, scheme) => {
      const { page, said, asked } = await open(name, width, scheme);
      expect(said).toEqual([]);
      expect(asked).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      expect(await shownPictures(page)).toEqual([width < 720 ? 'tall' : 'wide']);
      await page.close();
    },
  );

  it.runIf(IS_THOROUGH).each(['light', 'dark'] as const)(
    'has texts that can be read (%s)',
    async (scheme) => {
      const { page } = await open('blockedReply', 1200, scheme);
      const ratios = await page.evaluate<readonly (readonly [string, number])[]>(CONTRASTS);
      expect(ratios.length).toBeGreaterThan(40);
      // WCAG 2.2, success criterion 1.4.3.
      expect(ratios.filter(([, ratio]) => ratio < 4.5)).toEqual([]);
      await page.close();
    },
  );

  it.runIf(IS_THOROUGH)('looks different in the dark', async () => {
    const grounds = [];
    for (const scheme of ['light', 'dark'] as const) {
      const { page } = await open('blockedReply', 1200, scheme);
      grounds.push(await page.evaluate('getComputedStyle(document.body).backgroundColor'));
      await page.close();
    }
    expect(grounds).toEqual(['rgb(255, 255, 255)', 'rgb(20, 23, 29)']);
  });

  it.runIf(IS_THOROUGH).each(Object.keys(ANSWERS))(
    'has labels that stay within their card (%s)',
    async (name) => {
      for (const width of [360, 1200]) {
        const { page } = await open(name, width, 'light');
        expect(await page.evaluate(STRAY_LABELS)).toEqual([]);
        await page.close();
      }
    },
  );

  it.runIf(IS_THOROUGH)('is printed on white, with the wide picture', async () => {
    const { page } = await open('blockedReply', 360, 'dark');
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect(await shownPictures(page)).toEqual(['wide']);
    await page.close();
  });
});

async function shownPictures(page: Page): Promise<unknown> {
  return page.evaluate(
    `['wide', 'tall'].filter((form) => document.querySelector('.path.' + form).getClientRects().length > 0)`,
  );
}

/** Each text of the page with its contrast against the nearest ground (WCAG 2.2, "contrast ratio"). */
const CONTRASTS = `
(() => {
  const light = (color) => {
    const [r, g, b] = color.match(/[\\d.]+/g).map((part) => {
      const value = Number(part) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const color = getComputedStyle(one).backgroundColor;
      if (color !== 'rgba(0, 0, 0, 0)') return color;
    }
    return 'rgb(255, 255, 255)';
  };
  return [...document.querySelectorAll('h1, h2, h3, p, td, th, li, span, caption, pre, svg text')]
    .filter((element) => element.textContent.trim() !== '' && element.getClientRects().length > 0)
    .map((element) => {
      const svg = element instanceof SVGElement;
      const card = svg ? element.closest('svg').querySelector('.card:not(.outside):not(.gateway)') : null;
      const colors = [
        svg ? getComputedStyle(element).fill : getComputedStyle(element).color,
        card ? getComputedStyle(card).fill : ground(element),
      ].map(light).sort((a, b) => b - a);
      return [element.textContent.trim().slice(0, 40), (colors[0] + 0.05) / (colors[1] + 0.05)];
    });
})()`;

/** Labels of the shown picture that leave the card in which they begin. */
const STRAY_LABELS = `
(() => {
  const svg = [...document.querySelectorAll('figure .path:not(.sign)')].find((one) => one.getClientRects().length > 0);
  const boxes = [...svg.querySelectorAll('.card')].map((card) => card.getBoundingClientRect());
  return [...svg.querySelectorAll('.title, .subtitle, .label, .flag')]
    .filter((text) => text.textContent !== '')
    .filter((text) => {
      const box = text.getBoundingClientRect();
      return !boxes.some((card) => box.left >= card.left - 1 && box.right <= card.right + 1 && box.top >= card.top - 1 && box.bottom <= card.bottom + 1);
    })
    .map((text) => text.textContent);
})()`;
