import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LabelledTrack } from '../../../training/retrain/labelled-track.ts';
import { synthesizeWav } from '../../testing/synthesize.ts';
import { createTestDecoder } from '../../testing/test-decoder.ts';
import type { SoundProgress } from './read-labelled-sound.ts';
import { readLabelledSound } from './read-labelled-sound.ts';

let folder = '';
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'genrescope-labelled-sound-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

const labelled = (id: string): LabelledTrack => ({
  id,
  artist: '',
  album: '',
  folder: '',
  features: Float32Array.of(1),
  genres: [0],
});

it('reads the sound of labelled tracks, leaves out what cannot be decoded, and stops when it is cancelled', async () => {
  const sound = join(folder, 'sound.wav');
  await writeFile(sound, synthesizeWav({ seconds: 1, frequencies: [500], noise: 0 }));
  const gone = join(folder, 'gone.wav');
  const told: SoundProgress[] = [];
  const reading = { decoder: createTestDecoder(), frontEnd: { kind: 'mel-decibels', hopLength: 1708 } as const };
  const heard = await readLabelledSound([labelled(gone), labelled(sound)], reading, (step) => told.push(step));
  expect(heard.map(({ id, genres }) => ({ id, genres }))).toEqual([{ id: sound, genres: [0] }]);
  expect(heard[0]?.spectrogram.frames).toBeGreaterThan(5);
  expect(told).toEqual([
    { kind: 'left-out', path: gone, error: expect.objectContaining({ code: 'file-not-found' }) },
    { kind: 'sound-read', done: 1, total: 2 },
    { kind: 'sound-read', done: 2, total: 2 },
  ]);
  const cancelled = readLabelledSound([labelled(sound)], { ...reading, signal: AbortSignal.abort() }, () => undefined);
  await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
});
