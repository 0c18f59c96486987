import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunk, form, infoList, SAMPLES, sizes64, WAV_FORMAT } from '../testing/chunk-file.ts';
import { editFile } from '../testing/edited-file.ts';
import { flacFile } from '../testing/flac-file.ts';
import { isRefused } from '../testing/genre-trials.ts';
import { apeTag, id3Frame, id3Tag, id3v1Tag, mp3Sound, unsynchronised } from '../testing/id3-file.ts';
import { box, dataBox, freeForm, meta, mp4File } from '../testing/mp4-file.ts';
import { vorbisComments } from '../testing/ogg-file.ts';
import { asciiBytes, joinBytes } from './bytes.ts';
import { bytesSource } from './byte-source.ts';
import { chunkEditor } from './chunks.ts';
import { detectFormat } from './detect-format.ts';
import { dsfEditor } from './dsf.ts';
import { flacEditor } from './flac.ts';
import { apeFamilyEditor, mpegAudioEditor } from './mpeg-audio.ts';
import { mp4Editor } from './mp4.ts';
import type { TagEditor } from './tag-format.ts';

const picture = new Uint8Array(300).fill(0xff);
const frames = (version: number) => [
  id3Frame(version, 'TIT2', 'Title'),
  id3Frame(version, 'TCON', 'Rock'),
  id3Frame(version, 'APIC', picture),
  id3Frame(version, 'TPE1', 'A'),
];
const ape = apeTag({ Title: 'T', Genre: 'Rock', Cover: picture });
const id3 = id3Tag(4, frames(4), { padding: 60 });
const list = box('ilst', box('©nam', dataBox(1, 'T')), box('©gen', dataBox(1, 'Rock')), freeForm('Label', 'x'));
const data = chunk('data', SAMPLES.slice(1));

/** Whole files, and how many bytes at their start are worth changing. */
const FILES: Readonly<Record<string, readonly [TagEditor, Uint8Array]>> = {
  'ID3v2.4': [mpegAudioEditor, joinBytes([id3, mp3Sound()])],
  'ID3v2.3, unsynchronised': [
    mpegAudioEditor,
    joinBytes([id3Tag(3, [unsynchronised(joinBytes(frames(3)))], { flags: 0x80, padding: 30 }), mp3Sound()]),
  ],
  'ID3v2.4 with a footer': [mpegAudioEditor, joinBytes([id3Tag(4, frames(4), { footer: true }), mp3Sound()])],
  'tags behind': [
    mpegAudioEditor,
    joinBytes([mp3Sound(2), ape, asciiBytes('LYRICSBEGININD0000211000021LYRICS200'), id3v1Tag('T', 17)]),
  ],
  Musepack: [apeFamilyEditor, joinBytes([asciiBytes('MPCK....'), ape])],
  FLAC: [
    flacEditor,
    flacFile([
      { type: 3, content: new Uint8Array(18) },
      { type: 4, content: vorbisComments(['TITLE=T', 'GENRE=Rock']) },
      { type: 1, content: new Uint8Array(40) },
    ]),
  ],
  WAV: [chunkEditor, form('WAVE', [WAV_FORMAT, infoList({ INAM: 'T', IGNR: 'Rock' }), data, chunk('id3 ', id3)])],
  RF64: [
    chunkEditor,
    form('WAVE', [sizes64(600, 400), WAV_FORMAT, chunk('data', SAMPLES, { size: 0xffffffff })], {
      id: 'RF64',
      size: 0xffffffff,
    }),
  ],
  AIFF: [
    chunkEditor,
    form('AIFF', [
      chunk('NAME', 'T', { big: true }),
      chunk('SSND', SAMPLES, { big: true }),
      chunk('ID3 ', id3, { big: true }),
    ]),
  ],
  MP4: [
    mp4Editor,
    mp4File({ inMoov: [box('udta', meta(list, box('free', new Uint8Array(20))))], order: 'moov first' }),
  ],
  'MP4 with the index last': [mp4Editor, mp4File({ inMoov: [box('udta', meta(list))], order: 'moov last' })],
  DSF: [
    dsfEditor,
    joinBytes([asciiBytes('DSD '), Uint8Array.of(28), new Uint8Array(15), Uint8Array.of(28), new Uint8Array(7), id3]),
  ],
};

const change = fc.record({ place: fc.nat(20_000), value: fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 127, 128, 255)) });

describe('a damaged tag', () => {
  it.each(Object.entries(FILES))('%s is refused, or edited with all else kept', async (_, [editor, whole]) => {
    let edited = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 1, maxLength: 4 }),
        fc.option(fc.nat(20_000)),
        async (changes, cut) => {
          const file = whole.slice(0, cut === null || cut % 3 > 0 ? whole.length : cut % whole.length);
          if (file.length === 0) return;
          for (const { place, value } of changes) file[place % file.length] = value;
          await detectFormat(bytesSource(file)).catch((error: unknown) =>
            expect(error).toMatchObject({ code: 'tags-unsupported' }),
          );
          if (await isRefused(editor, file)) return;
          const once = await editFile(editor, file, ['Pop']);
          const twice = await editFile(editor, once.bytes, ['Pop']);
          expect(Buffer.compare(twice.bytes, once.bytes)).toBe(0);
          edited += 1;
        },
      ),
      { numRuns: 250, seed: 4, endOnFailure: true },
    );
    expect(edited).toBeGreaterThan(10);
  });
});
