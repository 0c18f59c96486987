import { describe, expect, it } from 'vitest';
import { createRandom } from '../random/random.ts';
import { labelSet } from './label-set.ts';
import { nearDuplicates } from './near-duplicates.ts';
import { trackGroups } from './track-groups.ts';

describe('a set of labels', () => {
  const soundOf = (index: number) => {
    const random = createRandom(index);
    return Float32Array.from({ length: 8 }, () => random.normal());
  };
  const track = (index: number, names: string[]) => ({
    id: `${index}`,
    artist: `${index}`,
    album: '',
    folder: '',
    features: soundOf(index),
    names,
  });

  it('brings spellings together, leaves rare genres out with a word, and keeps shipped ones', () => {
    const tracks = [
      ...Array.from({ length: 5 }, (_, index) => track(index, [index < 2 ? 'hiphop' : 'Hip-Hop', 'Funk'])),
      ...Array.from({ length: 6 }, (_, index) => track(10 + index, ['Dub'])),
      track(20, ['Ska']),
    ];
    const {
      genres,
      tracks: usable,
      warnings,
    } = labelSet(tracks, {
      shipped: ['hiphop', 'reggae', 'rock'],
      kept: ['hiphop', 'rock'],
      origins: { dub: ['reggae'] },
    });
    expect(genres).toEqual([
      { name: 'Dub', origins: ['reggae'] },
      { name: 'Funk', origins: [] },
      { name: 'Hip-Hop', origins: ['hiphop'] },
      { name: 'rock', origins: ['rock'] },
    ]);
    expect(usable).toHaveLength(11);
    expect(usable[0]?.genres).toEqual([2, 1]);
    expect(warnings).toEqual([{ kind: 'too-few', genre: 'Ska', tracks: 1 }]);
  });

  it('knows shipped genres and styles by other names of theirs', () => {
    const shipped = ['hiphop', 'rnb', 'drum-and-bass'];
    const tracks = ['Rap', 'R&B', 'DnB'].flatMap((name, genre) =>
      Array.from({ length: 5 }, (_, index) => track(10 * genre + index, [name])),
    );
    const relations = [{ name: 'DnB', parent: null, aliases: [] }];
    const { genres } = labelSet(tracks, { shipped, kept: ['hiphop', 'rnb'], relations });
    expect(genres).toEqual([
      { name: 'DnB', origins: ['drum-and-bass'] },
      { name: 'R&B', origins: ['rnb'] },
      { name: 'Rap', origins: ['hiphop'] },
    ]);
  });

  it('lets rare subgenres count as the genre above them, from the lowest up, and knows shipped genres by other names', () => {
    const relations = [
      { name: 'Deep House', parent: 'House', aliases: [] },
      { name: 'House', parent: 'Dance', aliases: [] },
      { name: 'Dance', parent: null, aliases: ['disco'] },
      { name: 'Techno', parent: 'Dance', aliases: [] },
      { name: 'Around', parent: 'Loop', aliases: [] },
      { name: 'Loop', parent: 'Around', aliases: [] },
    ];
    const named = (count: number, from: number, names: string[]) =>
      Array.from({ length: count }, (_, index) => track(from + index, names));
    const { genres, tracks, warnings } = labelSet(
      [
        ...named(2, 0, ['deep house']),
        ...named(2, 10, ['House', 'Dance']),
        ...named(3, 20, ['Dance']),
        ...named(6, 30, ['Techno']),
      ],
      { shipped: ['disco', 'rock'], kept: ['rock'], relations },
    );
    expect(genres).toEqual([
      { name: 'Dance', origins: ['disco'] },
      { name: 'Techno', origins: [] },
      { name: 'rock', origins: ['rock'] },
    ]);
    expect(tracks.map((each) => each.genres)).toEqual([
      ...Array.from({ length: 7 }, () => [0]),
      ...Array.from({ length: 6 }, () => [1]),
    ]);
    expect(warnings).toEqual([
      { kind: 'as-parent', genre: 'deep house', tracks: 2 },
      { kind: 'as-parent', genre: 'House', tracks: 4 },
    ]);
  });

  it('takes a folder that is called as its genre for no album', () => {
    const inFolder = (name: string) =>
      Array.from({ length: 6 }, (_, index) => ({
        ...track(index + name.length * 10, [name]),
        artist: '',
        folder: `/music/${name.toLowerCase()}`,
      }));
    const relations = [
      { name: 'Bass Music', parent: null, aliases: ['dub'] },
      { name: 'Ska', parent: null, aliases: [] },
    ];
    const { tracks, warnings } = labelSet(
      [...inFolder('Ska'), ...inFolder('Dub').map((each) => ({ ...each, names: ['Bass Music'] }))],
      { shipped: [], kept: [], relations },
    );
    expect(warnings.filter(({ kind }) => kind === 'one-artist')).toEqual([]);
    expect(new Set(trackGroups(tracks)).size).toBe(12);
    expect(
      labelSet(
        inFolder('Ska').map((each) => ({ ...each, folder: '/music/An Album' })),
        { shipped: [], kept: [] },
      ).warnings,
    ).toMatchObject([{ kind: 'one-artist' }]);
  });

  it('takes a folder of files without tags and numbers for no album, and says that artists are unknown', () => {
    const heap = Array.from({ length: 34 }, (_, index) => ({
      ...track(index, ['Country']),
      id: `/music/clips/MT${index}.ogg`,
      artist: '',
      folder: '/music/clips',
    }));
    const { tracks, warnings } = labelSet(heap, { shipped: [], kept: [] });
    expect(warnings).toEqual([{ kind: 'artists-unknown', genre: 'Country', tracks: 34 }]);
    expect(new Set(trackGroups(tracks)).size).toBe(34);
    const album = heap.map((each, index) => ({ ...each, id: `/music/clips/${index + 1} Song.ogg` }));
    expect(labelSet(album, { shipped: [], kept: [] }).warnings).toMatchObject([{ kind: 'one-artist' }]);
  });

  it('says where one recording has two labels, and keeps copies of it on one side', () => {
    const dub = Array.from({ length: 5 }, (_, index) => track(index, ['Dub']));
    const ska = [track(2, ['Ska']), ...Array.from({ length: 4 }, (_, index) => track(50 + 7 * index, ['Ska']))].map(
      (each, index) => ({ ...each, artist: `ska ${index}` }),
    );
    expect(labelSet([...dub, ...ska], { shipped: [], kept: [] }).warnings).toEqual([
      { kind: 'contradiction', genre: 'Dub', tracks: 1 },
      { kind: 'contradiction', genre: 'Ska', tracks: 1 },
    ]);
    const groups = trackGroups([...dub, ...ska], nearDuplicates([...dub, ...ska]));
    expect(groups[2]).toBe(groups[5]);
    expect(new Set(groups).size).toBe(9);
  });

  it('says which genre comes from one artist alone, and which is rare beside the others', () => {
    const many = Array.from({ length: 60 }, (_, index) => track(index, ['Rock']));
    const own = Array.from({ length: 5 }, (_, index) => ({ ...track(100 + index, ['Dub']), artist: 'one' }));
    const rare = Array.from({ length: 6 }, (_, index) => track(200 + index, ['Ska']));
    expect(labelSet([...many, ...own, ...rare], { shipped: [], kept: [] }).warnings).toEqual([
      { kind: 'one-sided', genre: 'Ska', tracks: 6 },
      { kind: 'one-artist', genre: 'Dub', tracks: 5 },
    ]);
  });
});
