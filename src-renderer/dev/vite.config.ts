import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import tailwindcss from '@tailwindcss/vite';
import type { Plugin } from 'vite';
import { defineConfig } from 'vite';

/** Starts the page with a made-up main process; nothing else of it differs. */
const madeUpLibrary: Plugin = {
  name: 'made-up-library',
  transformIndexHtml: { order: 'pre', handler: (html) => html.replace('./main.ts', './dev/index.ts') },
};

/** `npm run dev:page`: the page in an ordinary browser. */
export default defineConfig({
  root: resolve(import.meta.dirname, '..'),
  plugins: [svelte(), tailwindcss(), madeUpLibrary],
});
