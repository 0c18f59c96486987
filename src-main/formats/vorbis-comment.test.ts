import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinBytes, littleEndian32 } from './bytes.ts';
import { editComments, fieldsOf, genresOf, parseComments } from './vorbis-comment.ts';

const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'utf8'));
const latin1 = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));

function commentsOf(entries: readonly Uint8Array[], rest = Uint8Array.of(1), vendor = 'vendor'): Uint8Array {
  const texts = [bytesOf(vendor), ...entries].map((text) => joinBytes([littleEndian32(text.length), text]));
  return joinBytes([texts[0]!, littleEndian32(entries.length), ...texts.slice(1), rest]);
}

const notGenre = fc
  .uint8Array({ maxLength: 400 })
  .filter((entry) => !/^genre=/i.test(Buffer.from(entry).toString('latin1')));

describe('Vorbis comments', () => {
  it('puts the genres where the first one stood and leaves the rest byte for byte', () => {
    const odd = [
      bytesOf('title=T'),
      latin1('TITLE=Caf\xe9'),
      bytesOf('just a note'),
      new Uint8Array(0),
      bytesOf('ЖАНР=Рок'),
      bytesOf('=x'),
      bytesOf('GENRE'),
    ];
    const before = commentsOf(
      [...odd.slice(0, 3), bytesOf('gEnRe=Rock'), ...odd.slice(3), bytesOf('GENRE=Jazz')],
      Uint8Array.of(1, 0, 7),
    );
    const expected = commentsOf(
      [...odd.slice(0, 3), bytesOf('GENRE=Ska'), bytesOf('GENRE=Dub=ä'), ...odd.slice(3)],
      Uint8Array.of(1, 0, 7),
    );
    expect(editComments(before, ['Ska', 'Dub=ä'])).toEqual(expected);
  });

  it('takes the genre out when there is none', () => {
    expect(editComments(commentsOf([bytesOf('GENRE=Rock'), bytesOf('A=1')]), [])).toEqual(commentsOf([bytesOf('A=1')]));
  });

  it('adds a genre at the end where there was none', () => {
    expect(editComments(commentsOf([bytesOf('A=1')]), ['Pop'])).toEqual(
      commentsOf([bytesOf('A=1'), bytesOf('GENRE=Pop')]),
    );
  });

  it('reads every genre, also one that is not UTF-8', () => {
    expect(
      genresOf(
        parseComments(
          commentsOf([bytesOf('Genre=Rock; Pop'), latin1('GENRE=Musiqu\xe9'), bytesOf('GENRE='), bytesOf('GENRES=x')]),
        ),
      ),
    ).toEqual(['Rock; Pop', 'Musiqué']);
  });

  it('keeps all other fields for any comments', () => {
    fc.assert(
      fc.property(
        fc.array(notGenre),
        fc.array(fc.string({ minLength: 1, unit: 'grapheme' })),
        fc.uint8Array({ maxLength: 40 }),
        fc.nat(20),
        (entries, genres, rest, place) => {
          const before = commentsOf(entries.toSpliced(place, 0, bytesOf('GENRE=Old')), rest);
          const after = editComments(before, genres);
          expect(genresOf(parseComments(after))).toEqual(genres);
          expect(fieldsOf(parseComments(after))).toEqual(fieldsOf(parseComments(before)));
          expect(editComments(after, ['Old'])).toEqual(genres.length > 0 ? before : editComments(after, ['Old']));
        },
      ),
    );
  });

  it('names what it leaves', () => {
    const fields = fieldsOf(parseComments(commentsOf([bytesOf('Title=T'), bytesOf('note'), bytesOf('GENRE=x')])));
    expect(fields.map(({ name }) => name)).toEqual([
      'Vorbis comment vendor',
      'Vorbis comment/Title',
      'Vorbis comment/',
      'Vorbis comment end',
    ]);
  });

  it('refuses every cut list', () => {
    const whole = commentsOf([bytesOf('TITLE=T'), bytesOf('GENRE=Rock')], new Uint8Array(0));
    for (let length = 0; length < whole.length; length++)
      expect(() => editComments(whole.slice(0, length), ['Pop'])).toThrow('damaged');
    const boasting = commentsOf([], new Uint8Array(0));
    boasting.fill(255, -4);
    expect(() => parseComments(boasting)).toThrow('damaged');
  });
});
