// @ts-check
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { endIfInterrupted, runCommand } from './command.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { ROOT } from './project.mjs';
import { runScript, say, SetupError } from './setup-error.mjs';

const PACKAGE_FOLDER = join(ROOT, 'node_modules', 'onnxruntime-node');
const INSTALLER = join(PACKAGE_FOLDER, 'script', 'install.js');
const CUDA_LIBRARY = join(PACKAGE_FOLDER, 'bin', 'napi-v6', 'linux', 'x64', 'libonnxruntime_providers_cuda.so');

await runScript(async () => {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError(
      `ONNX Runtime has CUDA libraries for Linux x64 only, not for ${process.platform} ${process.arch}. ` +
        'Genrescope runs without them.',
    );
  }
  await ensureDependencies();
  say('Downloading the CUDA libraries of ONNX Runtime (some hundred MB)…');
  const { status } = endIfInterrupted(await runInstaller());
  // The installer also ends with 0 when it has decided to do nothing.
  if (status !== 0 || !existsSync(CUDA_LIBRARY)) {
    throw new SetupError(
      'The CUDA libraries could not be downloaded (see above; is the network reachable?). ' +
        'Genrescope runs without them.',
    );
  }
  say(
    'The CUDA libraries of ONNX Runtime are installed. ' +
      'They need an NVIDIA driver, CUDA 12 and cuDNN 9 on this machine.',
  );
});

/** Without a value the flag means everything there is for this platform; release 1.30 does not understand `=cuda12`. */
function runInstaller() {
  // A setting made to skip this at installation would win over the flag.
  const { ONNXRUNTIME_NODE_INSTALL: _chosen, npm_config_onnxruntime_node_install: _configured, ...env } = process.env;
  return runCommand(process.execPath, [INSTALLER, '--onnxruntime-node-install'], { env, streamed: true });
}
