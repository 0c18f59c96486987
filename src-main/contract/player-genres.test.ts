import { describe, expect, it } from 'vitest';
import { texts } from '../texts/index.ts';
import { playerViews } from './player-genres.ts';

const shown = (genres: readonly string[], separator: Parameters<typeof playerViews>[1], player: string) =>
  playerViews(genres, separator).filter((view) => view.player === player);

describe('how players show genres', () => {
  it('one plain genre is shown as it is by all', () => {
    expect(
      playerViews(['Rock'], 'standard').every(({ isAsMeant, carriers }) => isAsMeant && carriers.length === 3),
    ).toBe(true);
  });

  it('two genres are two values in fields and ID3v2.4, and a list in ID3v2.3', () => {
    expect(shown(['Rock', 'Jazz'], 'standard', 'foobar2000')).toMatchObject([
      { shown: ['Rock', 'Jazz'], carriers: ['fields', 'id3v2.4'], isAsMeant: true },
      { shown: ['Rock; Jazz'], carriers: ['id3v2.3'], isAsMeant: false },
    ]);
    expect(shown(['Rock', 'Jazz'], 'standard', 'Navidrome')).toMatchObject([{ isAsMeant: true }]);
    expect(shown(['Rock', 'Jazz'], 'slash', 'MusicBee')).toMatchObject([
      { carriers: ['fields'], isAsMeant: true },
      { shown: ['Rock/Jazz'], carriers: ['id3v2.4', 'id3v2.3'], isAsMeant: false },
    ]);
  });

  it('players with one genre a track show the first value, or the whole text', () => {
    expect(shown(['Rock', 'Jazz'], 'standard', 'Apple Music').map((view) => view.shown)).toEqual([
      ['Rock'],
      ['Rock; Jazz'],
    ]);
  });

  it('a name with a separator in it is split where the player splits there', () => {
    expect(shown(['Folk, World'], 'standard', 'Navidrome')).toMatchObject([
      { shown: ['Folk', 'World'], isAsMeant: false },
    ]);
    expect(shown(['Folk, World'], 'standard', 'Jellyfin')).toMatchObject([{ isAsMeant: true }]);
    expect(shown(['Folk, World'], 'standard', 'Plex')).toMatchObject([{ shown: null, isAsMeant: false }]);
  });

  it('names a page of the player or of who documents it, or none', () => {
    const sources = new Map(playerViews(['Rock'], 'standard').map(({ player, source }) => [player, source]));
    expect(sources.get('MusicBee')).toBeNull();
    const hosts = [...sources.values()].flatMap((source) => (source === null ? [] : new URL(source).host));
    expect(hosts.filter((host) => host === 'github.com')).toHaveLength(1);
    expect(sources.get('Jellyfin')).toContain('github.com/jellyfin/jellyfin/');
  });

  it('WMA is named among the files whose fields hold several genres', () => {
    expect(texts.players.carriers(['fields']).split(', ')).toContain('WMA');
  });
});
