import { expect, test } from 'vitest';
import { runProcess } from '../../bench/measure/run-process.ts';

const MIB = 2 ** 20;
const HOLD = `const held = Buffer.alloc(200 * ${MIB}, 1); setTimeout(() => held, 600)`;
const BUSY = 'const end = process.cpuUsage().user + 300_000; while (process.cpuUsage().user < end);';

test('counts the memory of processes that a process starts', async () => {
  const script = `require("child_process").spawnSync(process.execPath, ["-e", ${JSON.stringify(HOLD)}])`;
  const { peakMib, seconds } = await runProcess('node', ['-e', script]);
  expect(peakMib).toBeGreaterThan(200);
  expect(peakMib).toBeLessThan(500);
  expect(seconds).toBeGreaterThan(0.6);
});

test('counts the CPU time of both ends of a pipe', async () => {
  const { cpuSeconds } = await runProcess('sh', ['-c', 'node -e "$1" | node -e "$1"', 'sh', BUSY]);
  expect(cpuSeconds).toBeGreaterThan(0.6);
  expect(cpuSeconds).toBeLessThan(5);
});

test('gives stdout alone, passes the environment on, and shows stderr of what fails', async () => {
  const both = await runProcess('sh', ['-c', 'echo "$PLACE"; echo noise >&2'], { PLACE: 'here' });
  expect(both.stdout).toBe('here\n');
  await expect(runProcess('sh', ['-c', 'echo reason >&2; exit 3'])).rejects.toThrow(/exit code 3\nreason/);
});
