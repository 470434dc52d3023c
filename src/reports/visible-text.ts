/**
 * Text that does nothing but stand there: control characters, line ends, invisible characters and those that turn the
 * direction of writing (Unicode categories Cc, Cf, Zl, Zp and lone surrogates) are written as `\u{202e}`. Names come from
 * tags, which anybody may write.
 */
export function visibleText(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, escaped);
}

/** At most so many columns of text, the last of them `…` when there are more. */
export function shortened(text: string, most: number): string {
  if (columns(text) <= most) return text;
  let kept = '';
  for (const character of text) {
    if (columns(`${kept}${character}`) >= most) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

/** Columns that a text takes: its characters, those of East Asian scripts and emoji twice. */
export function columns(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + (WIDE.test(character) ? 2 : 1), 0);
}

const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}]/u;

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
