import { NO_FILTERS } from '../../../src-main/contract/library.ts';
import type { LibraryQuery } from '../../../src-main/contract/library.ts';
import { DEFAULT_MODEL } from '../../../src-main/contract/settings.ts';
import type { TrackId } from '../../../src-main/contract/track.ts';
import { SORT_KEYS } from '../../../src-main/contract/values.ts';
import { collectWork } from '../../../src-main/app/scan-work.ts';
import type { AppCore } from '../../../src-main/app/app-core.ts';
import type { ScannedFile } from '../../../src-main/contract/scanned-file.ts';
import { listBatches } from '../../../src-main/tags/batch-state.ts';

/** Something that the app does with its library, as its main process does it. */
export interface LibraryOperation {
  readonly name: string;
  readonly work: () => unknown;
}

/** What is typed into the search box, letter by letter. */
const TYPED = 'velvet tide';
const FIELD_SEARCHES = [
  'artist:velvet',
  'artist:harbour',
  'title:velvet',
  'album:velvet',
  'genre:rock',
  'label:rock',
  'folder:velvet',
  'year:1990-1999',
  '-velvet confidence:<60 is:labelled',
];
/** Albums that a window shows at once, about. */
const ALBUMS_AT_ONCE = 60;
const BY_PATH: LibraryQuery = { ...NO_FILTERS, sort: { key: 'path', direction: 'ascending' } };

/** What is measured with. */
export interface Measured {
  readonly core: AppCore;
  /** A track with an analysis. */
  readonly id: TrackId;
  /** Of the model that analysed everything. */
  readonly specHash: string;
  /** What a walk through the folder finds. */
  readonly files: readonly ScannedFile[];
  /** Where batches of tags are kept, and a large one among them. */
  readonly journal: string;
  readonly batchId: string;
}

/** Everything that is measured. */
export function operationsOf(measured: Measured): LibraryOperation[] {
  return [queries, views, similarities, ofAllTracks, batches, rescan].flatMap((operations) => operations(measured));
}

function queries({ core }: Measured): LibraryOperation[] {
  const query = (name: string, change: Partial<LibraryQuery>) => ({
    name,
    work: () => core.reader.query({ ...BY_PATH, ...change }),
  });
  const typed = Array.from(TYPED, (_, index) => TYPED.slice(0, index + 1)).filter((text) => !text.endsWith(' '));
  return [
    query('query', {}),
    ...SORT_KEYS.map((key) => query(`sort by ${key}`, { sort: { key, direction: 'descending' } })),
    ...typed.map((text) => query(`search “${text}”`, { text })),
    query('search for a file', { text: '004711.mp3' }),
    ...FIELD_SEARCHES.map((text) => query(`search “${text}”`, { text })),
    query('filter by genre', { genre: 'jazz' }),
    query('filter by style', { genre: 'techno' }),
    query('filter by label', { label: 'jazz' }),
    query('filter by no label', { label: '' }),
    query('filter by confidence', { maxConfidence: 0.5 }),
    query('filter by contradiction', { disagreesOnly: true }),
  ];
}

/** Side bar, albums, overview, and the colours of the map. */
function views({ core: { reader } }: Measured): LibraryOperation[] {
  const all = { kind: 'all' } as const;
  const some = async () => ({ kind: 'ids', ids: await reader.query({ ...BY_PATH, text: 'velvet' }) }) as const;
  const album = async () => reader.albumRows((await reader.albums(all)).slice(0, ALBUMS_AT_ONCE));
  return [
    { name: 'side bar: counts', work: () => reader.summary() },
    { name: 'side bar: uppermost folders', work: () => reader.foldersIn('./') },
    { name: 'side bar: one folder', work: () => reader.foldersIn('./Artist 10/') },
    { name: 'query of a folder', work: () => reader.query({ ...BY_PATH, folder: './Artist 10/' }) },
    { name: 'overview', work: () => reader.overview(all) },
    { name: 'search and its overview', work: async () => reader.overview(await some()) },
    { name: 'albums', work: () => reader.albums(all) },
    { name: 'search and its albums', work: async () => reader.albums(await some()) },
    { name: 'albums and the first rows', work: album },
    { name: 'map: genres', work: () => reader.mapGroups('genre') },
    { name: 'map: labels', work: () => reader.mapGroups('label') },
  ];
}

function similarities({ core, id }: Measured): LibraryOperation[] {
  const { reader } = core;
  return [
    { name: 'related by artist', work: () => reader.related(id, 'artist') },
    { name: 'neighbours', work: () => reader.neighbours({ id, count: 20, genre: null }) },
    { name: 'neighbours of a genre', work: () => reader.neighbours({ id, count: 20, genre: 'jazz' }) },
    { name: 'genre profile', work: () => reader.genreProfile('jazz') },
  ];
}

function ofAllTracks({ core, id, specHash }: Measured): LibraryOperation[] {
  const { labels } = core.controllers;
  const everything = { kind: 'all' } as const;
  const options = { ...core.settings.current, minConfidence: 0, mode: 'fill', by: 'track' } as const;
  return [
    { name: 'automatic confidence', work: () => labels.automatic(DEFAULT_MODEL, null) },
    {
      name: 'candidates for labels',
      work: () => core.reader.labelCandidates(core.folder.require(), new Set([specHash])),
    },
    { name: 'label summary', work: () => labels.summary },
    {
      name: 'label one track',
      work: () => labels.edit((store) => store.edit([id], { kind: 'toggle', genre: 'jazz' })),
    },
    { name: 'names of labels', work: () => labels.labelled() },
    { name: 'labelled tracks', work: () => core.stores.retrain.labelled() },
    { name: 'propose labels', work: () => labels.propose(everything, 'tags') },
    {
      name: 'plan tags',
      work: () => core.plans.plan({ selection: everything, options, isNew: true }, null),
    },
    { name: '2,000 rows', work: () => core.stores.tracks.rows(Array.from({ length: 2_000 }, (_, index) => index + 1)) },
  ];
}

function batches({ core, journal, batchId }: Measured): LibraryOperation[] {
  const { files } = core.controllers.tags;
  const filesAnew = () => {
    files.forget();
    return files.find(batchId, '');
  };
  return [
    { name: 'batches: list', work: () => listBatches(journal) },
    { name: 'batches: files of one', work: filesAnew },
    { name: 'batches: search in one', work: () => files.find(batchId, '004711') },
  ];
}

function rescan({ core, specHash, files }: Measured): LibraryOperation[] {
  const { scans } = core.stores;
  const root = core.folder.require();
  return [
    { name: 'rescan: compare', work: () => scans.reconcile(root, files, []) },
    {
      name: 'rescan: due files',
      work: () => collectWork(scans.dueFiles(root, { model: DEFAULT_MODEL, specHash, window: '30s' })),
    },
  ];
}
