import { createHash } from 'node:crypto';

/** A piece of HTML, as against text that still has to be escaped; {@link html} makes it. */
export interface Html {
  /** Well-formed by itself. */
  readonly html: string;
}

export type HtmlContent = string | number | Html | null | readonly HtmlContent[];

/**
 * HTML from a template: what is put in is escaped, unless it is HTML already; lists are put in one after the other, null
 * is nothing. Attributes must stand in double quotes.
 */
export function html(parts: TemplateStringsArray, ...contents: readonly HtmlContent[]): Html {
  return { html: parts.map((part, i) => part + source(contents[i] ?? null)).join('') };
}

/** Text as HTML has it, between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A page and the head of it. */
export interface HtmlPage {
  readonly title: string;
  /** Of this page alone, added to the styles that all pages have. */
  readonly style?: string;
  /** What stands above the main part, such as a way to skip it, and below. */
  readonly before?: Html;
  readonly after?: Html;
  readonly body: Html;
  /** Plain JavaScript, each with a scope of its own; the page must be complete without. */
  readonly scripts?: readonly string[];
}

/**
 * One self-contained page: nothing from outside, and no script but its own, which its own policy forbids the browser besides.
 * Light and dark by the reader's setting, with styles for print and for a telephone.
 */
export function htmlPage({ title, style = '', before, after, body, scripts = [] }: HtmlPage): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(scripts)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${STYLE}${style}</style>
</head>
<body>
${before?.html ?? ''}<main id="main">
${body.html}
</main>
${after?.html ?? ''}${scripts.map((script) => `<script type="module">${script}</script>\n`).join('')}</body>
</html>
`;
}

/** A script runs by its hash (CSP Level 3), so that one which slipped in by a name would not. */
function policy(scripts: readonly string[]): string {
  const hashes = scripts.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  return [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    ...(hashes.length === 0 ? [] : [`script-src ${hashes.join(' ')}`]),
  ].join('; ');
}

function source(content: HtmlContent): string {
  if (content === null) return '';
  if (typeof content === 'string') return escapeHtml(content);
  if (typeof content === 'number') return String(content);
  return 'html' in content ? content.html : content.map(source).join('');
}

/** Colours that keep 4.5:1 against their ground (WCAG 2.2, contrast minimum) in both schemes. */
const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --raised: #f5f6f8; --line: #c9ced6; --text: #1b2130; --faint: #596273;
  --good: #19703a; --good-ground: #e3f4e8; --bad: #b3152b; --bad-ground: #fde7ea;
  --doubt: #865300; --doubt-ground: #fdf0d9; --skip: #596273;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171d; --raised: #1d222b; --line: #3d4656; --text: #e7eaf0; --faint: #a3adbe;
    --good: #63cf8b; --good-ground: #14301f; --bad: #ff8492; --bad-ground: #42161d;
    --doubt: #f0b95a; --doubt-ground: #3a2a0c; --skip: #a3adbe;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem; }
h1 { font-size: clamp(1.15rem, 5vw, 1.5rem); line-height: 1.3; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2.25rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; overflow-wrap: anywhere; }
p, li, td, th, figcaption { overflow-wrap: anywhere; }
p { margin: .5rem 0; max-width: 60rem; }
.faint { color: var(--faint); }
.scroll { overflow-x: auto; max-width: 100%; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
caption { text-align: left; color: var(--faint); padding: .25rem 0; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); }
thead th { color: var(--faint); font-weight: 600; white-space: nowrap; }
pre { background: var(--raised); border: 1px solid var(--line); border-radius: 6px; padding: .6rem .8rem;
  margin: .4rem 0; white-space: pre-wrap; overflow-wrap: anywhere; }
pre, code { font: .85rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
@media print {
  :root { color-scheme: light; --ground: #fff; --raised: #fff; --line: #999; --text: #000; --faint: #444;
    --good: #0b5527; --good-ground: #fff; --bad: #8f0d20; --bad-ground: #fff; --doubt: #6b4200; --doubt-ground: #fff; --skip: #444; }
  main { max-width: none; padding: 0; }
  h2, h3 { break-after: avoid; }
  tr, pre, figure { break-inside: avoid; }
  .scroll { overflow: visible; }
}
`;
