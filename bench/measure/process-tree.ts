import { readFileSync } from 'node:fs';

/** Resident memory in KiB. */
export interface ResidentMemory {
  /** The sum over all processes now; pages that they share are counted for each. */
  readonly now: number;
  /** The largest that one process ever had (VmHWM). */
  readonly peakOfOne: number;
}

/** The memory of everything that runs below a process, without the process itself; 0 where there is no Linux `/proc`. */
export function memoryBelow(pid: number): ResidentMemory {
  let now = 0;
  let peakOfOne = 0;
  const waiting = childrenOf(pid);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const status = read(`/proc/${next}/status`);
    now += kib(status, 'VmRSS');
    peakOfOne = Math.max(peakOfOne, kib(status, 'VmHWM'));
    waiting.push(...childrenOf(next));
  }
  return { now, peakOfOne };
}

/** The processes that the main thread of a process has started; Node.js and shells start none from another thread. */
function childrenOf(pid: number): number[] {
  const numbers = read(`/proc/${pid}/task/${pid}/children`).trim();
  return numbers === '' ? [] : numbers.split(' ').map(Number);
}

function kib(status: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+([0-9]+) kB$`, 'm').exec(status)?.[1] ?? 0);
}

/** The text of a file of `/proc`; empty once its process is gone. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
