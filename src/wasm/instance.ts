import { readFileSync } from 'node:fs';

const FOLDER = new URL('../../wasm/', import.meta.url);

// Node has it; the types of Node 20 do not.
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

const COMPILED = new Map<string, object>();

/** A new instance, with a memory of its own, of one file of `wasm/`, named without `.wasm`: what it exports. */
export function instanceOf(name: string): unknown {
  const module = COMPILED.get(name) ?? new WebAssembly.Module(readFileSync(new URL(`${name}.wasm`, FOLDER)));
  COMPILED.set(name, module);
  return new WebAssembly.Instance(module).exports;
}
