import { describe, expect, it } from 'vitest';
import { FURTHER_FIELDS } from '../contract/values.ts';
import type { FurtherField } from '../contract/values.ts';
import { chunk, form, infoList, SAMPLES, WAV_FORMAT } from '../testing/chunk-file.ts';
import { editFile } from '../testing/edited-file.ts';
import { FLAC_SOUND, flacFile } from '../testing/flac-file.ts';
import { apeTag, id3Frame, id3Tag, id3v1Tag, mp3Sound, unsynchronised } from '../testing/id3-file.ts';
import { box, dataBox, freeForm, meta, mp4File } from '../testing/mp4-file.ts';
import { vorbisComments } from '../testing/ogg-file.ts';
import { rareAudioFile } from '../testing/rare-audio-files.ts';
import { asciiBytes, asciiOf, joinBytes } from './bytes.ts';
import { chunkEditor } from './chunks.ts';
import { dffEditor } from './dff.ts';
import { dsfEditor } from './dsf.ts';
import { flacEditor } from './flac.ts';
import { apeFamilyEditor, mpegAudioEditor } from './mpeg-audio.ts';
import { mp4Editor } from './mp4.ts';
import type { TagEditor } from './tag-format.ts';
import type { TextChanges } from './tag-texts.ts';

const NEW: Readonly<Record<FurtherField, string>> = {
  grouping: 'Elektro; Größe',
  comment: 'a comment [Genrescope: ✓]',
  mood: 'Happy',
  evidence: '{"model":"m"}',
};
const setAll: TextChanges = Object.fromEntries(FURTHER_FIELDS.map((field) => [field, () => [NEW[field]]]));
const removeAll: TextChanges = Object.fromEntries(FURTHER_FIELDS.map((field) => [field, () => []]));
const ALL = Object.fromEntries(FURTHER_FIELDS.map((field) => [field, [NEW[field]]]));
const fields = (texts: TextChanges) => ({ separator: 'standard', keepsGenres: true, texts }) as const;

const comment = (text: string, description = '') =>
  joinBytes([Uint8Array.of(0), asciiBytes(`deu${description}\0${text}`)]);
const userText = (name: string, text: string) => joinBytes([Uint8Array.of(0), Buffer.from(`${name}\0${text}`)]);
const mp3 = (...frames: Uint8Array[]) => joinBytes([id3Tag(3, frames, { padding: 20 }), mp3Sound()]);
const wide = (text: string) => joinBytes([Uint8Array.of(0xff, 0xfe), Uint8Array.from(Buffer.from(text, 'utf16le'))]);

const FILES: Readonly<Record<string, readonly [TagEditor, Uint8Array]>> = {
  'MP3 without a tag': [mpegAudioEditor, mp3Sound()],
  'MP3 with ID3v2.2': [
    mpegAudioEditor,
    joinBytes([id3Tag(2, [id3Frame(2, 'TT2', 'Title'), id3Frame(2, 'COM', comment('old'))]), mp3Sound()]),
  ],
  'MP3 with ID3v2.3': [
    mpegAudioEditor,
    mp3(
      id3Frame(3, 'TIT2', 'Title'),
      id3Frame(3, 'COMM', comment('by a program', 'iTunNORM')),
      id3Frame(3, 'COMM', comment('old')),
      id3Frame(3, 'COMM', joinBytes([Uint8Array.of(1), Buffer.from('deu'), wide('Q\0'), wide('other')])),
      id3Frame(3, 'TXXX', userText('Mood', 'old')),
      id3Frame(3, 'TXXX', userText('OTHER', 'old')),
    ),
  ],
  'MP3 with ID3v2.4, unsynchronised': [
    mpegAudioEditor,
    joinBytes([id3Tag(4, [unsynchronised(id3Frame(4, 'TMOO', 'old'))], { flags: 0x80, footer: true }), mp3Sound()]),
  ],
  'MP3 with APE and ID3v1': [
    mpegAudioEditor,
    joinBytes([mp3Sound(), apeTag({ comment: 'old', Title: 'T' }), id3v1Tag('T', 17)]),
  ],
  'WavPack without a tag': [apeFamilyEditor, joinBytes([Buffer.from('wvpk'), new Uint8Array(200).fill(7)])],
  FLAC: [
    flacEditor,
    flacFile(
      [{ type: 4, content: vorbisComments(['TITLE=T', 'comment=old', 'COMMENT=other', 'Grouping=old']) }],
      FLAC_SOUND,
    ),
  ],
  'FLAC without comments': [flacEditor, flacFile([], FLAC_SOUND)],
  M4A: [
    mp4Editor,
    mp4File({
      order: 'moov first',
      inMoov: [
        box(
          'udta',
          meta(
            box(
              'ilst',
              box('©nam', dataBox(1, 'Title')),
              box('©cmt', dataBox(1, 'old')),
              freeForm('Mood', 'old'),
              freeForm('OTHER', 'old'),
            ),
          ),
        ),
      ],
    }),
  ],
  'M4A without tags': [mp4Editor, mp4File({ order: 'moov last', inMoov: [] })],
  'WAV with INFO': [
    chunkEditor,
    form('WAVE', [WAV_FORMAT, chunk('data', SAMPLES), infoList({ INAM: 'T', ICMT: 'old' })]),
  ],
  DSF: [dsfEditor, Uint8Array.from(rareAudioFile('.dsf'))],
  DFF: [dffEditor, Uint8Array.from(rareAudioFile('.dff'))],
};

describe.each(Object.entries(FILES))('further fields of %s', (_name, [editor, bytes]) => {
  it('are written with the genre, and again without a change', async () => {
    const { after, bytes: edited } = await editFile(editor, bytes, ['Rock'], { separator: 'standard', texts: setAll });
    const holding = after.tags.filter(({ texts }) => texts);
    expect(holding.length).toBeGreaterThan(0);
    for (const { texts } of holding) expect(texts).toEqual(ALL);
    const again = await editFile(editor, edited, ['Rock'], { separator: 'standard', texts: setAll });
    expect(Buffer.compare(again.bytes, edited)).toBe(0);
    const without = await editFile(editor, edited, [], fields(removeAll));
    for (const { texts } of without.after.tags) expect(texts ?? {}).toEqual({});
    expect(without.after.tags.map(({ genres }) => genres)).toEqual(after.tags.map(({ genres }) => genres));
  });

  it('leave the genres as they are where these are kept', async () => {
    const { before, after } = await editFile(editor, bytes, [], fields(setAll));
    const genres = after.tags.slice(after.tags.length - before.tags.length).map((tag) => tag.genres);
    expect(genres).toEqual(before.tags.map((tag) => tag.genres));
  });
});

const textsOf = async (editor: TagEditor, bytes: Uint8Array) =>
  (await editFile(editor, bytes, [], fields({}))).before.tags[0]?.texts;
const latin1 = (bytes: Uint8Array) => asciiOf(bytes, 0, bytes.length);

describe('places of further fields', () => {
  it('in ID3v2.4 are TIT1, COMM, TMOO and TXXX, in ID3v2.3 TXXX for the mood', async () => {
    const v4 = await editFile(mpegAudioEditor, mp3Sound(), [], fields(setAll));
    for (const id of ['TIT1', 'COMM', 'TMOO', 'TXXX']) expect(latin1(v4.bytes)).toContain(id);
    const v3 = latin1((await editFile(mpegAudioEditor, mp3(id3Frame(3, 'TIT2', 'T')), [], fields(setAll))).bytes);
    expect(v3).not.toContain('TMOO');
    expect(v3).toContain('\0MOOD\0Happy');
  });

  it('in tags of iTunes are GRP1: TIT1 is the name of a work there', async () => {
    for (const id of ['GRP1', 'MVNM']) {
      const file = mp3(id3Frame(3, 'TIT1', 'Symphony'), id3Frame(3, id, 'x'));
      const { bytes, after } = await editFile(mpegAudioEditor, file, [], fields({ grouping: () => ['Pop'] }));
      expect(after.tags[0]?.texts).toEqual({ grouping: ['Pop'] });
      expect(latin1(bytes)).toContain('Symphony');
    }
    expect(await textsOf(mpegAudioEditor, mp3(id3Frame(3, 'TIT1', 'Mine')))).toEqual({ grouping: ['Mine'] });
  });

  it('keep the language and the Latin-1 of a comment, and comments with a description', async () => {
    const frames = [comment('Z', 'program'), comment('Gr\xfc\xdfe')].map((content) => id3Frame(4, 'COMM', content));
    const file = joinBytes([id3Tag(4, frames), mp3Sound()]);
    const { bytes, after } = await editFile(
      mpegAudioEditor,
      file,
      [],
      fields({ comment: ([text = '']) => [`${text}!`] }),
    );
    expect(after.tags[0]?.texts).toEqual({ comment: ['Gr\xfc\xdfe!'] });
    expect(latin1(bytes)).toContain('deu\0Gr\xfc\xdfe!');
    expect(latin1(bytes)).toContain('deuprogram\0Z');
  });

  it('in MP4 keep the name of a free-form item, and leave other meanings', async () => {
    const list = box('ilst', freeForm('Mood', 'old'), freeForm('MOOD', 'theirs', 'org.other'));
    const file = mp4File({ order: 'moov last', inMoov: [box('udta', meta(list))] });
    expect(await textsOf(mp4Editor, file)).toEqual({ mood: ['old'] });
    const { bytes } = await editFile(mp4Editor, file, [], fields({ mood: () => ['new'] }));
    expect(latin1(bytes)).toContain('theirs');
    expect(latin1(bytes)).not.toContain('old');
  });
});
