import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editFile } from '../testing/edited-file.ts';
import { oggPackets, oggPages } from '../testing/ogg-file.ts';
import { comment, editOgg, noise, SERIAL, sound, vorbisFile, vorbisPages } from '../testing/vorbis-in-ogg.ts';
import { asciiBytes, joinBytes } from './bytes.ts';
import { bytesSource } from './byte-source.ts';
import { oggEditor } from './ogg.ts';

describe('Vorbis in Ogg', () => {
  it('changes the genre and keeps number and bytes of the pages behind', async () => {
    const file = vorbisFile({ entries: ['TITLE=T', 'GENRE=Rock', 'genre=Jazz', 'ARTIST=A'] });
    const edited = await editOgg(file, ['Dub', 'Ska']);
    expect(edited.before.tags).toEqual([{ tag: 'Vorbis comments', genres: ['Rock', 'Jazz'], texts: {} }]);
    expect(edited.comment).toEqual(comment(['TITLE=T', 'GENRE=Dub', 'GENRE=Ska', 'ARTIST=A']));
    expect(edited.pagesAfter).toBe(edited.pagesBefore);
    expect((await editOgg(edited.bytes, [])).comment).toEqual(comment(['TITLE=T', 'ARTIST=A']));
  });

  it('gives the very file back when the old genre returns', async () => {
    const file = vorbisFile({ entries: ['TITLE=T', 'GENRE=Rock'], segments: 9 });
    const { bytes } = await editOgg(file, ['Something Else Altogether']);
    expect((await editOgg(bytes, ['Rock'])).bytes).toEqual(file);
  });

  it('leaves a file as it is that has the genre already', async () => {
    const file = vorbisFile({ entries: ['GENRE=Rock'] });
    expect((await oggEditor.edit(bytesSource(file), ['Rock'], { separator: 'standard' })).pieces).toEqual([
      { kind: 'keep', start: 0, end: file.length },
    ]);
  });

  it('keeps sound that shares a page with the headers', async () => {
    for (const segments of [255, 40, 17, 5]) {
      const edited = await editOgg(vorbisFile({ entries: ['GENRE=Rock'], soundOnHeaderPage: true, segments }), [
        'A genre of many words'.repeat(30),
      ]);
      expect(edited.pagesAfter).toBe(edited.pagesBefore);
    }
  });

  it('takes another page where the pages are full, and gives later pages their new numbers', async () => {
    const file = vorbisFile({ entries: ['GENRE=', new Uint8Array(64_950)], setupBytes: 64_968 });
    const grown = await editOgg(file, ['A genre of many words'.repeat(30)]);
    expect(grown.pagesAfter).toBe(grown.pagesBefore + 1);
    const shrunk = await editOgg(vorbisFile({ entries: [`GENRE=${'x'.repeat(3000)}`], setupBytes: 100, segments: 1 }), [
      'Pop',
    ]);
    expect(shrunk.pagesAfter).toBe(shrunk.pagesBefore - 11);
  });

  it('holds for any comments and page sizes around full segments and pages', async () => {
    const near = (size: number) => fc.integer({ min: -12, max: 12 }).map((distance) => Math.max(0, size + distance));
    const length = fc.oneof(
      fc.nat(600),
      fc.integer({ min: 1, max: 4 }).chain((count) => near(255 * count)),
      fc.constantFrom(1, 2).chain((count) => near(65_025 * count)),
    );
    const shape = fc.record({
      length,
      genre: length,
      setupBytes: length,
      segments: fc.constantFrom(1, 2, 17, 254, 255),
      soundOnHeaderPage: fc.boolean(),
      next: length,
    });
    await fc.assert(
      fc.asyncProperty(shape, async ({ length: padding, genre, next, ...rest }) => {
        await editOgg(vorbisFile({ entries: [`GENRE=${'g'.repeat(genre)}`, noise(padding)], ...rest }), [
          'n'.repeat(next + 1),
        ]);
      }),
      { numRuns: 150 },
    );
  }, 240_000);

  it('leaves what it does not understand', async () => {
    const odd = ['just a note', Uint8Array.from(Buffer.from('TITLE=Caf\xe9', 'latin1')), 'ЖАНР=Рок', ''];
    expect((await editOgg(vorbisFile({ entries: [...odd, 'GENRE=Rock'] }), ['Pop'])).comment).toEqual(
      comment([...odd, 'GENRE=Pop']),
    );
  });
});

describe('several streams', () => {
  const theora = oggPages({
    serial: 5,
    packets: [[joinBytes([Uint8Array.of(0x80), asciiBytes('theora'), noise(30)])], [noise(400), noise(900)], sound(9)],
    segments: 3,
  });

  /** Beginnings first, then a page of each stream in turn. */
  function multiplexed(pages: readonly Uint8Array[]): Uint8Array {
    const longest = Math.max(pages.length, theora.length);
    return joinBytes(
      Array.from({ length: longest }, (_, index) => [theora[index], pages[index]])
        .flat()
        .filter((page) => page !== undefined),
    );
  }

  it('keeps pages and numbers of other streams', async () => {
    for (const genre of ['Pop', 'x'.repeat(90_000)]) {
      const file = multiplexed(vorbisPages({ entries: ['GENRE=Rock'], segments: 8 }));
      const edited = await editOgg(file, [genre]);
      expect(oggPackets(edited.bytes, 5)).toEqual(oggPackets(file, 5));
    }
  });

  it('keeps the links behind the first, also where they have its serial number', async () => {
    const second = vorbisFile({ entries: ['GENRE=Jazz'] });
    for (const genre of ['Pop', 'x'.repeat(90_000)]) {
      const first = vorbisFile({ entries: ['GENRE=Rock'] });
      const edited = await editFile(oggEditor, joinBytes([first, second]), [genre]);
      const alone = await editOgg(first, [genre]);
      expect(edited.bytes).toEqual(joinBytes([alone.bytes, second]));
      expect(edited.before.tags).toHaveLength(1);
    }
  });

  it('refuses a file without sound', async () => {
    await expect(oggEditor.read(bytesSource(joinBytes(theora)))).rejects.toThrow(
      'no Vorbis, Opus, FLAC or Speex stream',
    );
    await expect(oggEditor.read(bytesSource(noise(5000)))).rejects.toThrow('no Ogg stream');
  });
});

describe('a long file', () => {
  it('is read and edited with little memory', async () => {
    const head = vorbisFile({ entries: ['GENRE=Rock'] });
    const page = oggPages({ serial: SERIAL, packets: [[noise(1)], [noise(60_000)]] })[1]!;
    const size = head.length + page.length * 5000;
    let largest = 0;
    const source = {
      size,
      read: (position: number, length: number) => {
        largest = Math.max(largest, length);
        return Promise.resolve(
          Uint8Array.from({ length: Math.min(length, size - position) }, (_, index) => {
            const at = position + index;
            return at < head.length ? head[at]! : page[(at - head.length) % page.length]!;
          }),
        );
      },
    };
    const { pieces } = await oggEditor.edit(source, ['Pop'], { separator: 'standard' });
    expect(pieces.length).toBeLessThan(5);
    expect(largest).toBeLessThan(2 ** 21);
  });
});
