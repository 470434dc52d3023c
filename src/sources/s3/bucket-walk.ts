import type { S3Bucket, ListedPage, ListRequest, ObjectState } from './bucket.ts';
import { type KeyPlace, placeIn, placeOf } from '../key-place.ts';
import { ObjectSorter, type SortedObjects } from './object-sorter.ts';
import { RequestGate } from './request-gate.ts';
import type { Selection } from '../selection.ts';

/** Listing requests that are under way at once. */
const REQUESTS = 16;
/** How deep folders of unknown meaning are searched for AWSLogs before all that is in them is listed. */
const DEEPEST = 4;
/** So many folders of unknown meaning side by side hold no AWSLogs, but streams, days or tables. */
const WIDEST = 50;

export interface WalkOptions {
  readonly selection: Selection;
  readonly signal: AbortSignal;
  readonly onListed?: ((count: number) => void) | undefined;
}

/** All that a walk needs of a bucket. */
export type Listable = Pick<S3Bucket, 'list'>;

/** A folder, or the beginning of names in one. */
interface Branch {
  readonly prefix: string;
  readonly place: KeyPlace;
}

/**
 * Lists what lies under a prefix. Where folders tell what is in them, only those are listed that can matter: no other
 * services, and of accounts, regions, days and hours none that is outside the selection.
 */
export async function walkBucket(
  bucket: Listable,
  prefix: string,
  options: WalkOptions,
): Promise<SortedObjects> {
  const place = placeOf(prefix);
  const walk = new BucketWalk(bucket, options, place);
  await walk.branch({ prefix, place }, 0);
  return walk.sorted;
}

class BucketWalk {
  readonly sorted: ObjectSorter;
  readonly #bucket: Listable;
  readonly #options: WalkOptions;
  readonly #gate = new RequestGate(REQUESTS);
  #listed = 0;

  constructor(bucket: Listable, options: WalkOptions, start: KeyPlace) {
    this.#bucket = bucket;
    this.#options = options;
    this.sorted = new ObjectSorter(options.selection, { takesForeign: start.level === 'foreign' });
  }

  async branch(branch: Branch, depth: number): Promise<void> {
    const relation = this.#options.selection.relation(branch.place);
    if (relation === 'outside') {
      this.sorted.outside++;
      return;
    }
    switch (branch.place.level) {
      case 'unknown':
        return await this.#explore(branch, depth);
      case 'account':
        return await this.#account(branch);
      case 'logs':
        return await this.#folders(branch);
      case 'service':
      case 'region':
      case 'year':
      case 'month':
      case 'day':
        return relation === 'inside' ? await this.#everything(branch) : await this.#folders(branch);
      case 'hour':
      case 'below':
      case 'foreign':
        return await this.#everything(branch);
    }
  }

  /** Looks for AWSLogs below; what turns out too wide or too deep is listed as it is. */
  async #explore(branch: Branch, depth: number): Promise<void> {
    const first = await this.#page({ prefix: branch.prefix, folders: true });
    const isWide = first.next !== null || first.folders.length > WIDEST;
    const isKnown = first.folders.some((folder) => childOf(branch, folder).place.level !== 'unknown');
    if (first.folders.length > 0 && !isKnown && (isWide || depth >= DEEPEST))
      return await this.#everything(branch);
    const folders = await this.#rest({ prefix: branch.prefix, folders: true }, first);
    await this.#each(folders, async (folder) => {
      const child = childOf(branch, folder);
      if (isWide && child.place.level === 'unknown') await this.#everything(child);
      else await this.branch(child, depth + 1);
    });
  }

  /** An account's flow logs stand in one folder, beside those of the other services. */
  async #account(branch: Branch): Promise<void> {
    if (!branch.prefix.endsWith('/')) return await this.#folders(branch);
    const isHive = /(?:^|\/)aws-account-id=[^/]*\/$/.test(branch.prefix);
    await this.branch(childOf(branch, `${branch.prefix}${isHive ? 'aws-service=' : ''}vpcflowlogs/`), 0);
  }

  async #folders(branch: Branch): Promise<void> {
    const request = { prefix: branch.prefix, folders: true };
    const folders = await this.#rest(request, await this.#page(request));
    await this.#each(folders, async (folder) => {
      const child = childOf(branch, folder);
      if (child.place.level !== 'foreign') await this.branch(child, 0);
      else if (branch.place.level === 'logs') this.sorted.leftOut.push(folder);
    });
  }

  async #everything({ prefix }: Branch): Promise<void> {
    await this.#rest({ prefix }, await this.#page({ prefix }));
  }

  /** Sorts the objects of a page and of all that follow it; gives their folders. */
  async #rest(request: ListRequest, first: ListedPage): Promise<readonly string[]> {
    const folders: string[] = [];
    for (let page = first; ; page = await this.#page({ ...request, next: page.next })) {
      this.#take(page.objects);
      folders.push(...page.folders);
      if (page.next === null) return folders;
    }
  }

  async #page(request: ListRequest): Promise<ListedPage> {
    return await this.#gate.run(() => this.#bucket.list({ ...request, signal: this.#options.signal }));
  }

  #take(objects: readonly ObjectState[]): void {
    for (const object of objects) this.sorted.add(object);
    this.#listed += objects.length;
    if (objects.length > 0) this.#options.onListed?.(this.#listed);
  }

  async #each(folders: readonly string[], visit: (folder: string) => Promise<void>): Promise<void> {
    await Promise.all(folders.map(visit));
  }
}

/** A folder as a listing names it, with its slash at the end. */
function childOf({ place }: Branch, folder: string): Branch {
  const name = folder.slice(folder.lastIndexOf('/', folder.length - 2) + 1, -1);
  return { prefix: folder, place: placeIn(place, name) };
}
