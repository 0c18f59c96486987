import { KEPT_REMOVALS } from '../../contract/steps.ts';
import type { StyleKind } from '../../contract/values.ts';
import { duration, percent, plural, probabilityText, whole } from '../format.ts';
import { tracks } from './common.ts';

/** What is known of one track. */
export const details = {
  region: 'Track details',
  title: 'Details',
  close: 'Close details',
  inspect: 'Look Into',
  inspectHint: 'Look into the track (Enter in the table)',
  playHint: 'Play or pause (Space in the table)',
  width: 'Width of the details',
  noTracks: 'Details of a track appear here.',
  chooseTrack: 'Select a track to see how its genre was predicted.',
  notAnalysed: 'This track has not been analysed yet.',
  missing: {
    title: 'The file is not in the folder any more',
    advice:
      'It was moved out of the folder, deleted, or is on a drive that is not connected. Analysis and labels are kept, and return with the file.',
    find: 'Find in Another Folder…',
    remove: 'Remove',
    removeSelected: (amount: number) => (amount > 1 ? 'Remove Selected from Library…' : 'Remove from Library…'),
    removeAll: (amount: number) => `Remove All ${whole(amount)} Missing…`,
    confirmTitle: 'Remove missing tracks from the library?',
    confirmDetail: `Only tracks whose files are gone are removed. No file is touched. Edit → Undo (Ctrl+Z) brings them back with labels and analysis: the last ${KEPT_REMOVALS} removals are kept. Labels are always kept, and return with their recordings.`,
    removed: (amount: number) => `${tracks(amount)} removed from the library`,
    found: ({ found, missing }: { found: number; missing: number }) =>
      `${tracks(found)} found${missing > 0 ? `, ${whole(missing)} still missing` : ''}`,
    /** What became of the library. */
    place: ({ added, opened }: { added: readonly string[]; opened: string | null }) => {
      if (opened !== null) return `The library had no other tracks. This folder is open in its place: ${opened}`;
      if (added.length === 0) return '';
      const what = plural(added.length, { one: 'This folder is', other: 'These folders are' });
      return `${what} now part of the library: ${added.join(', ')}`;
    },
  },
  predictions: 'Predicted genres',
  probabilities: 'Genre probabilities',
  models: (prediction: {
    agree: boolean;
    members: readonly { model: string; genre: string; confidence: number }[];
    disagreement: number;
  }) => {
    const members = prediction.members.map(
      (each) => `${each.model} ${each.genre} (${probabilityText(each.confidence)})`,
    );
    const agreement = prediction.agree ? 'The models agree' : 'The models differ';
    return `${agreement}: ${members.join(', ')}. Their probabilities differ by ${percent(prediction.disagreement)} on average.`;
  },
  styles: {
    titles: { style: 'Styles', descriptor: 'Descriptors' } satisfies Record<StyleKind, string>,
    none: {
      style: 'No style reaches its threshold. The nearest ones:',
      descriptor: 'No descriptor reaches its threshold. The nearest ones:',
    } satisfies Record<StyleKind, string>,
    showAll: ({ amount, kind }: { amount: number; kind: StyleKind }) =>
      kind === 'style' ? `Show All ${whole(amount)} Styles` : `Show All ${whole(amount)} Descriptors`,
    showFewer: 'Show Fewer',
    notCalibrated:
      'Values without a percent sign are no probabilities: nobody has compared them with labelled tracks. A higher value means more of it.',
  },
  timeline: {
    title: 'Along the track',
    slider: 'Genre over time',
    colours: 'Colours',
    other: 'Other',
    none: 'No segment of this track was analysed.',
    noTimeline:
      'This model has not heard the track: its prediction was computed from the features that an earlier analysis kept. Analyse the track again to see its course, or press Enter to inspect it.',
    segment: (segment: { startSeconds: number; endSeconds: number; genres: string }) =>
      `${duration(segment.startSeconds)}–${duration(segment.endSeconds)}: ${segment.genres}`,
    summary: (timeline: {
      segments: number;
      startSeconds: number;
      endSeconds: number;
      wins: readonly { genre: string; segments: number }[];
    }) => {
      const wins = timeline.wins.map(({ genre, segments }) => `${genre} in ${whole(segments)}`).join(', ');
      const range = `${duration(timeline.startSeconds)} and ${duration(timeline.endSeconds)}`;
      return `${whole(timeline.segments)} segments between ${range}. Likeliest genre: ${wins}.`;
    },
  },
  file: 'File',
  facts: {
    labels: 'Labels',
    currentGenre: 'Current genre',
    none: 'None',
    duration: 'Duration',
    path: 'Path',
    analysedAt: 'Analysed',
    analysedAudio: 'Analysed audio',
    analysedSeconds: ({ seconds, window }: { seconds: number; window: string }) => `${duration(seconds)} (${window})`,
    channel: 'Channel',
    sideChannel: 'Left minus right, because the mean of the two channels is almost silent',
    model: 'Model',
    processor: 'Processor',
  },
  showInFolder: 'Show in Folder',
  analyseAgain: 'Analyse Again',
};
