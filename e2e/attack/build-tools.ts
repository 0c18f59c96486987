import { execFileSync, spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';

const HERE = import.meta.dirname;

/** Why faults cannot be put under a process here; null where they can. */
export function whyNoFaults(): string | null {
  if (process.platform !== 'linux')
    return `faults are put under a process by LD_PRELOAD, which ${process.platform} does not have`;
  const compiler = spawnSync('cc', ['--version'], { stdio: 'ignore' });
  return compiler.status === 0 ? null : 'there is no C compiler (cc) to build the fault shim with';
}

/** Compiles the shim into a folder. @returns its file */
export function buildShim(folder: string): string {
  const output = join(folder, 'fault-shim.so');
  execFileSync('cc', ['-O1', '-shared', '-fPIC', '-o', output, join(HERE, 'fault-shim.c'), '-ldl']);
  return output;
}

/** Bundles the driver into a folder, so that a process starts in no time. @returns its file */
export async function buildDriver(folder: string): Promise<string> {
  symlinkSync(resolve(HERE, '..', '..', 'node_modules'), join(folder, 'node_modules'));
  await build({
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true, external: ['libsql', 'koffi', '@ffmpeg/core'] },
    build: {
      ssr: join(HERE, 'driver.ts'),
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      minify: true,
      rollupOptions: { output: { format: 'es', entryFileNames: 'driver.mjs' } },
    },
  });
  return join(folder, 'driver.mjs');
}
