import { join, resolve } from 'node:path';
import { readText } from '../../../src-main/files/read-text.ts';
import { openDecoder } from '../../../src-main/pipeline/decode/open-decoder.ts';
import { readAudioSpectrogram } from '../../../training/runtime/read-audio.ts';
import { parseCsv } from '../../../src-main/files/csv.ts';
import type { FrontEndSpec } from '../../../training/dataset/front-end-spec.ts';
import type { Example } from '../../../training/dataset/example.ts';
import { artistKey } from '../../../training/dataset/split.ts';

/** A clip under the name that its collection gives it. */
export interface Clip {
  readonly genre: string;
  /**
   * What must not lie on both sides: its artist; where that is unknown, its ten neighbours in the collection's order.
   */
  readonly group: string;
  readonly example: Example;
}

const NEIGHBOURS = 10;

/** Every clip of clips.csv but GTZAN's, on which the bases were trained. @param frontEnd what hears for the bases */
export async function readBenchClips(folder: string, frontEnd: FrontEndSpec): Promise<Clip[]> {
  const decoder = await openDecoder(null, resolve('out', 'main'));
  const clips: Clip[] = [];
  for (const { path = '', genre = '', artist = '' } of parseCsv(
    await readText(join(folder, 'clips.csv'), 'labels-invalid'),
  )) {
    if (path.startsWith('clips/gtzan/')) continue;
    const { spectrogram } = await readAudioSpectrogram(join(folder, path), frontEnd, decoder);
    const numbered = /([a-z]+)-(\d+)\.\w+$/.exec(path);
    const group =
      artist !== ''
        ? artistKey(artist)
        : numbered
          ? `${numbered[1]} ${Math.floor((Number(numbered[2]) - 1) / NEIGHBOURS)}`
          : path;
    clips.push({ genre, group, example: { id: path, artist: group, allowed: [], published: {}, ...spectrogram } });
  }
  return clips;
}
