import { mkdir, rename, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pathOfBytes } from '../../files/fs-path.ts';
import { openDatabase } from '../../library/database.ts';
import { LabelStore } from '../../library/label-store.ts';
import { ScanStore } from '../../library/scan-store.ts';
import { TrackStore } from '../../library/track-store.ts';
import { libraryRows } from '../../testing/library-rows.ts';
import { SHARD_FILES, SHARD_WINDOW, ShardPlace } from '../../testing/shard-place.ts';
import type { CommandContext } from '../command.ts';
import { library } from '../commands/library.ts';
import { importResults } from './import-results.ts';

const said = vi.hoisted(() => ({ lines: [] as string[] }));
vi.mock('../output.ts', async (original) => ({
  ...(await original<object>()),
  print: (line: string) => said.lines.push(line),
  say: (line: string) => said.lines.push(line),
}));

let place: ShardPlace;
let context: CommandContext;

beforeEach(async () => {
  place = await ShardPlace.make();
  context = place.context();
  said.lines.length = 0;
});
afterEach(() => place.remove());

/** All that a library has, apart from times and numbers of rows. */
const rowsOf = ({ paths }: CommandContext) => libraryRows(paths.database);

/** What a scan of the app's would keep. */
async function scanAll(target: CommandContext): Promise<void> {
  const { files } = await place.list(1, 1);
  const database = openDatabase(target.paths.database);
  await new ScanStore(database).reconcile(place.music, [...files.values()], []);
  const tracks = new TrackStore(database);
  for (const path of files.keys()) {
    const { metadata, outcome } = place.analyzed(path);
    const { name: model, specHash, genres, styles } = place.recogniser;
    const kind = { model, specHash, genres, styles, window: SHARD_WINDOW, provider: 'cpu' } as const;
    if (outcome.ok) tracks.saveAnalysis(path, metadata!, { ...outcome.analysis, ...kind });
    else tracks.saveFailure(path, metadata, outcome.error);
  }
  database.close();
}

describe('merged shards', () => {
  it('part the folder, and make the library that one run makes, to the bit', async () => {
    const lists = await Promise.all([1, 2, 3].map((index) => place.list(index, 3)));
    expect(lists.flatMap(({ paths }) => paths).sort()).toEqual(
      SHARD_FILES.map((name) => join(place.music, name)).sort(),
    );
    const report = await importResults(await place.threeShards(), null, context);
    expect(report).toMatchObject({ merged: 8, known: 0, absent: 0, damagedLines: 0, notGiven: [], changed: [] });
    expect(report.failed).toEqual([
      { path: join(place.music, 'failed.mp3'), error: { code: 'audio-silent', message: 'silent' } },
    ]);
    const other = place.context('other');
    await scanAll(other);
    expect(rowsOf(context)).toEqual(rowsOf(other));
  });

  it('change nothing when they are merged again, and leave nothing for the next scan', async () => {
    const files = await place.threeShards();
    await importResults(files, null, context);
    const database = openDatabase(context.paths.database);
    const all = () => database.prepare('SELECT * FROM tracks LEFT JOIN analyses ON track_id = id ORDER BY path').all();
    const before = all();
    expect(await importResults(files, null, context)).toMatchObject({ merged: 0, known: 8 });
    expect(all()).toEqual(before);
    const list = await place.list(1, 1);
    const scans = new ScanStore(database);
    await scans.reconcile(place.music, [...list.files.values()], []);
    const identity = { model: 'musicnn', specHash: place.recogniser.specHash, window: SHARD_WINDOW };
    const due: unknown[] = [];
    for await (const piece of scans.dueFiles(place.music, identity)) due.push(...piece);
    expect(due).toEqual([]);
    database.close();
  });

  it('leave labels alone, and say which shards and files are missing', async () => {
    await importResults(await place.threeShards(), null, context);
    const database = openDatabase(context.paths.database);
    const id = new TrackStore(database).idOf(join(place.music, 'a.mp3'))!;
    new LabelStore(database).edit([id], { kind: 'set', genres: ['Polka'] });
    database.prepare("UPDATE tracks SET status = 'waiting'").run();
    await importResults([await place.writeShard(1, 3)], null, context);
    expect(new TrackStore(database).rows([id])[0]?.labels).toEqual(['Polka']);
    database.close();
    const lists = await Promise.all([2, 3].map((index) => place.list(index, 3)));
    const others = lists.flatMap(({ paths }) => paths);
    const report = await importResults([await place.writeShard(1, 3)], null, context);
    expect(report.shards).toEqual([{ count: 3, notSeen: [2, 3], incomplete: [] }]);
    expect([...report.notGiven].sort()).toEqual([...others].sort());
    expect(await library.run(['import', await place.writeShard(1, 3), '--list'], context)).toBe(2);
    expect(said.lines).toContain('Shards of 3 without results: 2-3');
    expect(said.lines).toContain(`not given: ${others[0]}`);
  });

  it('leave files that changed since waiting', async () => {
    const files = await place.threeShards();
    await writeFile(join(place.music, 'e.wav'), 'longer than before');
    await utimes(join(place.music, 'a.mp3'), 1_000, 1_000);
    const report = await importResults(files, null, context);
    expect(report).toMatchObject({ merged: 6, notGiven: [] });
    expect(report.changed).toEqual([join(place.music, 'a.mp3'), join(place.music, 'e.wav')]);
  });

  it('are found where the folder is on this machine, however it writes letters with accents', async () => {
    const files = await place.threeShards();
    await rename(place.music, join(place.root, 'elsewhere'));
    await expect(importResults(files, null, context)).rejects.toMatchObject({ code: 'folder-not-found' });
    await mkdir(place.music);
    await expect(importResults(files, null, context)).rejects.toMatchObject({ code: 'folder-not-found' });
    const decomposed = join(place.root, 'elsewhere', 'b', 'Zoë.flac'.normalize('NFD'));
    await rename(join(place.root, 'elsewhere', 'b', 'Zoë.flac'), decomposed);
    const report = await importResults(files, join(place.root, 'elsewhere'), context);
    expect(report).toMatchObject({ merged: 8, absent: 0, notGiven: [], folder: join(place.root, 'elsewhere') });
  });

  it.runIf(process.platform === 'linux')('hold names that are not UTF-8', async () => {
    const name = pathOfBytes(Buffer.from('caf\xe9.mp3', 'latin1'));
    await writeFile(Buffer.concat([Buffer.from(`${place.music}/caf`), Buffer.of(0xe9), Buffer.from('.mp3')]), 'x');
    const report = await importResults(await place.threeShards(), null, context);
    expect(report).toMatchObject({ merged: 9, absent: 0, notGiven: [] });
    expect(rowsOf(context)).toContainEqual(expect.objectContaining({ path: `${place.music}/${name}`, status: 'done' }));
  });
});
