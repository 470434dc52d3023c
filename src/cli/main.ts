#!/usr/bin/env node
import { run } from './run.ts';

// The notice of the AWS SDK that its future releases want another Node is nothing to the user of this one.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

const interruption = new AbortController();
process.once('SIGINT', () => interruption.abort());
process.once('SIGTERM', () => interruption.abort());
// The reader of a pipe may leave early, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
});

process.exitCode = await run(process.argv.slice(2), {
  // Opened by the command that reads it. An interrupted one must not wait for a writer that has nothing to say.
  get stdin() {
    interruption.signal.addEventListener('abort', () => process.stdin.destroy());
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  now: () => new Date(),
  interrupted: interruption.signal,
});
