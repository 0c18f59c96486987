import { describe, expect, it } from 'vitest';
import { editFile } from '../testing/edited-file.ts';
import { isRefused, tryGenres } from '../testing/genre-trials.ts';
import { aacSound, apeTag, id3Frame, id3Tag, id3v1Tag, mp3Sound } from '../testing/id3-file.ts';
import { readId3v2 } from './id3v2.ts';
import { asciiBytes, asciiOf, joinBytes, viewOf } from './bytes.ts';
import { bytesSource } from './byte-source.ts';
import { apeFamilyEditor, mpegAudioEditor } from './mpeg-audio.ts';

const LONG_TITLE = 'A Title That Is Much Longer Than Thirty Characters';
const items = { Title: LONG_TITLE, GENRE: 'Rock', Cover: Uint8Array.of(1, 0, 2), Artist: 'A\0B' };
const writing = { separator: 'standard' } as const;
const lyrics2 = asciiBytes('LYRICSBEGININD0000211000021LYRICS200');
const lyrics1 = asciiBytes('LYRICSBEGIN[00:01]La la la LYRICSEND');
const enhanced = joinBytes([
  asciiBytes('TAG+'),
  new Uint8Array(181).fill(0x41),
  asciiBytes('Rock'.padEnd(30, '\0')),
  asciiBytes('000:00003:00'),
]);
const untoldHeader = apeTag(items);
viewOf(untoldHeader).setUint32(untoldHeader.length - 12, 0, true);

const SOUNDS = { MP3: mp3Sound(), AAC: aacSound() };
const TAGS: Readonly<Record<string, Uint8Array>> = {
  APEv2: apeTag(items),
  'APEv2 without a header': apeTag(items, { header: false }),
  'APEv2 whose footer does not tell of its header': untoldHeader,
  APEv1: apeTag(items, { version: 1000, header: false }),
  'APEv2 and ID3v1': joinBytes([apeTag(items), id3v1Tag(LONG_TITLE.slice(0, 30), 17)]),
  'APEv2, Lyrics3v2 and ID3v1': joinBytes([apeTag(items), lyrics2, id3v1Tag('T', 17)]),
  'APEv2, Lyrics3 and ID3v1': joinBytes([apeTag(items), lyrics1, id3v1Tag('T', 17)]),
  'APEv2, long texts and ID3v1': joinBytes([apeTag(items), enhanced, id3v1Tag('T', 17)]),
  'two APE tags': joinBytes([apeTag(items), apeTag({ Genre: 'Jazz' })]),
};

describe('tags around MP3 and AAC', () => {
  for (const [kind, sound] of Object.entries(SOUNDS)) {
    it.each(Object.entries(TAGS))(`${kind} with %s`, async (_, tags) => {
      const { before, after } = await tryGenres(mpegAudioEditor, joinBytes([sound, tags]));
      expect(before.tags.flatMap(({ genres }) => genres)).toContain('Rock');
      expect(after.tags.map(({ tag }) => tag)).toEqual(before.tags.map(({ tag }) => tag));
    });
  }

  it('gives sound without tags a new ID3v2 tag, or an APE tag to Musepack and its like', async () => {
    await tryGenres(mpegAudioEditor, mp3Sound());
    const musepack = joinBytes([asciiBytes('MPCK'), new Uint8Array(300).fill(7)]);
    const { after } = await tryGenres(apeFamilyEditor, musepack);
    expect(after.tags.map(({ tag }) => tag)).toEqual(['APEv2']);
    expect((await editFile(mpegAudioEditor, mp3Sound(), [])).bytes).toEqual(mp3Sound());
  });

  it('puts a long text’s genre out, which has no room for others', async () => {
    const { bytes } = await editFile(mpegAudioEditor, joinBytes([mp3Sound(), enhanced, id3v1Tag('T', 17)]), ['Pop']);
    expect(bytes.slice(-355, -128)).toEqual(enhanced.slice().fill(0, 185, 215));
  });

  it('gives ID3v1 the number of the first genre that has one', async () => {
    const edit = async (genres: string[]) =>
      (await editFile(mpegAudioEditor, joinBytes([mp3Sound(), id3v1Tag('T', 17)]), genres)).bytes.at(-1);
    expect(await edit(['Quite Unknown', 'Jazz'])).toBe(8);
    expect(await edit(['Quite Unknown'])).toBe(255);
  });
});

describe('an APE tag', () => {
  const edit = async (tag: Uint8Array, genres: string[]) =>
    (await editFile(mpegAudioEditor, joinBytes([mp3Sound(), tag]), genres)).bytes.slice(mp3Sound().length);

  it('keeps its items, their order and the name of the genre', async () => {
    expect(await edit(apeTag(items), ['Pop', 'Жанр'])).toEqual(apeTag({ ...items, GENRE: 'Pop\0Жанр' }));
    expect(await edit(apeTag({ Title: 'T' }, { header: false }), ['Pop'])).toEqual(
      apeTag({ Title: 'T', Genre: 'Pop' }, { header: false }),
    );
  });

  it('has its header changed with it where the footer does not tell of one', async () => {
    expect(await edit(untoldHeader, ['Ska'])).toEqual(apeTag({ ...items, GENRE: 'Ska' }));
  });

  it('does not take the header of a tag that was cut off for its own', async () => {
    const cut = apeTag(items).slice(0, 32);
    const { bytes } = await editFile(apeFamilyEditor, joinBytes([asciiBytes('MPCK....'), cut]), ['Pop']);
    expect(bytes.slice(8)).toEqual(joinBytes([cut, apeTag({ Genre: 'Pop' })]));
  });

  it('has no genre in an item that is no text', async () => {
    const { before } = await editFile(mpegAudioEditor, joinBytes([mp3Sound(), apeTag({ Genre: asciiBytes('Rock') })]), [
      'Pop',
    ]);
    expect(before.tags).toEqual([{ tag: 'APEv2', genres: [], texts: {} }]);
  });
});

describe('a new tag', () => {
  const texts = async (title: Uint8Array) => {
    const { pieces, notes, added } = await mpegAudioEditor.edit(
      bytesSource(joinBytes([mp3Sound(), id3v1Tag(title, 255)])),
      ['Pop'],
      writing,
    );
    const tag = pieces.find(({ kind }) => kind === 'bytes');
    const reading = readId3v2(tag && 'bytes' in tag ? tag.bytes : new Uint8Array(0));
    return { notes, added, text: tag && 'bytes' in tag ? Buffer.from(tag.bytes).toString('utf8') : '', reading };
  };

  it('repeats ID3v1, also with accents', async () => {
    const { text, notes, added } = await texts(Uint8Array.from(Buffer.from('Café', 'latin1')));
    expect(text).toContain('Café');
    expect(added).toEqual(['ID3v2/TIT2', 'ID3v2/TPE1']);
    expect(notes).toEqual([]);
    expect((await texts(Uint8Array.from(Buffer.from('Ночь')))).text).toContain('Ночь');
  });

  it('leaves texts out whose alphabet is not known, and says so', async () => {
    for (const odd of ['c3f0f3efefe020eaf0eee2e8', '838d838983938365', 'd6d0b9fac8cb']) {
      const { added, notes } = await texts(Uint8Array.from(Buffer.from(odd, 'hex')));
      expect(added).toEqual(['ID3v2/TPE1']);
      expect(notes).toEqual(['text-not-copied']);
    }
  });

  it('is not put in front of an APE tag, whose longer texts it would hide', async () => {
    const file = joinBytes([mp3Sound(), TAGS['APEv2 and ID3v1'] as Uint8Array]);
    expect((await editFile(mpegAudioEditor, file, ['Pop'])).bytes.slice(0, 4)).toEqual(mp3Sound().slice(0, 4));
  });
});

describe('damaged tags behind the sound', () => {
  it('are refused, and sizes that lead nowhere reserve nothing', async () => {
    const broken = apeTag(items);
    viewOf(broken).setUint32(broken.length - 16, 0xffffffff, true);
    const longItem = apeTag(items);
    viewOf(longItem).setUint32(32, 0xfffffff0, true);
    const noHeader = apeTag(items);
    noHeader[0] = 0;
    for (const tag of [broken, longItem, noHeader])
      expect(await isRefused(mpegAudioEditor, joinBytes([mp3Sound(), tag]))).toBe(true);
    const huge = apeTag(items);
    viewOf(huge).setUint32(huge.length - 20, 0xfffffff0, true);
    expect(await isRefused(mpegAudioEditor, joinBytes([mp3Sound(), huge]))).toBe(false);
  });

  it('stop no edit of the ID3v2 tag in front where they are only text', async () => {
    const file = joinBytes([id3Tag(3, [id3Frame(3, 'TCON', 'Rock')]), mp3Sound(), asciiBytes('999999LYRICS200')]);
    const { bytes } = await editFile(mpegAudioEditor, file, ['Pop']);
    expect(asciiOf(bytes, bytes.length - 15, 15)).toBe('999999LYRICS200');
  });
});
