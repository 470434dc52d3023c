import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');
const WASM = ['wasm/record-reader.wasm', 'wasm/inflate.wasm'].map((file) => join(ROOT, file));

/** Builds when something is missing or older than its sources: threads and the tests of the command line run what is built. */
export default function buildOnce(): void {
  const main = join(ROOT, 'dist/cli/main.js');
  if (existsSync(main) && WASM.every((file) => existsSync(file)) && statSync(main).mtimeMs >= newestSource())
    return;
  execFileSync('npm', ['run', 'build'], { cwd: ROOT, stdio: 'inherit' });
}

function newestSource(): number {
  const files = ['src', 'assembly'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }),
  );
  return Math.max(...files.map((file) => statSync(join(file.parentPath, file.name)).mtimeMs));
}
