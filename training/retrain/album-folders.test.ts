import { expect, it } from 'vitest';
import { albumFolders } from './album-folders.ts';

const tracks = (folder: string, names: readonly string[]) => names.map((name) => ({ id: `${folder}/${name}`, folder }));

it('a folder of numbered files is an album, one of other names is a heap', () => {
  const found = albumFolders([
    ...tracks('/music/album', ['01 One.flac', '02 Two.flac', '03 Three.flac', '10 Ten.flac', 'Hidden.flac']),
    ...tracks('/music/discs', ['1-01 a.mp3', '1-02 b.mp3', '2-01 c.mp3']),
    ...tracks('/music/vinyl', ['A1 a.mp3', 'A2 b.mp3', 'B1 c.mp3']),
    ...tracks('/music/country', ['Willie.mp3', 'Dolly.mp3', '1999.mp3', 'MT0000004637.ogg']),
    ...tracks('/music/singles', ['01 One.mp3', '01 Another.mp3', '02 Two.mp3']),
  ]);
  expect([...found]).toEqual(['/music/album', '/music/discs', '/music/vinyl']);
});
