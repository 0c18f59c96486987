import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { AppError } from '../../contract/app-error.ts';
import { wasmCoreFile } from './ffmpeg-wasm.ts';

/** Which FFmpeg is in use, and what came before it in the search and was not there. */
export interface FfmpegLocation {
  readonly source: 'setting' | 'ffmpeg-static' | 'system' | 'webassembly';
  /** Null for WebAssembly. */
  readonly executable: string | null;
  readonly version: string;
  readonly passedOver: readonly string[];
}

/**
 * The first FFmpeg that answers: the configured one (setting or GENRESCOPE_FFMPEG; `wasm` asks for the built-in
 * one), ffmpeg-static's file, the system's, WebAssembly.
 * @throws AppError decoder-missing if a configured one does not work, or nothing does
 */
export async function locateFfmpeg(configured: string | null): Promise<FfmpegLocation> {
  const wanted = process.env['GENRESCOPE_FFMPEG'] || configured;
  if (wanted && wanted !== 'wasm') {
    const version = await versionOf(wanted);
    if (!version) throw new AppError('decoder-missing', `${wanted} is not a working FFmpeg.`);
    return { source: 'setting', executable: wanted, version, passedOver: [] };
  }
  const passedOver: string[] = [];
  if (!wanted) {
    const candidates = [
      ['ffmpeg-static', staticFile()],
      ['system', 'ffmpeg'],
    ] as const;
    for (const [source, executable] of candidates) {
      const version = executable ? await versionOf(executable) : null;
      if (executable && version) return { source, executable, version, passedOver };
      passedOver.push(
        source === 'system'
          ? 'no ffmpeg on the PATH'
          : 'ffmpeg-static’s program is not downloaded (npm run ffmpeg:install)',
      );
    }
  }
  return { source: 'webassembly', executable: null, version: coreVersion(), passedOver };
}

/** ffmpeg-static always exports a path, also when its download never happened. */
function staticFile(): string | null {
  try {
    const path: unknown = createRequire(import.meta.url)('ffmpeg-static');
    return typeof path === 'string' && existsSync(path) ? path : null;
  } catch {
    return null;
  }
}

async function versionOf(executable: string): Promise<string | null> {
  const output = await promisify(execFile)(executable, ['-version'], { timeout: 10_000 }).then(
    ({ stdout }) => stdout,
    () => '',
  );
  return /^ffmpeg version (\S+)/.exec(output)?.[1] ?? null;
}

function coreVersion(): string {
  try {
    return existsSync(wasmCoreFile()) ? '5.1.4 (@ffmpeg/core 0.12.10)' : 'none';
  } catch (cause) {
    throw new AppError('decoder-missing', 'Neither a native FFmpeg nor the built-in one is there.', { cause });
  }
}
