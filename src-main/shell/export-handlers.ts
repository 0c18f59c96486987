import { realpath } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { BrowserWindow } from 'electron';
import { app, dialog } from 'electron';
import { AppError } from '../contract/app-error.ts';
import { createDecoderFinder } from '../pipeline/decode/locate-ffmpeg.ts';
import { virtualWave, waveHeader } from '../pipeline/decode/wave-file.ts';
import { writeWhole } from '../pipeline/write-whole.ts';
import { readAudioFormat } from '../pipeline/scan/read-audio-format.ts';
import type { Handlers } from './ipc.ts';
import type { MediaSources } from './media-protocol.ts';

type ExportHandlers = Pick<Handlers, Extract<keyof Handlers, `export.${string}`>>;

const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const BYTES_PER_SAMPLE = 2;
/** What is proposed as a name is never the track's own. */
const KINDS = { png: 'spectrogram', csv: 'levels', wav: 'selection' } as const;
const HEADER_BYTES = 44;

/** The operations that write a file where the user says; the page never names a path. */
export function createExportHandlers(sources: MediaSources, window: () => BrowserWindow | null): ExportHandlers {
  const decoderFor = createDecoderFinder(join(sources.workerFolder, 'ffmpeg-core.worker.js'));
  return {
    'export.picture': async ({ id, bytes }) => {
      if (!Buffer.from(bytes.subarray(0, PNG_SIGNATURE.length)).equals(PNG_SIGNATURE)) throw new AppError('request-invalid', 'Not a PNG.');
      return save(await askForFile(sources.pathOf(id), 'png', window()), bytes);
    },
    'export.table': async ({ id, text }) => save(await askForFile(sources.pathOf(id), 'csv', window()), text),
    'export.sound': async ({ id, startSeconds, endSeconds }) => {
      const path = sources.pathOf(id);
      const file = await askForFile(path, 'wav', window());
      return file && save(file, await soundOf(path, startSeconds, endSeconds, sources.ffmpegPath()));
    },
  };

  async function soundOf(path: string, startSeconds: number, endSeconds: number, ffmpegPath: string | null): Promise<Uint8Array> {
    const format = await readAudioFormat(path);
    const wave = virtualWave(path, format, await decoderFor(ffmpegPath));
    const block = format.channels * BYTES_PER_SAMPLE;
    const byteAt = (seconds: number) => Math.min(wave.size, HEADER_BYTES + Math.round(seconds * format.sampleRate) * block);
    const [start, end] = [byteAt(startSeconds), byteAt(endSeconds)];
    const chunks: Uint8Array[] = [waveHeader(end - start, format.sampleRate, format.channels)];
    for await (const chunk of wave.read(start, end - 1)) chunks.push(chunk);
    return Buffer.concat(chunks);
  }
}

/** Refuses the music of the library: an export must never take a track's place. @throws AppError request-invalid */
async function askForFile(track: string, extension: 'png' | 'csv' | 'wav', parent: BrowserWindow | null): Promise<string | null> {
  const defaultPath = join(app.getPath('documents'), `${basename(track, extname(track))} (${KINDS[extension]}).${extension}`);
  const options = { defaultPath, filters: [{ name: extension.toUpperCase(), extensions: [extension] }] };
  const { canceled, filePath } = parent ? await dialog.showSaveDialog(parent, options) : await dialog.showSaveDialog(options);
  if (canceled || !filePath) return null;
  if (extname(filePath).toLowerCase() !== `.${extension}`) throw new AppError('request-invalid', `The name must end in .${extension}.`);
  const real = async (path: string) => realpath(path).catch(() => path);
  if ((await real(filePath)) === (await real(track))) throw new AppError('request-invalid', 'That is the track itself; choose another name.');
  return filePath;
}

/** @returns the file's name, null if none was chosen @throws AppError */
async function save(file: string | null, data: Uint8Array | string): Promise<string | null> {
  if (file === null) return null;
  await writeWhole(file, data);
  return basename(file);
}
