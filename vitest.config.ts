import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/test/**/*.test.ts', 'demo/test/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: [
      'packages/server/test/support/postgres-global-setup.ts',
      'packages/server/test/support/console-global-setup.ts',
    ],
    // Far above what anything takes, so that a busy machine fails no test; a page waits 30 s, which is Playwright's own default.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
    maxWorkers: 2,
  },
});
