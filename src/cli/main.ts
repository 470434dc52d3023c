#!/usr/bin/env node
import { run } from './run.ts';

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
  now: () => new Date(),
  interrupted: interruption.signal,
});
