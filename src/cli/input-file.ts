import { readFile } from 'node:fs/promises';

/** @throws Error naming the file that cannot be read */
export async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new Error(`Cannot read "${path}": ${messageOf(error)}`, { cause: error });
  }
}

/**
 * What `read` makes of the JSON in a file that the user names; `what` says what the file should hold, as in "detectors".
 *
 * @throws Error naming the file, and what is wrong in it
 */
export async function readJson<T>(path: string, what: string, read: (json: unknown) => T): Promise<T> {
  const text = await readText(path);
  try {
    return read(parsed(text, what));
  } catch (error) {
    throw new Error(`"${path}": ${messageOf(error)}`, { cause: error });
  }
}

function parsed(text: string, what: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Error(`expected a JSON object of ${what}, found text that is no JSON`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
