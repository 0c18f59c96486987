import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { providersOf } from '../../contract/providers.ts';
import type { ProviderChoice, ProviderName } from '../../contract/values.ts';
import { findProgram } from '../../files/find-program.ts';
import { unpackedPath } from '../../files/unpacked-path.ts';

/** The providers to try, in order. A named choice is not replaced silently by another. */
export function providersToTry(choice: ProviderChoice, platform: NodeJS.Platform): readonly ProviderName[] {
  return choice === 'auto' ? providersOf(platform) : [choice];
}

/** ONNX Runtime's names. */
export const RUNTIME_NAMES: Readonly<Record<ProviderName, string>> = {
  cuda: 'cuda',
  webgpu: 'webgpu',
  directml: 'dml',
  coreml: 'coreml',
  cpu: 'cpu',
};

/**
 * Why a provider cannot work here, found without loading it: ONNX Runtime's own message does not name the library.
 * @returns null if nothing speaks against trying
 */
export async function obstacleTo(provider: ProviderName): Promise<string | null> {
  if (provider === 'cuda') return cudaObstacle();
  if (provider === 'webgpu' && process.platform === 'linux' && !hasRenderDevice())
    return 'no graphics device (/dev/dri has no render node)';
  if (provider === 'directml' && process.platform !== 'win32') return 'DirectML exists on Windows only';
  if (provider === 'coreml' && process.platform !== 'darwin') return 'Core ML exists on macOS only';
  return null;
}

async function cudaObstacle(): Promise<string | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'ONNX Runtime for Node has CUDA on Linux x64 only';
  const folder = runtimeFolder();
  for (const library of ['libonnxruntime_providers_shared.so', 'libonnxruntime_providers_cuda.so']) {
    if (!existsSync(join(folder, library))) return `${library} is not installed (genrescope install cuda)`;
  }
  const missing = await missingLibraries(join(folder, 'libonnxruntime_providers_cuda.so'));
  return missing.length > 0 ? `missing ${missing.join(', ')} (of CUDA, cuDNN or the NVIDIA driver)` : null;
}

/** The folder of ONNX Runtime's binaries for this platform. */
export function runtimeFolder(): string {
  const entry = unpackedPath(createRequire(import.meta.url).resolve('onnxruntime-node'));
  return join(dirname(entry), '..', 'bin', 'napi-v6', process.platform, process.arch);
}

async function missingLibraries(library: string): Promise<string[]> {
  const ldd = await findProgram('ldd', { environment: process.env, platform: process.platform });
  if (ldd === null) return [];
  const output = await promisify(execFile)(ldd, [library]).then(
    ({ stdout }) => stdout,
    () => '',
  );
  return [...output.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] ?? '');
}

function hasRenderDevice(): boolean {
  try {
    return readdirSync('/dev/dri').some((name) => name.startsWith('renderD'));
  } catch {
    return false;
  }
}
