import { join } from 'node:path';
import { expect, jsonLines, runCommand, test } from '../app.ts';
import { makeTrack } from '../make-music.ts';
import { builtFileOf, modulesLoadedWith } from '../built-modules.ts';

const COMMANDS = 'src-main/cli/commands/';
const OWN = [`${COMMANDS}index.ts`, `${COMMANDS}table.ts`];
const PACKAGES = /onnxruntime|music-metadata|strtok3|@napi-rs\/canvas/;
const isHeavy = (module: string) => PACKAGES.test(module) || module.startsWith('training/');

test('the help is printed without a command, a package or a schema', () => {
  const modules = modulesLoadedWith('cli.js');
  expect(modules).toContain('src-main/cli/output.ts');
  expect(modules.filter((module) => module.startsWith(COMMANDS) && !OWN.includes(module))).toEqual([]);
  expect(modules.filter((module) => !module.startsWith('src-main/'))).toEqual([]);
});

for (const name of ['analyze', 'doctor', 'install', 'labels', 'library', 'models', 'promote', 'settings']) {
  test(`${name} starts without ONNX Runtime, readers of music and training`, () => {
    const module = `${COMMANDS}${name}.ts`;
    const modules = [builtFileOf(module), builtFileOf('src-main/cli/run-command.ts')].flatMap(modulesLoadedWith);
    expect(modules).toContain(module);
    expect(modules).toContain('src-main/contract/app-error.ts');
    expect(modules.filter(isHeavy)).toEqual([]);
  });
}

test('the app starts without ONNX Runtime and readers of music', () => {
  const modules = modulesLoadedWith('index.js');
  expect(modules).toContain('electron');
  expect(modules.filter((module) => PACKAGES.test(module))).toEqual([]);
});

test('the modules that are loaded are found where they are', () => {
  expect(modulesLoadedWith('inference.worker.js')).toContain('onnxruntime-node');
  expect(modulesLoadedWith('file-reader.worker.js').join('\n')).toContain('node_modules/music-metadata/');
});

test('a model that is loaded while FFmpeg is not found does not keep the command from ending', async ({ place }) => {
  await makeTrack(place.music, 'one', 'flac');
  await runCommand(place, 'settings', 'ffmpegPath', join(place.music, 'no-ffmpeg'));
  const result = await runCommand(place, 'analyze', place.music, '--json');
  expect(result.status).toBe(1);
  expect(jsonLines(result)).toMatchObject([{ status: 'error', error: { code: 'decoder-missing' } }]);
});
