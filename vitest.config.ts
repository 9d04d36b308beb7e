import { defineConfig } from 'vitest/config';
import { validatorCode } from './scripts/validator.mjs';
import Order from './test/harness/order.ts';

/** Made by scripts/validator.mjs, here as in scripts/build.mjs. */
const made = 'virtual:validate-config';

export default defineConfig({
  plugins: [
    {
      name: 'validator',
      resolveId: (id) => (id === made ? `\0${made}` : undefined),
      load: (id) => (id === `\0${made}` ? validatorCode() : undefined),
    },
  ],
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/harness/install.ts'],
    setupFiles: ['test/harness/report.ts'],
    reporters: ['default', './test/harness/count.ts'],
    // A pty test waits at most 30 s for each condition, and says which one failed. This limit is the last resort.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // Two processors: a pty test waits more than it computes.
    maxWorkers: 3,
    // The files of a worker share its modules: loading the modules again for each file takes a tenth of the processor
    // time. So a test must not use vi.mock; it spies on node:fs or process instead, and restores what it has changed.
    isolate: false,
    sequence: { sequencer: Order },
    retry: 0,
  },
});
