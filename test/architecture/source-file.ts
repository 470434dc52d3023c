/** One `import`, `export … from` or `import()` of a file. */
export interface Import {
  /** A path from the project's folder (`src/model/cidr.ts`), or the name of a package (`node:fs`, `apache-arrow`). */
  readonly target: string;
  /** `type`: gone after compilation. `lazy`: loaded when it is reached. */
  readonly kind: 'value' | 'type' | 'lazy';
}

/** What the rules look at in a file of `src/`. */
export interface SourceFile {
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  /** The text without comments. */
  readonly code: string;
  /** The string and template literals, with their quotes. */
  readonly literals: readonly string[];
}

const STATEMENT =
  /(?:^|\n)[ \t]*(?:import|export)\s+(?:((?:type\s+)?(?:\w+\s*,\s*)?(?:\{[^}]*\}|\*(?:\s+as\s+\w+)?|\w+))\s+from\s+)?'([^'\n]+)'/g;
const DYNAMIC = /\bimport\(\s*'([^']+)'\s*\)/g;
const COMMENT_OR_LITERAL =
  /\/\*[\s\S]*?\*\/|(?<=^|[\s;,{}()])\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`/g;

/** Reads a file as far as the rules need it. `path` is from the project's folder, with slashes. */
export function readSource(path: string, text: string): SourceFile {
  const literals: string[] = [];
  const code = text.replaceAll(COMMENT_OR_LITERAL, (token) => {
    if (token.startsWith('/')) return '';
    literals.push(token);
    return token;
  });
  const stated = [...code.matchAll(STATEMENT)].map(
    ([, clause = '', specifier = '']): Import => ({
      target: targetOf(path, specifier),
      kind: isTypeOnly(clause) ? 'type' : 'value',
    }),
  );
  const lazy = [...code.matchAll(DYNAMIC)].map(
    ([, specifier = '']): Import => ({ target: targetOf(path, specifier), kind: 'lazy' }),
  );
  return { path, lines: text.split('\n').length - 1, imports: [...stated, ...lazy], code, literals };
}

/** `import type …`, or braces in which every name is a type. */
function isTypeOnly(clause: string): boolean {
  if (/^\s*type\b/.test(clause)) return true;
  const names = /^\s*\{([\s\S]*)\}\s*$/
    .exec(clause)?.[1]
    ?.split(',')
    .filter((name) => name.trim() !== '');
  return names !== undefined && names.length > 0 && names.every((name) => name.trim().startsWith('type '));
}

function targetOf(path: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  return new URL(specifier, `file:///${path}`).pathname.slice(1);
}
