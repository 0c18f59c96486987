import type { Settings } from '../../contract/settings.ts';
import { FURTHER_GENRE_SHARE } from '../../contract/tags.ts';
import type {
  AnalysisWindow,
  FieldContent,
  GenreDepth,
  GenreSeparator,
  ProviderChoice,
  TagMode,
  Theme,
} from '../../contract/values.ts';
import { percent } from '../format.ts';
import { updates } from './updates.ts';

const separators: Record<GenreSeparator, string> = {
  standard: 'As the tag’s version defines',
  nul: 'Zero byte',
  slash: 'Slash: A/B',
  semicolon: 'Semicolon: A; B',
  comma: 'Comma: A, B',
  frames: 'Several fields',
};

const depths: Record<GenreDepth, string> = {
  family: 'Genre: Electronic',
  'family-and-styles': 'Genre and styles: Electronic, Techno',
  'most-specific': 'Most specific name: Techno',
};

const contents: Record<FieldContent, string> = {
  off: 'Not written',
  family: 'Family: Electronic',
  styles: 'Styles: Techno; House',
  'further-genres': 'Further genres: Pop; Rock',
  'genre-and-styles': 'Line: Electronic: Techno',
  moods: 'Moods: Happy; Party',
};

/** What a setting is called, by its type: a switch has the name of its on state, a choice the names of its values. */
type SettingText<Value> = { readonly title: string; readonly hint?: string } & ([Value] extends [boolean]
  ? { readonly label: string }
  : { readonly options: Readonly<Record<Value extends number ? `${number}` : Extract<Value, string>, string>> });
type SettingTexts = { readonly [Name in keyof Settings]?: SettingText<Settings[Name]> };

/** The settings, and the names of their choices. */
export const settings = {
  title: 'Settings',
  description: 'Changes take effect at once.',
  about: ({ version }: { version: string }) => `Genrescope ${version}. None of your data leaves this computer.`,
  appearance: 'Appearance',
  theme: 'Theme',
  themes: { system: 'System', light: 'Light', dark: 'Dark' } satisfies Record<Theme, string>,
  analysis: 'Analysis',
  window: 'Part of the track',
  windows: {
    '30s': 'Middle 30 seconds',
    '3x10s': 'Three times 10 seconds',
    full: 'Whole track',
  } satisfies Record<AnalysisWindow, string>,
  windowHints: {
    '30s': 'One segment from the middle. Fast, and enough for most songs.',
    '3x10s': 'Segments from the beginning, the middle and the end. As fast, and better for tracks that change.',
    full: 'The whole track. The slowest and most thorough choice.',
  } satisfies Record<AnalysisWindow, string>,
  model: 'Model',
  modelHint: 'The model determines which genres can be predicted.',
  namedModel: ({ name, title }: { name: string; title: string }) => `${name} (${title})`,
  processor: 'Processor',
  notStarted: 'The processor starts with the first analysis.',
  running: ({ processor }: { processor: string }) => `In use: ${processor}.`,
  processors: {
    auto: 'Automatic',
    cuda: 'NVIDIA GPU (CUDA)',
    webgpu: 'GPU (WebGPU)',
    directml: 'GPU (DirectML)',
    coreml: 'Apple GPU or Neural Engine (Core ML)',
    cpu: 'CPU',
  } satisfies Record<ProviderChoice, string>,
  attempts: 'Processors that cannot be used',
  cannotRun: ({ reason }: { reason: string }) => `cannot be used: ${reason}`,
  ffmpeg: 'FFmpeg',
  ffmpegHint:
    'The FFmpeg program that decodes audio. It is found automatically unless you choose one. The system check shows which one is used.',
  chooseDecoder: 'Choose FFmpeg…',
  automatic: 'Automatic',
  analysisNote:
    'A change applies to tracks that are analysed after it. Earlier results stay until a track is analysed again.',
  writing: 'Writing genres',
  existing: 'Existing genres',
  existingHint: 'The default of each review.',
  modes: {
    fill: 'Only fill empty',
    append: 'Add to existing',
    replace: 'Replace existing genres',
  } satisfies Record<TagMode, string>,
  certain: 'Certain predictions only',
  certainSwitch: '95% correct or better',
  minConfidence: 'Minimum confidence',
  minConfidenceAutomatic: 'Computed from your labels.',
  minConfidenceHint: 'Tracks whose likeliest genre is below it are not written.',
  noThreshold: 'Not reached yet',
  genresPerFile: 'Genres per file',
  genresPerFileHint: `At most so many genres and styles. A further genre is written if it is at least ${percent(FURTHER_GENRE_SHARE)} as likely as the first.`,
  /** Settings that need no control of their own, by section: the dialog makes a switch or a list of each. */
  inspector: {
    playsWhenOpened: { title: 'Playback', label: 'Play a track when it opens in the inspector' },
    playsNext: { title: 'At the end of a track', label: 'Play the next track of the list' },
    inspectionCacheMegabytes: {
      title: 'Spectrogram cache',
      hint: 'A track that you inspected opens at once the next time. When the cache is full, the oldest spectrograms are deleted.',
      options: { '0': 'None', '200': '200 MB', '1000': '1 GB', '5000': '5 GB' },
    },
  } satisfies SettingTexts,
  /** See `inspector`. */
  app: { updates: updates.setting } satisfies SettingTexts,
  /** See `inspector`. */
  scan: {
    watchesFolder: {
      title: 'Changes in the folder',
      hint: 'New, changed, renamed and deleted files are noticed within seconds, on network drives within minutes.',
      label: 'Keep up with the open folder',
    },
    followLinks: {
      title: 'Links to other folders',
      hint: 'Symbolic links and junctions that lead out of the open folder. If this is off, a scan leaves them out. Links within the folder always work.',
      label: 'Follow links that lead out of the folder',
    },
  } satisfies SettingTexts,
  /** See `inspector`. */
  files: {
    genreDepth: {
      title: 'Genre or style',
      hint: 'A style is written if it reaches its threshold. Styles beside the genre need two or three genres per file.',
      options: depths,
    },
    keepModificationTime: {
      title: 'Date of the files',
      hint: 'If the date is kept, players that list new files by date do not list tagged files as new.',
      label: 'Keep modification time',
    },
    hardLinks: {
      title: 'Files with several names',
      hint: 'Hard links, which some programs use to share files.',
      options: { write: 'Write all their names', leave: 'Do not write them' },
    },
    genreSeparator: {
      title: 'Several genres in one field',
      hint: 'For ID3v2.3, and for players that split a text field.',
      options: separators,
    },
    mayLoseAttributes: {
      title: 'Attributes that cannot be kept',
      hint: 'Stars and tags of file managers, and access lists. If this is off, files with such attributes are not written.',
      label: 'Write these files anyway',
    },
  } satisfies SettingTexts,
  otherFields: 'Other fields',
  /** See `inspector`. */
  fields: {
    groupingField: {
      title: 'Grouping',
      hint: 'A file that keeps its genre gets these fields too. Every review lists them.',
      options: contents,
    },
    commentField: {
      title: 'Comment',
      hint: 'Your comment stays. Genrescope adds and changes only its own part: [Genrescope: Electronic: Techno].',
      options: contents,
    },
    moodField: { title: 'Mood', hint: 'Moods come from models that score them, such as musicnn.', options: contents },
    evidenceField: {
      title: 'Evidence',
      hint: 'A field named GENRESCOPE, for other programs: one line of JSON with the model, the date and the most probable genres.',
      label: 'Write the model and its probabilities',
    },
    replacesFields: {
      title: 'Existing grouping and mood',
      hint: 'If this is off, a grouping or mood that a file has already stays.',
      label: 'Replace existing values',
    },
  } satisfies SettingTexts,
  separators,
  depths,
  genreNames: 'Genre names',
  styleNames: 'Names of styles',
  genreNamesHint: 'The name that is written to files for each genre. An empty field writes the name that it shows.',
  nameFor: ({ genre }: { genre: string }) => `Name for ${genre}`,
  notWritten: 'Not written',
  write: 'Write',
  writeGenre: ({ genre }: { genre: string }) => `Write ${genre}`,
};
