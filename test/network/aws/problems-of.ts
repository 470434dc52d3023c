import { importNetworkFiles, NetworkImportError } from '../../../src/network/aws/import-files.ts';
import { TestFolder } from './folder.ts';

/** What an import of this one file says, without the path before it. */
export async function problemsOf(name: string, content: unknown): Promise<readonly string[]> {
  const folder = new TestFolder();
  const path = await folder.write(name, content);
  const error = await importNetworkFiles([path]).catch((reason: unknown) => reason);
  if (!(error instanceof NetworkImportError)) throw new Error('nothing was wrong', { cause: error });
  return error.problems.map((problem) => problem.replace(`${path}: `, ''));
}
