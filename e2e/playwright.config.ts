import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'tests',
  outputDir: '../test-results',
  // Only a test that hangs takes this long; a busy machine is no failure.
  timeout: 240_000,
  // Half of a test is waiting. On Linux every worker has a display of its own; elsewhere they would share the only one.
  workers: process.platform === 'linux' ? 2 : 1,
  fullyParallel: true,
  forbidOnly: true,
  reporter: 'list',
});
