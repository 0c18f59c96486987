import { availableParallelism } from 'node:os';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Stores of the page have runes.
  plugins: [svelte({ configFile: false })],
  test: {
    include: ['src-main/**/*.test.ts', 'src-renderer/**/*.test.ts', 'training/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Without this, one processor of two is left alone.
    maxWorkers: availableParallelism(),
  },
});
