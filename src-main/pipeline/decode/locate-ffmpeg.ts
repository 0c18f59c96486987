import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, resolve } from 'node:path';
import { promisify } from 'node:util';
import { AppError } from '../../contract/app-error.ts';
import { findProgram } from '../../files/find-program.ts';
import { unpackedPath } from '../../files/unpacked-path.ts';
import { wasmCoreFile } from './ffmpeg-wasm.ts';
import { installedFfmpeg } from './installed-ffmpeg.ts';

/** Which FFmpeg is in use, and what came before it in the search and was not there. */
export interface FfmpegLocation {
  readonly source: 'setting' | 'ffmpeg-static' | 'installed' | 'system' | 'webassembly';
  /** An absolute path; null for WebAssembly. */
  readonly executable: string | null;
  readonly version: string;
  readonly passedOver: readonly string[];
}

/**
 * The first FFmpeg that answers: the configured one (setting or GENRESCOPE_FFMPEG; `wasm` asks for the built-in
 * one), the one that `npm run ffmpeg:install` fetched and checked, ffmpeg-static's program where its installer ran, the
 * system's, WebAssembly.
 * @throws AppError decoder-missing if a configured one does not work, or nothing does
 */
export async function locateFfmpeg(configured: string | null): Promise<FfmpegLocation> {
  const wanted = process.env['GENRESCOPE_FFMPEG'] || configured;
  if (wanted && wanted !== 'wasm') return configuredFfmpeg(wanted);
  const passedOver: string[] = [];
  if (!wanted) {
    const candidates = [
      [
        'installed',
        installedFfmpeg(process.env),
        'Genrescope’s own FFmpeg is not installed (genrescope install ffmpeg)',
      ],
      ['ffmpeg-static', staticFfmpeg(), 'ffmpeg-static’s installer did not run'],
      ['system', await programOnPath('ffmpeg'), 'no ffmpeg on the PATH'],
    ] as const;
    for (const [source, executable, absence] of candidates) {
      const version = executable ? await ffmpegVersion(executable) : null;
      if (executable && version) return { source, executable, version, passedOver };
      passedOver.push(executable ? `${executable} does not run` : absence);
    }
  }
  return { source: 'webassembly', executable: null, version: coreVersion(), passedOver };
}

/** ffmpeg-static always exports a path, also when its download never happened. */
function staticFfmpeg(): string | null {
  try {
    const path: unknown = createRequire(import.meta.url)('ffmpeg-static');
    if (typeof path !== 'string') return null;
    const program = unpackedPath(path);
    return existsSync(program) ? program : null;
  } catch {
    return null;
  }
}

/** @throws AppError decoder-missing */
async function configuredFfmpeg(wanted: string): Promise<FfmpegLocation> {
  const executable = basename(wanted) === wanted ? await programOnPath(wanted) : resolve(wanted);
  const version = executable ? await ffmpegVersion(executable) : null;
  if (!executable || !version) throw new AppError('decoder-missing', `${wanted} is not a working FFmpeg.`);
  return { source: 'setting', executable, version, passedOver: [] };
}

/** The system's own search would also look into the current folder on Windows. */
function programOnPath(name: string): Promise<string | null> {
  const { env: environment, platform } = process;
  return findProgram(name.replace(/\.exe$/i, ''), { environment, platform });
}

/** The version that a program says it has; null where it is no FFmpeg that runs. */
export async function ffmpegVersion(executable: string): Promise<string | null> {
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
