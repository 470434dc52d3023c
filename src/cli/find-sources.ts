import type { S3Options, Source, Wanted } from '../index.ts';
import type { Effects } from './effects.ts';

export interface SourceOptions extends Wanted {
  readonly endpointUrl?: string;
  readonly region?: string;
  readonly requesterPays?: boolean;
}

/** What the arguments of a command name. */
export interface FoundSources {
  readonly sources: readonly Source[];
  /** What lies among them and is not named like flow logs. */
  readonly leftOut: readonly string[];
  /** Lets go of connections, once everything has been read. */
  readonly close: () => void;
}

/** The sources that files, folders, globs, s3:// URLs and `-` name, each once. */
export async function findSources(
  effects: Effects,
  patterns: readonly string[],
  options: SourceOptions,
): Promise<FoundSources> {
  const { isS3Url, localSources, s3Sources, streamSource } = await import('../index.ts');
  const sources = new Map<string, Source>();
  const leftOut: string[] = [];
  const closers: (() => void)[] = [];
  const close = () => {
    for (const end of closers) end();
  };
  const find = async (pattern: string): Promise<Omit<FoundSources, 'close'>> => {
    if (pattern === '-') return { sources: [streamSource(effects.stdin, 'stdin')], leftOut: [] };
    if (!isS3Url(pattern)) return await localSources(pattern, options);
    const found = await s3Sources(pattern, s3Options(effects, options));
    closers.push(found.close);
    return found;
  };
  try {
    for (const pattern of patterns) {
      const found = await find(pattern);
      for (const source of found.sources) sources.set(source.name, source);
      leftOut.push(...found.leftOut);
    }
  } catch (error) {
    close();
    throw error;
  }
  return { sources: [...sources.values()], leftOut, close };
}

/** The SDK reads the environment by itself, but what it reads there does not make it address buckets by path. */
function s3Options(effects: Effects, options: SourceOptions): S3Options {
  const { env } = effects;
  const endpointUrl = options.endpointUrl ?? env.AWS_ENDPOINT_URL_S3 ?? env.AWS_ENDPOINT_URL;
  return { ...options, ...(endpointUrl === undefined ? {} : { endpointUrl }), signal: effects.interrupted };
}
