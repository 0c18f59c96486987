import { createRequire } from 'node:module';
import type Koffi from 'koffi';

/** The system's C library. */
export type SystemLibrary = ReturnType<typeof Koffi.load>;

/**
 * Binds functions of the system's C library by koffi, a library for calling C.
 * @param bind throws where one of them is not there
 * @returns what `bind` made; null where it threw, where koffi does not load, and on Windows, which has other functions
 */
export function bindSystemCalls<Calls>(bind: (library: SystemLibrary) => Calls): Calls | null {
  if (process.platform !== 'linux' && process.platform !== 'darwin') return null;
  try {
    const koffi = createRequire(import.meta.url)('koffi') as typeof Koffi;
    return bind(koffi.load(process.platform === 'darwin' ? 'libSystem.dylib' : null));
  } catch {
    return null;
  }
}
