import { type FoundFile, findFiles, prefixListIdIn, readBytes, realPathOf } from './files.ts';
import { readJsonDocuments } from './json-documents.ts';
import { joinEntries, NetworkFile } from './network-file.ts';
import { NetworkImportError, problemLines } from './problems.ts';
import { ResourceCollection } from './resource-collection.ts';
import type { NetworkResources, ResourceKind } from './resources.ts';

export { NetworkImportError } from './problems.ts';

/** What the files themselves do not say. */
export interface ImportOptions {
  /** Path of a get-managed-prefix-list-entries output → id of its list; these files are read too. */
  readonly prefixListFiles?: ReadonlyMap<string, string>;
  /** Leave out files that are not describe-* output instead of failing. */
  readonly skipUnknown?: boolean;
}

/** A file that was read. */
export interface ImportedFile {
  readonly path: string;
  readonly kinds: readonly ResourceKind[];
  readonly resources: number;
  /** Unix seconds. */
  readonly modifiedS: number;
}

/** A network as files of describe-* output tell it. */
export interface ImportedFiles {
  readonly resources: NetworkResources;
  readonly files: readonly ImportedFile[];
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
  /** Unix seconds, of the files that were read. */
  readonly latestModifiedS: number;
}

interface ReadFile {
  readonly found: FoundFile;
  readonly contents: NetworkFile;
}

/**
 * Reads files and folders of describe-* output, recognised by content, and joins them by resource id; of two
 * different versions of a resource that of the file modified last stays. Throws a {@link NetworkImportError} with
 * everything that is wrong in any of them.
 */
export async function importNetworkFiles(
  paths: readonly string[],
  options: ImportOptions = {},
): Promise<ImportedFiles> {
  const { prefixListFiles = new Map<string, string>(), skipUnknown = false } = options;
  const { files, problems: missing } = await findFiles([...paths, ...prefixListFiles.keys()]);
  const listIds = new Map<string, string>();
  for (const [path, id] of prefixListFiles) listIds.set(await realPathOf(path), id);

  const problems = [...missing];
  const read: ReadFile[] = [];
  const skipped: { path: string; reason: string }[] = [];
  for (const found of files) {
    const listId = listIds.get(found.realPath);
    const contents = await readNetworkFile(found.path, listId ?? prefixListIdIn(found.path));
    if (listId !== undefined && contents.unknown.length === 0 && !contents.kinds.has('prefixListEntries')) {
      contents.problems.push(`no "Entries" to be those of ${listId}`);
    }
    const unknown = skipUnknown ? [] : contents.unknown;
    problems.push(...problemLines(found.path, [...unknown, ...contents.problems]));
    if (skipUnknown) skipped.push(...contents.unknown.map((reason) => ({ path: found.path, reason })));
    if (contents.kinds.size > 0) read.push({ found, contents });
  }
  const resources = joinFiles(read);
  if (problems.length === 0 && resources.size === 0) {
    problems.push(
      `nothing to import: no resources in ${files.length === 1 ? files[0]?.path : `${files.length} files`}`,
    );
  }
  if (problems.length > 0) throw new NetworkImportError(problems);
  return {
    resources: resources.resources(),
    files: read.map(describeFile),
    skipped,
    latestModifiedS: Math.max(...read.map(({ found }) => modifiedS(found))),
  };
}

async function readNetworkFile(path: string, prefixListId: string | null): Promise<NetworkFile> {
  const contents = new NetworkFile(prefixListId);
  const bytes = await readBytes(path);
  const reading = bytes instanceof Uint8Array ? readJsonDocuments(bytes) : bytes;
  if ('reason' in reading) contents.unknown.push(reading.reason);
  else for (const document of reading.documents) contents.read(document);
  return contents;
}

/** All resources, the files modified last going over the others. */
function joinFiles(files: readonly ReadFile[]): ResourceCollection {
  const joined = new ResourceCollection();
  const paged = new Set(files.flatMap(({ contents }) => [...contents.pagedLists]));
  const byAge = files.toSorted(
    ({ found: a }, { found: b }) => a.modifiedMs - b.modifiedMs || (a.path < b.path ? -1 : 1),
  );
  for (const { contents } of byAge) {
    const resources = contents.resources.resources();
    const prefixListEntries = resources.prefixListEntries.map((entries) => {
      const earlier = joined.get('prefixListEntries', entries.PrefixListId);
      return earlier && paged.has(entries.PrefixListId) ? joinEntries(earlier, entries) : entries;
    });
    joined.addAll({ ...resources, prefixListEntries });
  }
  return joined;
}

function describeFile({ found, contents }: ReadFile): ImportedFile {
  const kinds = [...contents.kinds];
  return { path: found.path, kinds, resources: contents.resources.size, modifiedS: modifiedS(found) };
}

function modifiedS({ modifiedMs }: FoundFile): number {
  return Math.floor(modifiedMs / 1000);
}
