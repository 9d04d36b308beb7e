import { defineConfig } from 'vitest/config';
import { validatorCode } from './scripts/validator.mjs';

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
    // A pty test waits for conditions, up to 30 s each under load; this is only the last resort.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    retry: 0,
  },
});
