import { appendFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { batchEntries } from '../testing/batch-entries.ts';
import type { TagFolder } from '../testing/tag-folder.ts';
import { makeTagFolder, makeWavs } from '../testing/tag-folder.ts';
import { temporaryName } from '../files/temporary-file.ts';
import { listBatches, readBatchState } from './batch-state.ts';
import { undoBatch } from './batches.ts';
import { createBatch, listBatchIds, openBatch, readBatch } from './journal.ts';
import { recover } from './recover.ts';

let place: TagFolder;
let paths: string[] = [];
let originals: Uint8Array[] = [];
beforeEach(async () => {
  place = await makeTagFolder();
  paths = ['a.wav', 'b.wav'].map((name) => join(place.music, name));
  originals = await makeWavs(paths);
});
afterEach(async () => {
  vi.useRealTimers();
  await place.remove();
});

const journalOf = (batchId: string | null) => join(place.journal, batchId ?? '', 'journal.jsonl');

/** Writes while the clock tells another time. */
async function writeAt(time: string, genre: string): Promise<string> {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(time) });
  const { batchId } = await place.write([paths[0]!], { genre });
  vi.useRealTimers();
  return batchId!;
}

describe('a clock that goes back', () => {
  it('changes nothing about which batch is the newest', async () => {
    const times = [
      '2026-03-01T12:00:00Z',
      '2026-03-01T12:00:00Z',
      '2025-10-26T02:59:59Z',
      '1970-01-01T00:00:00Z',
      '2026-03-01T12:00:00Z',
      '2026-03-02T00:00:00Z',
    ];
    const ids: string[] = [];
    for (const [index, time] of times.entries()) ids.push(await writeAt(time, `Genre ${index}`));
    expect((await listBatches(place.journal)).map(({ batchId }) => batchId)).toEqual(ids.toReversed());
    for (const batchId of ids.toReversed())
      expect(await place.undo(batchId)).toMatchObject({ written: 1, failures: [] });
    expect((await readFile(paths[0]!)).equals(originals[0]!)).toBe(true);
  });
});

describe('a line of a newer version', () => {
  it('keeps its batch from being undone or repaired; the others are repaired', async () => {
    const newer = await place.write([paths[0]!]);
    const written = await readFile(paths[0]!);
    const temporary = temporaryName(paths[0]!);
    await appendFile(
      journalOf(newer.batchId),
      `${JSON.stringify({ kind: 'undo-begun', file: 0, temporary })}\n{"kind":"of tomorrow","file":0}\n`,
    );
    await writeFile(temporary, 'its copy');
    const older = await place.write([paths[1]!]);
    const lines = (await readFile(journalOf(older.batchId), 'utf8'))
      .split('\n')
      .filter((line) => !line.includes('"kind":"written"'));
    await writeFile(journalOf(older.batchId), lines.join('\n'));
    const text = await readFile(journalOf(newer.batchId), 'utf8');

    expect(await recover(place.journal)).toEqual({
      finished: 1,
      rolledBack: 0,
      unrepaired: 0,
      unread: [newer.batchId],
    });
    await expect(place.undo(newer.batchId)).rejects.toMatchObject({ code: 'journal-newer' });
    expect(await readFile(journalOf(newer.batchId), 'utf8')).toBe(text);
    expect(await readFile(temporary, 'utf8')).toBe('its copy');
    expect((await readFile(paths[0]!)).equals(written)).toBe(true);
    expect((await listBatches(place.journal)).map(({ batchId }) => batchId)).toEqual([older.batchId]);
    expect(await place.undo(older.batchId)).toMatchObject({ written: 1, failures: [] });
  });
});

describe('torn lines', () => {
  it.each(['{"kind":"prep', '{"kind":"written","file":', '\0\0\0\0', '\ud83c', '"', '\n\n{'])(
    'in the middle (%j) hide no other line',
    async (torn) => {
      const { batchId } = await place.write(paths);
      const lines = (await readFile(journalOf(batchId), 'utf8')).split('\n');
      await writeFile(journalOf(batchId), lines.flatMap((line) => [torn, line]).join('\n'));
      expect(await recover(place.journal)).toMatchObject({ finished: 0, rolledBack: 0, unread: [] });
      expect(await place.undo(batchId)).toMatchObject({ written: 2, failures: [] });
      for (const [index, path] of paths.entries()) expect((await readFile(path)).equals(originals[index]!)).toBe(true);
    },
  );

  it('at the end do not swallow the next line', async () => {
    const { batchId } = await place.write(paths);
    await appendFile(journalOf(batchId), '{"kind":"undo-be');
    const journal = await openBatch(place.journal, batchId!);
    await journal.append({ kind: 'undone', file: 0 });
    await journal.close();
    const states = (await readBatchState(place.journal, batchId!)).files.toSorted((a, b) => a.file - b.file);
    expect(states.map(({ last }) => last)).toEqual(['undone', 'written']);
  });
});

describe('lines that are appended together', () => {
  it('stay in order', async () => {
    const journal = await createBatch(place.journal, place.music);
    const files = Array.from({ length: 500 }, (_, file) => file);
    await Promise.all(
      files.map((file) =>
        journal.append({ kind: 'abandoned', file, code: 'cancelled', message: 'x'.repeat(file) }, file % 7 === 0),
      ),
    );
    await journal.close();
    const entries = await batchEntries(place.journal, journal.batchId);
    expect(entries.flatMap((entry) => ('file' in entry ? [entry.file] : []))).toEqual(files);
  });
});

describe('a long journal', () => {
  it('is read some lines at a time, whole ones, and others have their turn between them', async () => {
    const journal = await createBatch(place.journal, place.music);
    const numbers = Array.from({ length: 2_000 }, (_, file) => file);
    await Promise.all(
      numbers.map((file) => journal.append({ kind: 'begun', file, path: 'ä'.repeat(99), temporary: '' })),
    );
    await journal.close();
    let turns = 0;
    const files: number[] = [];
    const sizes: number[] = [];
    for await (const entries of readBatch(place.journal, journal.batchId)) {
      setImmediate(() => (turns += 1));
      sizes.push(entries.length);
      files.push(...entries.flatMap((entry) => (entry.kind === 'batch' ? [] : [entry.file])));
    }
    expect(files).toEqual(numbers);
    expect(Math.max(...sizes)).toBeLessThan(500);
    expect(turns).toBeGreaterThan(4);
  });
});

describe('batches', () => {
  it('in which nothing was written are removed', async () => {
    expect(await place.write([join(place.music, 'gone.wav')])).toMatchObject({ batchId: null, written: 0 });
    expect(await place.write([])).toMatchObject({ batchId: null, written: 0 });
    expect(await listBatchIds(place.journal)).toEqual([]);
  });

  it('with a file in doubt are kept, though nothing was said to be written', async () => {
    const journal = await createBatch(place.journal, place.music);
    await journal.append({ kind: 'begun', file: 0, path: paths[0]!, temporary: temporaryName(paths[0]!) });
    await journal.close();
    expect(await recover(place.journal)).toMatchObject({ rolledBack: 1 });
    expect(await listBatchIds(place.journal)).toEqual([journal.batchId]);
    expect(await listBatches(place.journal)).toEqual([]);
  });

  it('are told apart from whatever else lies in their folder', async () => {
    const { batchId } = await place.write([paths[0]!]);
    await mkdir(join(place.journal, 'notes'));
    await writeFile(join(place.journal, '20260101000000-ABCDEF'), 'a file');
    await mkdir(join(place.journal, '20990101000000-abcdef'));
    expect((await listBatches(place.journal)).map((batch) => batch.batchId)).toEqual([batchId]);
    expect(await recover(place.journal)).toMatchObject({ unread: [] });
    await expect(undoBatch('20990101000000-abcdef', place.context)).rejects.toMatchObject({ code: 'batch-not-found' });
    expect(await readdir(place.journal)).toContain('notes');
  });

  it('whose delta is gone are not undone, and the file stays', async () => {
    const { batchId } = await place.write([paths[0]!]);
    const written = await readFile(paths[0]!);
    const text = await readFile(journalOf(batchId), 'utf8');
    await writeFile(journalOf(batchId), text.replace(/,"literals":"[^"]*"/, ''));
    await rm(join(place.journal, batchId!, '0.delta'), { force: true });
    expect((await place.undo(batchId)).failures).toMatchObject([{ error: { code: 'backup-missing' } }]);
    expect((await readFile(paths[0]!)).equals(written)).toBe(true);
  });
});
