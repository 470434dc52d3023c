import { type WindowOptions, windowJson } from './options.ts';
import { VERSION } from './version.ts';

/** First members of the JSON document of a command; `coverage` is what the logs cannot tell, as JSON has it. */
export function documentHead(
  command: string,
  window: WindowOptions,
  coverage: unknown,
): Readonly<Record<string, unknown>> {
  return { flowblame: VERSION, command, window: windowJson(window), coverage };
}
