import type { Command } from '../command.ts';

/** A command as the table of commands names it. */
export interface CommandRow {
  /** One line of `genrescope --help`. */
  readonly summary: string;
  /** Loads the command's module: every command loads its own alone, and the help none. */
  load(): Promise<Command>;
}

/** The commands by name, in the order of `genrescope --help`. */
export const COMMANDS: Readonly<Record<string, CommandRow>> = {
  analyze: {
    summary: 'predict the genre of files and folders; changes nothing',
    load: async () => (await import('./analyze.ts')).analyze,
  },
  tag: {
    summary: 'preview genre tags, or write them with --write; undo restores the files',
    load: async () => (await import('./tag.ts')).tag,
  },
  undo: {
    summary: 'restore the original bytes of files that were tagged',
    load: async () => (await import('./undo.ts')).undo,
  },
  spectrogram: {
    summary: 'draw a track’s spectrogram as a PNG',
    load: async () => (await import('./spectrogram.ts')).spectrogram,
  },
  explain: {
    summary: 'show which times and frequencies of a track speak for a genre',
    load: async () => (await import('./explain.ts')).explain,
  },
  features: {
    summary: 'write a CSV of audio features, as in GTZAN’s features_30_sec.csv',
    load: async () => (await import('./features.ts')).features,
  },
  train: {
    summary: 'train a network on labelled music',
    load: async () => (await import('./train.ts')).train,
  },
  labels: {
    summary: 'import, export, undo and redo labels',
    load: async () => (await import('./labels.ts')).labels,
  },
  library: {
    summary: 'check the library, restore a copy of it, or merge results of other machines',
    load: async () => (await import('./library.ts')).library,
  },
  list: {
    summary: 'list tracks of the library, or write a playlist or a table of them',
    load: async () => (await import('./list.ts')).list,
  },
  next: {
    summary: 'list the tracks whose labels would improve the model most',
    load: async () => (await import('./next.ts')).next,
  },
  doubtful: {
    summary: 'list labels that may be wrong',
    load: async () => (await import('./doubtful.ts')).doubtful,
  },
  retrain: {
    summary: 'retrain a model on a table of labels',
    load: async () => (await import('./retrain.ts')).retrain,
  },
  promote: {
    summary: 'choose the model in use',
    load: async () => (await import('./promote.ts')).promote,
  },
  rollback: {
    summary: 'return to the model that was in use before',
    load: async () => (await import('./promote.ts')).rollback,
  },
  settings: {
    summary: 'show the settings, or change one',
    load: async () => (await import('./settings.ts')).settings,
  },
  evaluate: {
    summary: 'measure a model on labelled music',
    load: async () => (await import('./evaluate.ts')).evaluate,
  },
  models: {
    summary: 'list the installed models and their cards, or add a network',
    load: async () => (await import('./models.ts')).models,
  },
  install: {
    summary: 'fetch FFmpeg’s program, or the CUDA libraries',
    load: async () => (await import('./install.ts')).install,
  },
  doctor: {
    summary: 'check the system: decoder, processor, models, library, settings',
    load: async () => (await import('./doctor.ts')).doctor,
  },
};
