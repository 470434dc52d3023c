/** Pages in a real browser, with everything that it said and asked for. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const path = [process.env['CHROMIUM'] ?? '', ...PLACES].find((place) => place !== '' && existsSync(place));

/** Says so where there is none, for then the tests of pages are skipped. */
export const HAS_BROWSER = path !== undefined;
if (!HAS_BROWSER) {
  console.warn(
    `SKIPPED: no page is tried in a browser, for there is none at $CHROMIUM, ${PLACES.join(', ')} ("apt-get install chromium" brings one)`,
  );
}

export type Scheme = 'light' | 'dark';

export interface OpenPage {
  readonly page: Page;
  /** Messages of the console, errors and dialogs. */
  readonly said: readonly string[];
  /** What the page wanted to load besides itself. */
  readonly asked: readonly string[];
}

export interface Look {
  readonly width: number;
  readonly scheme: Scheme;
  /** Default: it runs scripts. */
  readonly scripts?: boolean;
}

/** One browser for a file of tests; gives the function that opens a page in it, from disk. */
export function browserOfFile(): (html: string, look: Look) => Promise<OpenPage> {
  const folder = mkdtempSync(join(tmpdir(), 'flowblame-page-'));
  let browser: Browser;
  let pages = 0;
  beforeAll(async () => {
    // In containers Chromium often runs as root, where its sandbox does not work; the pages are our own.
    browser = await chromium.launch({ executablePath: path ?? '', args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return async (html, { width, scheme, scripts = true }) => {
    const file = join(folder, `${(pages += 1)}.html`);
    writeFileSync(file, html);
    const page = await browser.newPage({
      viewport: { width, height: 800 },
      colorScheme: scheme,
      javaScriptEnabled: scripts,
    });
    const said: string[] = [];
    const asked: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    page.on('dialog', (dialog) => {
      said.push(dialog.message());
      void dialog.dismiss();
    });
    const url = pathToFileURL(file).href;
    page.on('request', (request) => {
      if (request.url() !== url) asked.push(request.url());
    });
    await page.goto(url, { waitUntil: 'load' });
    return { page, said, asked };
  };
}
