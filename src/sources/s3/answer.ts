/** What is behind an error of the SDK, which keeps the server's answer beside its message. */
interface Answered {
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly statusCode?: number; readonly headers?: Readonly<Record<string, string>> };
}

/** Codes of the file system, as of a token that is kept in a file, and of wrong arguments. */
const LOCAL = /^(?:ENOENT|EACCES|EPERM|EISDIR|ENOTDIR|EMFILE|ERR_INVALID_\w+)$/;

/** The HTTP status that an error came with, or null when there was no answer. */
export function statusOf(error: unknown): number | null {
  const { $metadata, $response } = answered(error);
  return $metadata?.httpStatusCode ?? $response?.statusCode ?? null;
}

/** A header of the answer that an error came with; names in small letters. */
export function responseHeader(error: unknown, name: string): string | null {
  return answered(error).$response?.headers?.[name] ?? null;
}

/** The code of an error of the network or of TLS, such as `ECONNRESET`, or "timed out"; null when a server answered. */
export function networkCode(error: unknown): string | null {
  if (!(error instanceof Error) || statusOf(error) !== null) return null;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  if (code !== null) return LOCAL.test(code) ? null : code;
  return error.name === 'TimeoutError' ? 'timed out' : null;
}

function answered(error: unknown): Answered {
  return error instanceof Error ? (error as Answered) : {};
}
