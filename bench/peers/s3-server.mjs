/**
 * An S3 server on 127.0.0.1 that holds the files of a folder in memory: node s3-server.mjs FOLDER BUCKET PREFIX.
 * Prints its endpoint once all objects are there, and runs until it is ended.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildApp } from 'fauxqs';

const [folder, bucket, prefix] = process.argv.slice(2);

// startFauxqs() would listen on every address of the machine.
const app = await buildApp({ logger: false });

async function put(url, payload) {
  const headers = { 'content-type': 'application/octet-stream' };
  const { statusCode, body } = await app.inject({ method: 'PUT', url, headers, payload });
  if (statusCode !== 200) throw new Error(`Cannot put "${url}": status ${statusCode}\n${body.slice(0, 500)}`);
}

await put(`/${bucket}`, '');
for (const name of readdirSync(folder)) await put(`/${bucket}/${prefix}${name}`, readFileSync(join(folder, name)));
console.log(await app.listen({ host: '127.0.0.1', port: 0 }));
