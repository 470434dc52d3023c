import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeHtml, html, htmlPage } from '../../src/reports/html-page.ts';
import { whyHtml } from '../../src/reports/why-html.ts';
import { whyMarkdown } from '../../src/reports/why-markdown.ts';
import { whyText } from '../../src/reports/why-text.ts';
import { flawsOf } from './well-formed.ts';
import { ANSWERS, blockedReply } from './why-answers.ts';

describe('a page', () => {
  it('escapes what is put in, and keeps what is HTML already', () => {
    const inner = html`<b title="${'"><script>'}">${"<&>'"}</b>`;
    expect(inner.html).toBe('<b title="&#34;&#62;&#60;script&#62;">&#60;&#38;&#62;&#39;</b>');
    expect(html`<p>${inner}${null}${[1, html`<i>x</i>`, '<']}</p>`.html).toBe(
      `<p>${inner.html}1<i>x</i>&#60;</p>`,
    );
  });

  it('escapes its title', () => {
    expect(htmlPage({ title: '</title><script>', body: html`` })).toContain(
      '<title>&#60;/title&#62;&#60;script&#62;</title>',
    );
  });

  it('leaves no sign of markup in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"']|&(?!#\d+;)/);
      }),
    );
  });
});

describe('the check of pages', () => {
  it.each([
    ['<p><b></p></b>', ['</p> closes <b>', '</b> closes <p>']],
    ['<p>', ['<p> stays open']],
    ['<p>a & b</p>', ['bare sign: a & b']],
    ['<p class=x></p>', ['no tag: <p class=x></p>']],
    ['<i id="a"></i><i id="a"></i>', ['id a stands twice']],
    ['<i aria-labelledby="a"></i>', ['nothing has the id a']],
    ['<p>1 < 2</p>', ['no tag: < 2</p>']],
    ['<p><br><img src="x" alt=""/></p>', []],
  ])('finds what is wrong with %s', (page, flaws) => {
    expect(flawsOf(page)).toEqual(flaws);
  });
});

describe('the page of an answer', () => {
  it.each(Object.keys(ANSWERS))('is well-formed (%s)', (name) => {
    expect(flawsOf(whyHtml((ANSWERS[name] ?? blockedReply)()))).toEqual([]);
  });

  it('loads nothing and runs nothing', () => {
    const page = whyHtml(blockedReply());
    expect(page).not.toMatch(/<(?:script|link|img|iframe|object)|url\(|@import|\son[a-z]+=/);
    expect(page.match(/https?:[^" ]+/g)?.filter((url) => url !== 'http://www.w3.org/2000/svg')).toEqual([]);
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  });

  it('tells the picture in words', () => {
    const page = whyHtml(blockedReply());
    expect(page).toContain(
      '<desc id="description-wide">Request: the Internet; then internet gateway, gateway allowed; then web-1, network ACL inbound allowed, security groups inbound allowed. Reply: web-1, security groups outbound not applied, network ACL outbound refused, route allowed; then internet gateway; then the Internet.</desc>',
    );
    expect(page).toMatch(/<svg class="path wide" role="img" aria-labelledby="title-wide description-wide"/);
  });

  it('names the scope of every header cell', () => {
    for (const [cell] of whyHtml(blockedReply()).matchAll(/<th[ >][^>]*/g))
      expect(cell).toMatch(/scope="(?:col|row|rowgroup)"/);
  });

  it('marks one stage as the one that blocks, in each of its pictures', () => {
    const page = whyHtml((ANSWERS['peering'] ?? blockedReply)());
    expect(page.match(/class="flag"/g)).toHaveLength(2);
    expect(page.match(/<g class="deny"><title>/g)).toHaveLength(4);
  });

  it('stays well-formed, and its texts harmless, whatever the ends are called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        const sane = blockedReply();
        const answer = {
          ...sane,
          src: { ...sane.src, input: name, kind: 'address' as const, name },
          dst: { ...sane.dst, name },
        };
        const page = whyHtml(answer);
        expect(flawsOf(page)).toEqual([]);
        const texts = [page, whyText(answer, false), whyMarkdown(answer)];
        for (const text of texts)
          expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      }),
      { numRuns: 50 },
    );
  });
});
