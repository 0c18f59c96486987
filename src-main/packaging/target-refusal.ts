import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './product.ts';
import type { TargetSystem } from './shipped-packages.ts';

const LIBRARIES = join(ROOT, 'node_modules', 'onnxruntime-node', 'bin', 'napi-v6');

/** Why no package can be made for a system, in plain words; null where one can. */
export function targetRefusal({ platform, arch }: TargetSystem): string | null {
  if (existsSync(join(LIBRARIES, platform, arch))) return null;
  const advice = platform === 'darwin' ? ' Use --arch arm64.' : '';
  return `No package is made for ${platform} on ${arch}: ONNX Runtime, which runs the models, has no library for it.${advice}`;
}
