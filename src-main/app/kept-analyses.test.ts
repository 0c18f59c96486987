import { copyFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { directFileReader } from '../testing/direct-file-reader.ts';
import type { Encoding } from '../testing/encode-audio.ts';
import { encodeAudio, extensionOf } from '../testing/encode-audio.ts';
import { analyzed, PLAYED_ENGINE, playScan } from '../testing/played-scan.ts';
import type { TagFolder } from '../testing/tag-folder.ts';
import { makeTagFolder } from '../testing/tag-folder.ts';
import { readTags } from '../pipeline/scan/read-tags.ts';

const ENCODINGS: readonly Encoding[] = ['mp3-id3v23', 'flac', 'opus'];
const encode = (encoding: Encoding, frequency = 300) =>
  encodeAudio(encoding, { sound: { seconds: 4, frequencies: [frequency] }, tags: { title: 'T', genre: 'Old' } });

let folder: TagFolder;
let paths: string[] = [];
let played: ReturnType<typeof playScan>;
beforeEach(async () => {
  folder = await makeTagFolder();
  played = playScan(folder.music);
  paths = ENCODINGS.map((encoding, index) => join(folder.music, `${index}${extensionOf(encoding)}`));
  for (const [index, path] of paths.entries()) await writeFile(path, await encode(ENCODINGS[index]!));
});
afterEach(() => folder.remove());

/** By the app's own writer, but as another program does it: the files' times change. */
async function tagAnew(): Promise<void> {
  const { written } = await folder.write(paths, { genre: 'Polka' });
  expect(written).toBe(paths.length);
  for (const path of paths) await utimes(path, new Date(), new Date());
}

/** Scans once, by a process that reads what it is asked for. @returns the files that were analysed */
async function scanOnce(): Promise<string[]> {
  const { scan, processes, finished } = played;
  const scansBefore = finished.length;
  scan.start(folder.music);
  const [process] = processes;
  const files = await Promise.all(
    paths.map(async (path) => {
      const { size, mtimeMs } = await stat(path);
      return { path, size, modifiedMilliseconds: mtimeMs };
    }),
  );
  process!.emit('found', { files, unreadable: [], leftOut: [] });
  await process!.respond('list', { specHash: 'h' });
  const analysed: string[] = [];
  let answered = process!.asked.length;
  while (finished.length === scansBefore) {
    await vi.waitFor(() => expect(process!.asked.length > answered || finished.length > scansBefore).toBe(true));
    if (finished.length > scansBefore) break;
    answered = process!.asked.length;
    const asked = process!.last;
    if (asked?.question === 'read') {
      const compared = new Set(asked.request.compared);
      for await (const file of readTags(asked.request.paths, directFileReader, new AbortController().signal, compared))
        process!.emit('read', { files: [file] });
      await process!.respond('read', null);
    } else if (asked?.question === 'analyze') {
      process!.emit('engine', PLAYED_ENGINE);
      for (const path of asked.request.paths) {
        analysed.push(path);
        const audioDigest = (await directFileReader.audioDigest(path)) ?? undefined;
        process!.emit('analyzed', { ...analyzed(path), metadata: null, audioDigest });
      }
      await process!.respond('analyze', null);
    }
  }
  return analysed;
}

it('analyses no file again whose tags alone were changed', async () => {
  expect(await scanOnce()).toEqual(paths);
  const before = played.details(paths);
  await tagAnew();
  expect(await scanOnce()).toEqual([]);
  const after = played.details(paths);
  expect(after.map(({ status, currentGenres }) => ({ status, currentGenres }))).toEqual(
    paths.map(() => ({ status: 'done', currentGenres: ['Polka'] })),
  );
  expect(after.map(({ analysis }) => analysis)).toEqual(before.map(({ analysis }) => analysis));
  // It counts as something found, so that labels are looked after.
  expect(played.finished.at(-1)).toMatchObject({ outcome: 'finished', done: 3, total: 3 });
});

it('analyses a file again whose sound was changed, or where the user asks for it', async () => {
  await scanOnce();
  await writeFile(paths[1]!, await encode('flac', 500));
  expect(await scanOnce()).toEqual([paths[1]]);
  await tagAnew();
  await played.scans.markWaiting(folder.music, null);
  expect(await scanOnce()).toEqual(paths);
});

/** The files get other names, as programs do it that name files by their tags. */
async function renameAll(): Promise<void> {
  const before = paths;
  paths = before.map((path, index) => join(folder.music, `Polka ${index}${extname(path)}`));
  for (const [index, path] of before.entries()) await rename(path, paths[index]!);
}

it('knows files again whose names and tags were changed at once, and analyses none', async () => {
  await scanOnce();
  const before = played.details(paths);
  await tagAnew();
  await renameAll();
  expect(await scanOnce()).toEqual([]);
  expect(played.details(paths)).toEqual(
    before.map((track, index) => ({
      ...track,
      path: paths[index],
      fileName: basename(paths[index]!),
      currentGenres: ['Polka'],
      bitRate: expect.anything() as unknown,
    })),
  );
  expect(Object.keys(played.statuses())).toHaveLength(paths.length);
  expect(played.finished.at(-1)).toMatchObject({ outcome: 'finished', done: 3, total: 3, failed: 0 });
  expect(await scanOnce()).toEqual([]);
});

it('takes a copy for a track of its own, whatever else is missing', async () => {
  await scanOnce();
  const [kept, lost] = paths;
  const copy = join(folder.music, `copy${extname(kept!)}`);
  await copyFile(kept!, copy);
  await rm(lost!);
  paths = [kept!, copy, paths[2]!];
  expect(await scanOnce()).toEqual([copy]);
  expect(played.statuses()[basename(lost!)]).toBe('missing');
});
