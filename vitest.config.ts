import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/build-once.ts',
    setupFiles: 'test/own-environment.ts',
    // One for each core: the default leaves one core free, which halves them where there are two.
    maxWorkers: availableParallelism(),
    // A process of its own for each file would load everything anew: over a second, for most files more than their tests take.
    isolate: false,
    restoreMocks: true,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
