/** The file with which CloudWatch tries out a bucket before it exports to it. */
export const WRITE_TEST = 'aws-logs-write-test';

/** What AWS services deliver is named for the account and the service: `123456789012_CloudTrail_us-east-1_…`. */
const OTHER_SERVICE = /^[0-9]{12}_(?!vpcflowlogs_)[A-Za-z][A-Za-z-]*_/;

/**
 * Whether a file in a folder is named like a flow log: no extension, `.log`, `.txt`, `.csv`, `.json`, `.parquet` or
 * digits, with or without a final `.gz`. So are `…_fl-0a1_20250104T0000Z_5f3.log.gz` of S3, `000000.gz` of CloudWatch
 * exports, `flow.log.1`. Names that begin with a dot or `_` are markers of file systems and of Hadoop.
 */
export function isLogName(name: string): boolean {
  if (/^[._]/.test(name) || name === WRITE_TEST || OTHER_SERVICE.test(name)) return false;
  const extension = /\.([^.]*)$/.exec(name.replace(/\.gz$/i, ''))?.[1];
  return extension === undefined || /^(?:log|txt|csv|json|parquet|[0-9]+)$/i.test(extension);
}

/** Whether a name is one that all kinds of files have: what is found under it may turn out to be no flow log. */
export function isCommonName(name: string): boolean {
  return /\.(?:csv|json|parquet)(?:\.gz)?$/i.test(name);
}
