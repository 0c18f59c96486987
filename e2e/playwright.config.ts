import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'tests',
  outputDir: '../test-results',
  timeout: 120_000,
  // One window at a time: the tests share a display and two cores.
  workers: 1,
  forbidOnly: true,
  reporter: 'list',
});
