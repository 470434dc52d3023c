import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { memoryBelow } from './process-tree.ts';

const POLL_MS = 20;

/** The shell's own `time` knows the CPU time of everything that was waited for; it stands alone on descriptor 4. */
const TIMED = 'TIMEFORMAT="%3U %3S"; { time "$@" 2>&3 3>&- 4>&-; } 2>&4';

/** A whole process, from its start to its end, with all that it started. */
export interface ProcessRun {
  readonly seconds: number;
  /** User and system time on all cores. */
  readonly cpuSeconds: number;
  /** Largest resident memory in MiB as the kernel knows it; what grows within the last 20 ms is missed. */
  readonly peakMib: number;
  readonly stdout: string;
}

/** Runs a command to its end and measures it. Its stderr is shown only when it fails. */
export function runProcess(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ProcessRun> {
  return new Promise((resolve, reject) => {
    const started = process.hrtime.bigint();
    const child = spawn('bash', ['-c', TIMED, 'bash', command, ...args], {
      stdio: ['ignore', 'pipe', 'inherit', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    const stdout = textOf(child.stdio[1]);
    const stderr = textOf(child.stdio[3]);
    const times = textOf(child.stdio[4]);
    let peakKib = 0;
    const poll = setInterval(() => {
      const { now, peakOfOne } = memoryBelow(child.pid ?? 0);
      peakKib = Math.max(peakKib, now, peakOfOne);
    }, POLL_MS);
    child.on('error', (error) => {
      clearInterval(poll);
      reject(error);
    });
    child.on('close', (code) => {
      clearInterval(poll);
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      const [user = Number.NaN, system = Number.NaN] = times().trim().split(' ').map(Number);
      const run = { seconds, cpuSeconds: user + system, peakMib: peakKib / 1024, stdout: stdout() };
      if (code === 0) resolve(run);
      else reject(new Error(`Cannot measure "${command} ${args.join(' ')}": exit code ${code}\n${stderr()}`));
    });
  });
}

/** Collects what a stream says; the result gives what has come so far. */
function textOf(stream: unknown): () => string {
  let text = '';
  (stream as Readable).setEncoding('utf8').on('data', (more: string) => (text += more));
  return () => text;
}
