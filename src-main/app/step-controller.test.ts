import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, writingRulesOf, type Settings } from '../contract/settings.ts';
import type { TagResult } from '../contract/tags.ts';
import { createBatchStore } from '../library/batch-store.ts';
import { LibrarySteps } from '../library/library-steps.ts';
import { MissingStore } from '../library/missing-store.ts';
import { ScanStore } from '../library/scan-store.ts';
import { MovedFiles } from '../library/moved-files.ts';
import { UndoneSteps } from '../library/undone-steps.ts';
import { undoBatch } from '../tags/batches.ts';
import { redoBatch } from '../tags/redo-batch.ts';
import type { LabelLibrary } from '../testing/label-library.ts';
import { LABEL_ROOT, openLabelLibrary } from '../testing/label-library.ts';
import { PlayedProcess } from '../testing/played-process.ts';
import type { TagFolder } from '../testing/tag-folder.ts';
import { makeTagFolder, makeWavs } from '../testing/tag-folder.ts';
import type { TagsProtocol } from '../workers/tags-protocol.ts';
import { FilterSteps } from './filter-steps.ts';
import { RemovalSteps } from './removal-steps.ts';
import { StepController } from './step-controller.ts';
import { TagController } from './tag-controller.ts';

const settings = {
  current: DEFAULT_SETTINGS,
  change(change: Partial<Settings>) {
    settings.current = { ...settings.current, ...change };
    return Promise.resolve(settings.current);
  },
};
const writing = { rules: writingRulesOf(settings.current), ffmpegPath: null };

let place: TagFolder;
let paths: string[] = [];
let library: LabelLibrary;
let played: PlayedProcess<TagsProtocol>;
let tags: TagController;
let steps: StepController;
let removals: RemovalSteps;
let filters: FilterSteps;

beforeEach(async () => {
  place = await makeTagFolder();
  paths = ['a.wav', 'b.wav'].map((name) => join(place.music, name));
  await makeWavs(paths);
  library = await openLabelLibrary();
  played = new PlayedProcess<TagsProtocol>();
  const { database, labels: store, tracks } = library;
  const [batches, undone] = [createBatchStore(database), new UndoneSteps(database)];
  const { journal } = place;
  const moved = new MovedFiles(database);
  const told = { onBatches: () => undefined, onWritten: () => undefined, emit: () => undefined };
  const startProcess = () => played;
  tags = new TagController({ tracks, batches, undone, moved, journal, library: ':memory:', startProcess, ...told });
  const labels = {
    edit(change: (labels: typeof store) => void) {
      change(store);
      return store.summary();
    },
  };
  const made = new LibrarySteps(database);
  settings.current = DEFAULT_SETTINGS;
  removals = new RemovalSteps(new MissingStore(database), told.emit, () => undefined);
  filters = new FilterSteps(settings, made, () => undefined);
  steps = new StepController({ labels, removals, filters, made, batches, undone, tags, settings });
});
afterEach(async () => {
  library.database.close();
  await place.remove();
});

/** Writes in a later millisecond than that of the last step: of one, two steps have no order. */
async function writeLater(files: readonly string[]): Promise<TagResult> {
  for (const now = Date.now(); Date.now() === now;) await setImmediate();
  return place.write(files);
}

async function write(): Promise<TagResult> {
  const job = tags.apply({ folder: place.music, changes: [], ...writing });
  await played.respond('apply', await writeLater(paths));
  return job;
}

async function undo(batchId: string | null): Promise<TagResult> {
  const job = tags.undo({ batchId: batchId ?? '', model: null, files: null });
  await played.respond('undo', await undoBatch(batchId ?? '', place.context));
  return job;
}

async function redo(): Promise<TagResult> {
  const { redo: next } = steps.next;
  const batchId = next?.kind === 'tags' ? next.batchId : '';
  const job = steps.redoTags(batchId);
  const { last } = played;
  if (last?.question !== 'redo') return job;
  const context = { ...place.context, decoder: place.decoder, rules: writing.rules };
  await played.respond('redo', await redoBatch(batchId, new Set(last.request.files), context));
  return job;
}

const label = (genre: string) => library.labels.edit([library.ids[0]], { kind: 'set', genres: [genre] });
const nextWords = () => [steps.next.undo?.what ?? null, steps.next.redo?.what ?? null];

describe('one undo and redo over labels and tags', () => {
  it('goes back and forth in the order in which steps were made', async () => {
    expect(steps.next).toEqual({ undo: null, redo: null });
    label('Dub');
    const { batchId } = await write();
    label('Ska');
    expect(nextWords()).toEqual(['Label Ska for 1 Track', null]);
    expect(steps.undo()).toEqual({ what: 'Label Ska for 1 Track', ids: Int32Array.of(library.ids[0]) });
    expect(steps.next).toMatchObject({
      undo: { kind: 'tags', what: 'Write Rock to 2 Files', batchId, files: 2 },
      redo: { kind: 'labels', what: 'Label Ska for 1 Track' },
    });
    expect(() => steps.undo()).toThrow('none of labels');
    await undo(batchId);
    expect(nextWords()).toEqual(['Label Dub for 1 Track', 'Write Rock to 2 Files']);
    steps.undo();
    expect(nextWords()).toEqual([null, 'Label Dub for 1 Track']);

    steps.redo();
    expect(() => steps.redo()).toThrow('none of labels');
    const again = await redo();
    expect(again).toMatchObject({ written: 2, failures: [] });
    expect(steps.next.undo).toMatchObject({ kind: 'tags', batchId: again.batchId });
    steps.redo();
    expect(library.labelsOf(library.ids[0])).toEqual(['Ska']);
    expect(nextWords()).toEqual(['Label Ska for 1 Track', null]);
    expect(() => steps.redo()).toThrow('none of labels');
  });

  it('ends what can be redone with a new step: labels, or tags that another program wrote', async () => {
    const { batchId } = await write();
    label('Dub');
    steps.undo();
    await undo(batchId);
    expect(nextWords()).toEqual([null, 'Write Rock to 2 Files']);
    label('Ska');
    expect(nextWords()).toEqual(['Label Ska for 1 Track', null]);
    await expect(redo()).rejects.toMatchObject({ code: 'request-invalid' });

    steps.undo();
    expect(nextWords()).toEqual([null, 'Label Ska for 1 Track']);
    await writeLater(paths);
    const recovery = tags.recover();
    await played.respond('recover', { finished: 0, rolledBack: 0, unrepaired: 0, unread: [] });
    await recovery;
    expect(nextWords()).toEqual(['Write Rock to 2 Files', null]);
  });

  it('keeps a redo that was cancelled before any file', async () => {
    const { batchId } = await write();
    await undo(batchId);
    const job = steps.redoTags(batchId ?? '');
    await played.respond('redo', { batchId: null, written: 0, cancelled: true, failures: [], notes: [] });
    await job;
    expect(nextWords()).toEqual([null, 'Write Rock to 2 Files']);
  });

  it('takes removed tracks and smart filters back in one order with labels', async () => {
    const { database, ids } = library;
    await new ScanStore(database).reconcile(LABEL_ROOT, [], []);
    const jazz = { name: 'Slow Jazz', filters: { text: 'jazz bpm:<90' } };
    await filters.change({ smartFilters: [jazz] });
    label('Dub');
    expect(await removals.remove(LABEL_ROOT, null)).toBe(4);
    await filters.change({ smartFilters: [] });
    // What changes no filter is no step.
    await filters.change({ theme: 'dark', smartFilters: [] });

    expect(nextWords()).toEqual(['Delete Filter Slow Jazz', null]);
    await steps.undo();
    expect(settings.current).toMatchObject({ theme: 'dark', smartFilters: [jazz] });
    expect(nextWords()).toEqual(['Remove 4 Missing Tracks', 'Delete Filter Slow Jazz']);
    expect(await steps.undo()).toEqual({ what: 'Remove 4 Missing Tracks', ids: Int32Array.from(ids) });
    expect(library.labelsOf(ids[0])).toEqual(['Dub']);
    expect(nextWords()).toEqual(['Label Dub for 1 Track', 'Remove 4 Missing Tracks']);
    await steps.undo();
    await steps.undo();
    expect(settings.current.smartFilters).toEqual([]);
    expect(nextWords()).toEqual([null, 'Save Filter Slow Jazz']);

    for (let step = 0; step < 4; step++) await steps.redo();
    expect(settings.current.smartFilters).toEqual([]);
    expect(nextWords()).toEqual(['Delete Filter Slow Jazz', null]);
  });
});
