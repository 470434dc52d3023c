import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

const POLL_MS = 20;

/** A whole process, from its start to its end. */
export interface ProcessRun {
  readonly seconds: number;
  /** Largest resident memory in MiB as the kernel knows it; what grows within the last 20 ms is missed. */
  readonly peakMib: number;
  readonly stdout: string;
}

/** Runs a command to its end and measures it. Its stderr is shown only when it fails. */
export function runProcess(command: string, args: readonly string[]): Promise<ProcessRun> {
  return new Promise((resolve, reject) => {
    const started = process.hrtime.bigint();
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
    let peakKib = 0;
    const poll = setInterval(() => (peakKib = Math.max(peakKib, peakResidentKib(child.pid))), POLL_MS);
    child.on('error', (error) => {
      clearInterval(poll);
      reject(error);
    });
    child.on('close', (code) => {
      clearInterval(poll);
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      if (code === 0) resolve({ seconds, peakMib: peakKib / 1024, stdout: output.stdout });
      else
        reject(
          new Error(`Cannot measure "${command} ${args.join(' ')}": exit code ${code}\n${output.stderr}`),
        );
    });
  });
}

/** Peak resident memory of a process so far: VmHWM of Linux, 0 where there is none. */
function peakResidentKib(pid: number | undefined): number {
  try {
    const match = /^VmHWM:\s+([0-9]+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return match ? Number(match[1]) : 0;
  } catch {
    return 0;
  }
}
