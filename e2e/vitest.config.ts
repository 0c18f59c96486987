import { defineConfig } from 'vitest/config';

/** Campaigns against the tag writer: one after the other, since each takes both cores. */
export default defineConfig({
  test: {
    include: ['e2e/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 900_000,
  },
});
