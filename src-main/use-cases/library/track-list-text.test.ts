import { join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ListedTrack } from './track-list-text.ts';
import { playlistEntry, playlistNames, TABLE_HEADER, tableLine, trackData } from './track-list-text.ts';

const MUSIC = join(sep, 'music');
const TRACK: ListedTrack = {
  fileName: 'one.mp3',
  folder: join(MUSIC, 'Jazz'),
  title: 'So What',
  artist: 'Miles Davis',
  album: '',
  currentGenres: ['Jazz', '=1+1'],
  labels: ['Cool; Jazz'],
  predictedGenre: 'jazz',
  styles: [],
  confidence: 0.98765,
  durationSeconds: 545.4,
  status: 'done',
};

describe('playlists', () => {
  it.each([
    [join(MUSIC, 'a.m3u8'), join('Jazz', 'one.mp3')],
    [join(MUSIC, 'Jazz', 'a.m3u8'), 'one.mp3'],
    [join(MUSIC, 'Rock', 'a.m3u8'), join(MUSIC, 'Jazz', 'one.mp3')],
    [join(sep, 'elsewhere', 'a.m3u8'), join(MUSIC, 'Jazz', 'one.mp3')],
  ])('%s names the track %s', (list, path) =>
    expect(playlistEntry(TRACK, list)).toBe(`#EXTINF:545,Miles Davis - So What\n${path}\n`),
  );

  const list = join(MUSIC, 'Jazz', 'a.m3u8');
  it('keeps a name apart from comments, and a title on its line', () => {
    const track = { ...TRACK, fileName: '#1.mp3', title: 'a\r\nb', artist: '', durationSeconds: null };
    expect(playlistEntry(track, list)).toBe(`#EXTINF:-1,a b\n.${sep}#1.mp3\n`);
    expect(playlistEntry({ ...TRACK, title: '', artist: '' }, list)).toBe('#EXTINF:545,one\none.mp3\n');
    expect(playlistEntry({ ...TRACK, fileName: '...mp3' }, list)).toContain('\n...mp3\n');
  });

  it('leaves out what it cannot name', () => {
    expect(playlistEntry({ ...TRACK, fileName: 'a\nb.mp3' }, list)).toBeNull();
    expect(playlistEntry({ ...TRACK, fileName: 'a\u{10fee9}.mp3' }, list)).toBeNull();
    expect(playlistEntry({ ...TRACK, status: 'missing' }, list)).toBeNull();
  });

  it('gives genres names that every system can hold', () => {
    expect(playlistNames(['rnb', 'Rock/Pop', 'ROCK', 'rock', '..', 'con', 'a:b?', '', 'x'.repeat(300)])).toEqual([
      'R&B',
      'Rock_Pop',
      'ROCK',
      'Rock 2',
      '_',
      'con_',
      'a_b_',
      '_ 2',
      'x'.repeat(100),
    ]);
  });
});

it('writes tables without formulas', () => {
  expect(TABLE_HEADER.split(',')).toHaveLength(tableLine({ ...TRACK, labels: [] }).split(',').length);
  expect(tableLine(TRACK)).toBe(
    `${join(MUSIC, 'Jazz', 'one.mp3')},So What,Miles Davis,,"Jazz;'=1+1",jazz,0.9877,,"Cool; Jazz",545.400,done\n`,
  );
  expect(tableLine({ ...TRACK, title: '=cmd()' })).toContain(",'=cmd(),");
});

it('gives programs everything as it is', () => {
  expect(trackData(TRACK)).toMatchObject({ path: join(MUSIC, 'Jazz', 'one.mp3'), currentGenres: ['Jazz', '=1+1'] });
});
