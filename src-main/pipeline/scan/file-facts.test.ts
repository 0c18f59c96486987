import type { IAudioMetadata } from 'music-metadata';
import { describe, expect, it } from 'vitest';
import { fileFacts } from './file-facts.ts';

const NONE = { no: null, of: null };
const facts = (common: object, format: object) =>
  fileFacts({
    common: { track: NONE, disk: NONE, movementIndex: NONE, ...common },
    format: { trackInfo: [], tagTypes: [], ...format },
  } as Pick<IAudioMetadata, 'common' | 'format'>);

describe('fileFacts', () => {
  it('takes what can be true', () => {
    expect(facts({ year: 1994, bpm: 128 }, { codec: 'MPEG 1 Layer 3', container: 'MPEG', bitrate: 191_999.6 })).toEqual(
      { year: 1994, bpm: 128, format: 'MP3', bitRate: 192_000 },
    );
  });

  it('leaves out what cannot, and what nobody said', () => {
    expect(facts({}, {})).toEqual({});
    expect(facts({ year: 0, bpm: 0 }, { bitrate: Number.POSITIVE_INFINITY })).toEqual({});
    expect(facts({ year: 20_240, bpm: Number.NaN }, { bitrate: Number.NaN })).toEqual({});
    expect(facts({ year: 1994.5, bpm: 999 }, { bitrate: 0 })).toEqual({});
  });

  it.each([
    ['MPEG 2 Layer 3', 'MPEG', 'MP3'],
    ['MPEG-4/AAC', 'M4A/mp42/isom', 'AAC'],
    ['ALAC', 'M4A', 'ALAC'],
    ['FLAC', 'FLAC', 'FLAC'],
    ['Vorbis I', 'Ogg', 'Vorbis'],
    ['Opus', 'Ogg', 'Opus'],
    ['PCM', 'WAVE', 'WAV'],
    ['PCM', 'AIFF', 'AIFF'],
    ['Windows Media Audio 9.2', 'ASF/audio', 'WMA'],
    ['WavPack', 'WavPack', 'WavPack'],
    [undefined, 'DSF', 'DSD'],
    ['Something New', 'Box', 'Something New'],
  ])('calls %s in %s %s', (codec, container, name) => {
    expect(facts({}, { codec, container })).toEqual({ format: name });
  });

  it('bounds the name of a format that nobody knows', () => {
    expect(facts({}, { codec: 'x'.repeat(1000) }).format).toHaveLength(40);
  });
});
