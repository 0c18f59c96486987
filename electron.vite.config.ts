import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'electron-vite';
import { EVENTS, OPERATIONS } from './src-main/contract/operations/index.ts';

const source = (path: string): string => resolve(import.meta.dirname, path);

const DEV_PORT = 5173;

export default defineConfig({
  main: {
    build: {
      // Each is some hundred files, which every process and thread would find and read one by one.
      externalizeDeps: { exclude: ['zod', 'music-metadata', 'strtok3'] },
      rollupOptions: {
        input: {
          entry: source('src-main/entry.ts'),
          index: source('src-main/index.ts'),
          cli: source('src-main/cli/commands/index.ts'),
          train: source('training/shipped/index.ts'),
          table: source('training/shipped/table.ts'),
          'batches.worker': source('training/runtime/batches.worker.ts'),
          'analysis.process': source('src-main/workers/analysis.process.ts'),
          'inspection.process': source('src-main/workers/inspection.process.ts'),
          'library-reader.worker': source('src-main/workers/library-reader.worker.ts'),
          'sound-map.worker': source('src-main/workers/sound-map.worker.ts'),
          'library.process': source('src-main/workers/library.process.ts'),
          'watch.process': source('src-main/workers/watch.process.ts'),
          'tags.process': source('src-main/workers/tags.process.ts'),
          'retrain.process': source('src-main/workers/retrain.process.ts'),
          'training.process': source('src-main/workers/training.process.ts'),
          'file-reader.worker': source('src-main/workers/file-reader.worker.ts'),
          'inference.worker': source('src-main/workers/inference.worker.ts'),
          'ffmpeg-core.worker': source('src-main/workers/ffmpeg-core.worker.ts'),
        },
        output: { format: 'es' },
      },
    },
  },
  preload: {
    // The table's names alone: the preload delays the page, and needs no schemas.
    define: {
      OPERATION_NAMES: JSON.stringify(Object.keys(OPERATIONS)),
      EVENT_NAMES: JSON.stringify(Object.keys(EVENTS)),
    },
    build: {
      externalizeDeps: false,
      rollupOptions: {
        input: source('src-main/preload/index.ts'),
        output: { format: 'cjs', entryFileNames: 'index.cjs' },
      },
    },
  },
  renderer: {
    root: source('src-renderer'),
    plugins: [svelte(), tailwindcss()],
    // The page has its own origin in development too: it would not find the server by that.
    server: { port: DEV_PORT, strictPort: true, hmr: { protocol: 'ws', host: 'localhost', clientPort: DEV_PORT } },
    build: {
      rollupOptions: {
        input: source('src-renderer/index.html'),
        // Schemas that the page does not parse with stay out of it.
        treeshake: { manualPureFunctions: ['z', 'settingsSchema'] },
      },
    },
  },
});
