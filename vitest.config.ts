import { defineConfig } from 'vitest/config';
import { validatorCode } from './scripts/validator.mjs';

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
    retry: 0,
  },
});
