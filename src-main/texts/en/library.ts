import type { TrackColumnKey } from '../../contract/track-columns.ts';
import { TRACK_COLUMNS } from '../../contract/track-columns.ts';
import type { RelatedBy, TrackStatus } from '../../contract/values.ts';
import { decimal, whole } from '../format.ts';
import { after, remaining, tracks, tracksOf } from './common.ts';

/** Seldom shown parts of a count: “, 3 failed”. */
const failed = (amount: number): string => (amount > 0 ? `, ${whole(amount)} failed` : '');

/** Of tracks that another model analysed, or of another window. */
const again = (amount: number): string =>
  amount > 0 ? ` (${whole(amount)} again, as the model or the window changed)` : '';

/** The open folder: welcome, toolbar, filters, table, status bar. */
export const library = {
  openFolder: 'Open Music Folder…',
  openAnother: 'Open Another Folder…',
  chooseFolder: 'Choose a Folder…',
  history: 'History',
  systemCheck: 'System check',
  settings: 'Settings',
  shortcuts: 'Keyboard shortcuts',
  menu: 'Views and commands',
  reviewAndApply: 'Review and Apply…',
  welcome: {
    title: 'Drop a music folder here or open one',
    text: 'Nothing is written without your review.',
    recentFolders: 'Recent folders',
    steps: 'How it works',
    stepTexts: [
      { title: 'Analyse', text: 'A model predicts the genre of every track from its sound, on this computer.' },
      { title: 'Review', text: 'You see the old and the new genre of each file before anything is written.' },
      { title: 'Write or undo', text: 'Only what you approve is written, and Undo restores the original bytes.' },
    ],
  },
  opening: { title: 'Opening the library…', text: 'The tracks appear in a moment.' },
  noMatch: { title: 'No tracks match', text: 'No track fits all filters at once.', showAll: 'Show all tracks' },
  looking: { title: 'Looking for music…', text: 'Tracks appear as they are found. Nothing is written.' },
  noMusic: {
    title: 'No audio in this folder',
    text: 'No audio file was found in it or below it.',
  },
  filters: {
    title: 'Filters',
    clear: 'Clear filters',
    button: 'Filters',
    buttonActive: ({ amount }: { amount: number }) => `Filters (${amount})`,
    inFolder: ({ folder }: { folder: string }) => `Folder: ${folder}`,
    directlyIn: ({ folder }: { folder: string }) => `Directly in ${folder}`,
    byGenre: 'Filter by genre',
    allGenres: 'All genres',
    byLabel: 'Filter by label',
    anyLabel: 'Any label',
    notLabelled: 'Not labelled',
    byStatus: 'Filter by status',
    anyStatus: 'Any status',
    byConfidence: 'Filter by confidence',
    confidence: 'Confidence',
    minConfidence: 'Minimum confidence shown',
    maxConfidence: 'Maximum confidence shown',
    confidenceRange: ({ low, high }: { low: number; high: number }) => `${low}–${high}%`,
    disagrees: 'Disagrees with current tag',
    withCount: ({ name, tracks: amount }: { name: string; tracks: number }) => `${name} (${whole(amount)})`,
  },
  counts: {
    shown: ({ shown, total }: { shown: number; total: number }) => tracksOf(shown, total),
    all: tracks,
    selected: (amount: number) => `${whole(amount)} selected`,
    heard: ({ window }: { window: string }) => `Genres of: ${window.toLowerCase()}`,
    heardHint:
      'What of each track is analysed. Settings → Analysis changes it; the inspector always takes the whole track.',
    label: 'Label',
    labelHint: 'Label tracks (L)',
    showDetails: 'Show details',
  },
  /** Which tracks an action is for. */
  scope: {
    tracks: 'Tracks',
    selected: (amount: number) => `Selected (${whole(amount)})`,
    shown: (amount: number) => `Shown (${whole(amount)})`,
    all: (amount: number) => `Library (${whole(amount)})`,
  },
  table: {
    title: 'Tracks',
    rows: 'Rows of tracks',
    rowIsLoading: ({ row }: { row: number }) => `Row ${whole(row)} is loading`,
    disagrees: 'Disagrees with current tag',
    disagreesSpoken: ', disagrees with current tag',
    headerHint:
      'Click to sort. Alt and an arrow key move the column, Shift and an arrow key change its width, Shift and Enter fit it.',
    tooManyDragged: ({ most }: { most: number }) => `At most ${tracks(most)} can be dragged at once.`,
  },
  rowMenu: {
    title: (amount: number) => `Actions for ${tracks(amount)}`,
    play: 'Play',
    pause: 'Pause',
    inspect: 'Look Into',
    editGenre: 'Edit Genre…',
    labelAs: 'Label as',
    removeLabel: 'Remove Label',
    selectSame: {
      artist: 'Select Same Artist',
      album: 'Select Same Album',
      folder: 'Select Same Folder',
    } satisfies Record<RelatedBy, string>,
    analyseAgain: 'Analyse Again',
    showInFolder: 'Show in Folder',
    copy: 'Copy',
    review: 'Review Selection…',
  },
  bitRate: (kilobits: number) => `${whole(Math.round(kilobits))} kbit/s`,
  columnMenu: {
    title: ({ column }: { column: string }) => `Column ${column}`,
    columns: 'Columns',
    left: 'Move Left',
    right: 'Move Right',
    narrower: 'Narrower',
    wider: 'Wider',
    fit: 'Fit to Content',
    reset: 'Reset Columns',
  },
  copied: {
    done: (amount: number) => `${tracks(amount)} copied.`,
    tooMany: ({ most }: { most: number }) => `At most ${tracks(most)} can be copied at once.`,
  },
  columns: Object.fromEntries(TRACK_COLUMNS.map(({ key, title }) => [key, title])) as Record<TrackColumnKey, string>,
  statuses: {
    done: 'Analysed',
    waiting: 'Waiting',
    failed: 'Failed',
    missing: 'Missing',
  } satisfies Record<TrackStatus, string>,
  scan: {
    progress: 'Scan progress',
    cancel: 'Cancel scan',
    resume: 'Resume scan',
    listing: ({ total }: { total: number }) => `Looking for music… ${whole(total)} files so far`,
    reading: (scan: { done: number; total: number; etaSeconds: number | null }) =>
      `Reading tags: ${whole(scan.done)} of ${whole(scan.total)}${after(remaining(scan.etaSeconds))}`,
    analysing: (scan: {
      done: number;
      total: number;
      tracksPerSecond: number;
      etaSeconds: number | null;
      failed: number;
      again: number;
    }) => {
      const counts = `${whole(scan.done)} of ${whole(scan.total)}${again(scan.again)}`;
      // There is none before the first track is done.
      const speed = scan.tracksPerSecond > 0 ? `, ${decimal(scan.tracksPerSecond, 1)} tracks/s` : '';
      return `${counts}${speed}${after(remaining(scan.etaSeconds))}${failed(scan.failed)}`;
    },
    summary: ({ done, ...rest }: { done: number; failed: number; waiting: number; missing: number }) => {
      const others = (['failed', 'waiting', 'missing'] as const).filter((status) => rest[status] > 0);
      return `${tracks(done)} analysed${others.map((status) => `, ${whole(rest[status])} ${status}`).join('')}`;
    },
    ended: {
      cancelled: 'The analysed tracks are kept. Resume the scan at any time.',
      failed: 'Filter by status “Failed” to see why.',
    },
    /** For screen readers. */
    announced: {
      listing: 'Looking for audio files',
      cancelling: 'Cancelling the scan',
      reading: ({ total }: { total: number }) => `Reading the tags of ${tracks(total)}`,
      analysing: (scan: { done: number; total: number; failed: number; again: number; etaSeconds: number | null }) =>
        `Analysing ${tracksOf(scan.done, scan.total)}${again(scan.again)}${failed(scan.failed)}${after(remaining(scan.etaSeconds))}`,
      finished: (scan: { done: number; failed: number }) =>
        scan.done === 0 ? 'Scan finished: nothing new' : `Scan finished: ${tracks(scan.done)}${failed(scan.failed)}`,
      cancelled: (scan: { done: number; total: number; failed: number }) =>
        `Scan cancelled after ${tracksOf(scan.done, scan.total)}${failed(scan.failed)}`,
      failed: 'The scan stopped',
    },
  },
  appAndProcessor: ({ version, processor }: { version: string; processor: string | null }) =>
    `Genrescope ${version}${processor === null ? '' : ` · runs on ${processor}`}`,
};
