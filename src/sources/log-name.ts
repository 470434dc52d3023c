/** The file with which CloudWatch tries out a bucket before it exports to it. */
const WRITE_TEST = 'aws-logs-write-test';

/**
 * Whether a file in a folder is named like a flow log: no extension, `.log`, `.txt` or digits, with or without a final
 * `.gz`. So are `…_fl-0a1_20250104T0000Z_5f3.log.gz` of S3, `000000.gz` of CloudWatch exports, `flow.log.1`.
 */
export function isLogName(name: string): boolean {
  if (name.startsWith('.') || name === WRITE_TEST) return false;
  const extension = /\.([^.]*)$/.exec(name.replace(/\.gz$/i, ''))?.[1];
  return extension === undefined || /^(?:log|txt|[0-9]+)$/i.test(extension);
}
