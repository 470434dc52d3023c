/** A bucket, and what the keys asked for begin with. */
export interface S3Url {
  readonly bucket: string;
  /** Empty for the whole bucket. Taken as it stands: no character of it is escaped. */
  readonly prefix: string;
}

/** Whether a source is named as S3 objects are. */
export function isS3Url(text: string): boolean {
  return /^s3:\/\//i.test(text);
}

/** Reads `s3://bucket` or `s3://bucket/prefix`. Throws where no bucket is named. */
export function parseS3Url(text: string): S3Url {
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]*)\/?(.*)$/is.exec(text) ?? [];
  if (bucket === '') throw new Error(`Cannot read "${text}": s3://bucket or s3://bucket/prefix is expected`);
  return { bucket, prefix };
}

/** How an object, or what lies under a prefix, is shown to people. */
export function s3Url(bucket: string, key: string): string {
  return `s3://${bucket}/${key}`;
}
