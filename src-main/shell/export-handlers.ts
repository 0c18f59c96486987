import { basename, extname, join } from 'node:path';
import { app } from 'electron';
import { texts } from '../texts/index.ts';
import { AppError } from '../contract/app-error.ts';
import type { OutputKind } from '../files/output-file.ts';
import { checkOutput, writeOutput } from '../files/output-file.ts';
import { waveExcerpt } from '../pipeline/decode/wave-file.ts';
import type { TrackId } from '../contract/track.ts';
import type { Handlers } from '../contract/operations/index.ts';
import type { Dialogs } from './dialogs.ts';
import type { MediaSources } from './media-protocol.ts';

type ExportHandlers = Pick<Handlers, Extract<keyof Handlers, `export.${string}`>>;

const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

/** The operations that write a file where the user says; the page never names a path. */
export function createExportHandlers(sources: MediaSources, dialogs: Dialogs): ExportHandlers {
  return {
    'export.picture': async ({ id, bytes }) => {
      if (!Buffer.from(bytes.subarray(0, PNG_SIGNATURE.length)).equals(PNG_SIGNATURE))
        throw new AppError('request-invalid', 'Not a PNG.');
      return save(await askForFile(sources, id, 'png', dialogs), 'png', bytes);
    },
    'export.table': async ({ id, text }) => save(await askForFile(sources, id, 'csv', dialogs), 'csv', text),
    'export.sound': async ({ id, startSeconds, endSeconds }) => {
      const path = sources.pathOf(id);
      const file = await askForFile(sources, id, 'wav', dialogs);
      if (file === null) return null;
      const format = await sources.reader.format(path);
      return save(file, 'wav', await waveExcerpt(path, format, await sources.decoder(), startSeconds, endSeconds));
    },
  };
}

/** Refuses the music of the library: an export must never take a track's place. @throws AppError request-invalid */
async function askForFile(
  { pathOf, isTrack }: MediaSources,
  id: TrackId,
  extension: keyof typeof texts.dialogs.exports,
  dialogs: Dialogs,
): Promise<string | null> {
  const track = pathOf(id);
  const name = `${basename(track, extname(track))} (${texts.dialogs.exports[extension]}).${extension}`;
  const defaultPath = join(app.getPath('documents'), name);
  const filters = [{ name: texts.dialogs.fileTypes[extension], extensions: [extension] }];
  const chosen = await dialogs.chooseOutput({ defaultPath, filters });
  if (chosen === null) return null;
  const real = await checkOutput(chosen, extension, [track]);
  if (isTrack(chosen) || isTrack(real)) throw new AppError('request-invalid', texts.dialogs.isTrack);
  return real;
}

/** @returns the file's name, null if none was chosen @throws AppError */
async function save(file: string | null, kind: OutputKind, data: Uint8Array | string): Promise<string | null> {
  if (file === null) return null;
  await writeOutput(file, kind, [], [data]);
  return basename(file);
}
