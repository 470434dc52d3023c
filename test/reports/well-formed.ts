/** Elements of HTML that have no end tag (HTML Living Standard, "Void elements"). */
const VOID: ReadonlySet<string> = new Set(['br', 'hr', 'img', 'input', 'link', 'meta', 'wbr']);
const TAG = /<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s+[a-zA-Z][a-zA-Z0-9:-]*(?:="[^"<>]*")?)*)\s*(\/?)>/y;

/**
 * What is wrong with a page of ours: tags that do not pair, attributes without quotes, a bare `<` or `&`, an id that stands
 * twice or that nothing has. Stricter than HTML, as our pages are.
 */
export function flawsOf(page: string): readonly string[] {
  const flaws: string[] = [];
  const open: string[] = [];
  const ids: string[] = [];
  const wanted: string[] = [];
  let at = page.startsWith('<!DOCTYPE html>') ? 15 : 0;
  while (at < page.length) {
    const next = page.indexOf('<', at);
    const text = page.slice(at, next < 0 ? page.length : next);
    if (open.at(-1) !== 'style') flaws.push(...bareSigns(text));
    if (next < 0) break;
    TAG.lastIndex = next;
    const tag = TAG.exec(page);
    if (!tag) return [...flaws, `no tag: ${page.slice(next, next + 60)}`];
    const [whole, closing, name = '', attributes = '', selfClosed] = tag;
    flaws.push(...bareSigns(attributes));
    ids.push(...valuesOf(attributes, 'id'));
    wanted.push(...valuesOf(attributes, 'aria-labelledby').flatMap((value) => value.split(' ')));
    // What a script says is no markup up to its end tag.
    if (name === 'script' && !closing) {
      const end = page.indexOf('</script>', next);
      at = end < 0 ? page.length : end + '</script>'.length;
      continue;
    }
    if (closing) {
      const last = open.pop();
      if (last !== name) flaws.push(`</${name}> closes <${last}>`);
    } else if (!selfClosed && !VOID.has(name)) open.push(name);
    at = next + whole.length;
  }
  return [
    ...flaws,
    ...open.map((name) => `<${name}> stays open`),
    ...ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `id ${id} stands twice`),
    ...wanted.filter((id) => !ids.includes(id)).map((id) => `nothing has the id ${id}`),
  ];
}

function bareSigns(text: string): readonly string[] {
  return /&(?!#\d+;)/.test(text) || text.includes('>') ? [`bare sign: ${text.trim().slice(0, 60)}`] : [];
}

function valuesOf(attributes: string, name: string): readonly string[] {
  return Array.from(attributes.matchAll(new RegExp(`\\s${name}="([^"]*)"`, 'g')), ([, value = '']) => value);
}
