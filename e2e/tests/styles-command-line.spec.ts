import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { displayGenre } from '../../src-main/contract/genre-names.ts';
import { GENRE_TREE } from '../../src-main/contract/genre-tree.ts';
import { DEFAULT_MODEL } from '../../src-main/contract/settings.ts';
import type { StyleInfo } from '../../src-main/contract/styles.ts';
import { takeSnapshot } from '../../src-main/testing/take-snapshot.ts';
import { createTestDecoder } from '../../src-main/testing/test-decoder.ts';
import type { CommandResult, Place } from '../app.ts';
import { expect, jsonLines, runCommand, test } from '../app.ts';
import type { AnalysedTrack } from '../default-model.ts';
import { readCard, SHIPPED_MODELS } from '../default-model.ts';
import { makeTrack } from '../make-music.ts';

const SHIPPED = join(SHIPPED_MODELS, DEFAULT_MODEL);
const EVERY_FILE = ['--mode', 'replace', '--min-confidence', '0', '--json'];

const analysedIn = (result: CommandResult) => jsonLines(result) as unknown as AnalysedTrack[];

/**
 * The shipped model under another name, in whose card a style of the track's family and one of another are always
 * there, and no other ever is.
 */
async function installDecided({ home }: Place, family: string): Promise<{ own: string; other: string; model: string }> {
  const model = 'decided';
  const folder = join(home, 'models', model);
  await cp(SHIPPED, folder, { recursive: true });
  const card = await readCard(folder);
  const [own, other] = ['techno', 'bluegrass'];
  const elsewhere = card.genres.find((name) => name !== family) ?? '';
  const styles = card.styles.map((style) => {
    if (style.name === own) return { ...style, family, threshold: 0 };
    // A score that was compared with labels speaks for other families, too.
    if (style.name === other) return { ...style, family: elsewhere, threshold: 0, isCalibrated: true };
    return { ...style, threshold: 1 };
  });
  await writeFile(join(folder, 'card.json'), JSON.stringify({ ...card, name: model, styles }));
  return { own: 'Techno', other: 'Bluegrass', model };
}

test('analyze tells the family, and the score of every style and descriptor that the model knows', async ({
  place,
}) => {
  const card = await readCard(SHIPPED);
  const namesOf = (kind: StyleInfo['kind']) =>
    card.styles.filter((style) => style.kind === kind).map(({ name }) => name);
  await makeTrack(place.music, 'low', 'flac', { frequency: 90 });
  await makeTrack(place.music, 'high', 'mp3-id3v24', { frequency: 2_000 });
  const lines = analysedIn(await runCommand(place, 'analyze', place.music, '--json'));
  expect(lines).toHaveLength(2);
  for (const line of lines) {
    expect(Object.keys(line.probabilities)).toEqual(GENRE_TREE.map(({ name }) => name));
    expect(Object.keys(line.probabilities)).toEqual(card.genres);
    expect(Object.keys(line.styles)).toEqual(namesOf('style'));
    expect(Object.keys(line.descriptors)).toEqual(namesOf('descriptor'));
    for (const scores of [line.probabilities, line.styles, line.descriptors]) {
      expect(Object.values(scores).every((score) => score >= 0 && score <= 1)).toBe(true);
      expect(new Set(Object.values(scores)).size).toBeGreaterThan(3);
    }
    expect(line.confidence).toBe(Math.max(...Object.values(line.probabilities)));
    expect(line.probabilities[line.genre]).toBe(line.confidence);
  }
  const [one, other] = lines;
  expect(one?.styles).not.toEqual(other?.styles);
  expect(one?.descriptors).not.toEqual(other?.descriptors);
});

test('explain tells what speaks for a style', async ({ place }) => {
  const path = await makeTrack(place.music, 'song', 'flac', { frequency: 440 });
  const evidenceFor = async (...args: string[]) => {
    const result = await runCommand(place, 'explain', path, '--json', ...args);
    expect(result.status, result.stderr).toBe(0);
    const [report] = jsonLines(result);
    const patches = report?.['patches'] as { styles: Record<string, number> }[];
    return { name: report?.['genre'], evidence: report?.['evidence'] as unknown[], patches };
  };
  const family = await evidenceFor('--genre', 'Electronic');
  const style = await evidenceFor('--genre', 'Techno');
  expect([family.name, style.name]).toEqual(['electronic', 'techno']);
  expect(style.evidence).toHaveLength(family.evidence.length);
  expect(style.evidence).not.toEqual(family.evidence);
  expect(style.patches.map(({ styles }) => styles['techno'])).toEqual(style.patches.map(() => expect.any(Number)));
  const occluded = await evidenceFor('--genre', 'Techno', '--method', 'occlusion');
  expect(occluded.evidence).not.toEqual(style.evidence);
  const unknown = await runCommand(place, 'explain', path, '--genre', 'polka');
  expect([unknown.status, unknown.stderr]).toEqual([1, expect.stringContaining('techno')]);
});

test('the default model’s family is written, or what its card calls the most specific name', async ({ place }) => {
  const { styles } = await readCard(SHIPPED);
  for (const frequency of [60, 220, 900, 3_000]) await makeTrack(place.music, `${frequency}`, 'flac', { frequency });
  const analysed = analysedIn(await runCommand(place, 'analyze', place.music, '--json'));
  const written = async (...args: string[]) => {
    const lines = jsonLines(await runCommand(place, 'tag', place.music, ...EVERY_FILE, ...args));
    return new Map(lines.map((line) => [line['path'], line['after']]));
  };
  const families = await written('--genre-depth', 'family');
  const specific = await written('--genre-depth', 'most-specific');
  for (const { path, genre, styles: scores } of analysed) {
    const excess = ({ name, threshold }: StyleInfo) => (scores[name] ?? 0) / threshold;
    const there = styles
      .filter((style) => style.kind === 'style' && style.family === genre && excess(style) >= 1)
      .sort((a, b) => excess(b) - excess(a));
    expect(families.get(path)).toEqual([displayGenre(genre)]);
    expect(specific.get(path)).toEqual([displayGenre(there[0]?.name ?? genre)]);
  }
  expect(await written()).toEqual(families);
  expect((await runCommand(place, 'settings', 'genreDepth', 'most-specific')).status).toBe(0);
  expect(await written()).toEqual(specific);
  expect((await runCommand(place, 'tag', place.music, '--genre-depth', 'subgenre')).status).toBe(1);
});

test('styles are written as deep as asked, under the names of the map, and nothing else of a file changes', async ({
  place,
}) => {
  const decoder = createTestDecoder();
  const paths = [
    await makeTrack(place.music, 'one', 'flac', { genre: 'Old' }),
    await makeTrack(place.music, 'two', 'mp3-id3v23', { genre: 'Old' }),
    await makeTrack(place.music, 'three', 'm4a-aac', { genre: 'Old' }),
  ];
  const before = await Promise.all(paths.map((path) => takeSnapshot(path, decoder)));
  const [first] = analysedIn(await runCommand(place, 'analyze', paths[0] ?? '', '--json'));
  const { own, other, model } = await installDecided(place, first?.genre ?? '');
  const family = displayGenre(first?.genre ?? '');
  const map = join(place.home, 'map.json');
  const tag = (...args: string[]) => runCommand(place, 'tag', paths[0] ?? '', ...EVERY_FILE, '--model', model, ...args);
  const names = async (depth: string, most: number, renamed: object = {}) => {
    await writeFile(map, JSON.stringify(renamed));
    const [line] = jsonLines(await tag('--genre-depth', depth, '--max-genres', `${most}`, '--map', map));
    return line?.['after'];
  };
  expect(await names('family', 1)).toEqual([family]);
  expect(await names('family-and-styles', 1)).toEqual([family]);
  expect(await names('family-and-styles', 2)).toEqual([family, own]);
  expect(await names('family-and-styles', 3)).toEqual([family, own, other]);
  expect(await names('most-specific', 1)).toEqual([own]);
  expect(await names('most-specific', 2)).toEqual([own, other]);
  expect(await names('family-and-styles', 3, { techno: 'Tekkno', bluegrass: null })).not.toContain(other);
  expect(await names('most-specific', 1, { techno: 'Tekkno' })).toEqual(['Tekkno']);
  expect(await names('most-specific', 1, { techno: null })).toEqual([family]);
  expect(await names('most-specific', 1, { [first?.genre ?? '']: null })).toEqual([own]);
  expect((await takeSnapshot(paths[0] ?? '', decoder)).genres).toEqual(['Old']);

  const mine = Object.fromEntries(GENRE_TREE.map(({ name }) => [name, 'Mine']));
  await writeFile(map, JSON.stringify({ ...mine, techno: 'Tekknö', bluegrass: null }));
  const options = ['--genre-depth', 'family-and-styles', '--max-genres', '2', '--map', map, '--model', model];
  const written = await runCommand(place, 'tag', place.music, '--write', ...EVERY_FILE, ...options);
  expect(written.status, written.stderr).toBe(0);
  for (const [index, path] of paths.entries())
    expect(await takeSnapshot(path, decoder)).toEqual({ ...before[index], genres: ['Mine', 'Tekknö'] });
});

test('a model’s folder is taken wherever its name is', async ({ place }) => {
  const path = await makeTrack(place.music, 'song', 'flac', { frequency: 440 });
  const folder = join(place.home, 'elsewhere', 'a model');
  await cp(join(SHIPPED_MODELS, 'mel-cnn'), folder, { recursive: true });
  const card = JSON.parse(await readFile(join(folder, 'card.json'), 'utf8')) as Record<string, unknown>;
  await writeFile(join(folder, 'card.json'), JSON.stringify({ ...card, name: 'my-own' }));
  for (const args of [
    ['analyze', path, '--model', folder],
    ['tag', place.music, '--model', folder],
    ['explain', path, '--model', folder],
  ]) {
    const result = await runCommand(place, ...args);
    expect(result.status, result.stderr).toBe(0);
  }
  const [line] = jsonLines(await runCommand(place, 'analyze', path, '--model', folder, '--json'));
  expect(line).toMatchObject({ model: 'my-own' });
});
