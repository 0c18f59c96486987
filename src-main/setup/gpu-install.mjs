// @ts-check
import { join } from 'node:path';
import { endIfInterrupted, runCommand } from './command.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { ROOT } from './project.mjs';
import { runScript, say, SetupError } from './setup-error.mjs';

const INSTALLER = join(ROOT, 'node_modules', 'onnxruntime-node', 'script', 'install.js');

await runScript(async () => {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError(
      `CUDA libraries of ONNX Runtime exist for Linux x64 only, not for ${process.platform} ${process.arch}. Genrescope runs without them.`,
    );
  }
  await ensureDependencies();
  say('Downloading the CUDA libraries of ONNX Runtime (some hundred MB)…');
  const args = [INSTALLER, '--onnxruntime-node-install=cuda12'];
  const { status } = endIfInterrupted(await runCommand(process.execPath, args, { streamed: true }));
  if (status !== 0) {
    throw new SetupError('The CUDA libraries could not be downloaded: see the message above. Nothing else has changed; Genrescope runs without them.');
  }
  say('The CUDA libraries of ONNX Runtime are installed. They need an NVIDIA driver, CUDA 12 and cuDNN 9 on this machine.');
});
