import { execFileSync } from 'node:child_process';

const PRINT_PATH = `
  const { ensureElectron } = await import('./src-main/setup/electron-runtime.mjs');
  process.stdout.write(await ensureElectron());`;

/** Sets the environment's path of Electron's program where it is not set, and lets root run it without its sandbox. */
export function provideElectron(): void {
  process.env['GENRESCOPE_ELECTRON_PATH'] ??= execFileSync(
    process.execPath,
    ['--input-type=module', '-e', PRINT_PATH],
    { encoding: 'utf8' },
  );
  if (process.getuid?.() === 0) process.env['GENRESCOPE_NO_SANDBOX'] = '1';
}
