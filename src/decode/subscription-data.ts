import { gunzipSync } from 'node:zlib';

/** Longest payload: Lambda takes six million bytes. */
const MAX_PAYLOAD = 64 << 20;

/** The JSON in `awslogs.data` of the event that a Lambda function gets from a subscription: gzip in base64. */
export function subscriptionData(data: string): Uint8Array {
  try {
    return gunzipSync(Buffer.from(data, 'base64'), { maxOutputLength: MAX_PAYLOAD });
  } catch (error) {
    throw new Error('JSON with "awslogs.data" that is not gzip in base64', { cause: error });
  }
}
