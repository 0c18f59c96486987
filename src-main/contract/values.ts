import { TRACK_COLUMNS } from './track-columns.ts';

/**
 * Every value that a choice can have, once: types, schemas and selection lists are made from these lists.
 */

/** Which segments of a track are analysed. */
export const ANALYSIS_WINDOWS = ['30s', '3x10s', 'full'] as const;
/** See {@link ANALYSIS_WINDOWS}. */
export type AnalysisWindow = (typeof ANALYSIS_WINDOWS)[number];

/**
 * What of a track's channels is analysed: their mean, as usual, or half of left minus right where their signs are
 * opposite and hardly anything is left of the mean.
 */
export const HEARD_CHANNELS = ['mix', 'side'] as const;
/** See {@link HEARD_CHANNELS}. */
export type HeardChannel = (typeof HEARD_CHANNELS)[number];

/** What a model scores besides its genres: styles are genres; descriptors are moods, decades, voices, instruments. */
export const STYLE_KINDS = ['style', 'descriptor'] as const;
/** See {@link STYLE_KINDS}. */
export type StyleKind = (typeof STYLE_KINDS)[number];

/** Processors that can run a model. */
export const PROVIDERS = ['cuda', 'webgpu', 'directml', 'coreml', 'cpu'] as const;
/** Which processor really runs. */
export type ProviderName = (typeof PROVIDERS)[number];

/** Which processor can be asked for; `auto` tries the platform's in order. */
export const PROVIDER_CHOICES = ['auto', ...PROVIDERS] as const;
/** See {@link PROVIDER_CHOICES}. */
export type ProviderChoice = (typeof PROVIDER_CHOICES)[number];

/** What happens to genres that a file already has. */
export const TAG_MODES = ['replace', 'fill', 'append'] as const;
/** See {@link TAG_MODES}. */
export type TagMode = (typeof TAG_MODES)[number];

/**
 * How exactly a predicted genre is written: the family alone, the family with its styles and other styles, or the most
 * exact name that the model is sure of.
 */
export const GENRE_DEPTHS = ['family', 'family-and-styles', 'most-specific'] as const;
/** See {@link GENRE_DEPTHS}. */
export type GenreDepth = (typeof GENRE_DEPTHS)[number];

/** Whose prediction decides the genre of a track: its own, or the mean of its album's. */
export const TAG_UNITS = ['track', 'album'] as const;
/** See {@link TAG_UNITS}. */
export type TagUnit = (typeof TAG_UNITS)[number];

/** Whether the app looks for newer versions; `ask`: nobody has said yet, and it does not. */
export const UPDATE_CHOICES = ['ask', 'daily', 'never'] as const;
/** See {@link UPDATE_CHOICES}. */
export type UpdateChoice = (typeof UPDATE_CHOICES)[number];

/** Colours of the window. */
export const THEMES = ['system', 'light', 'dark'] as const;
/** See {@link THEMES}. */
export type Theme = (typeof THEMES)[number];

/** Files with several names (hard links): all names get the new genre, or the file is left alone. */
export const HARD_LINK_RULES = ['write', 'leave'] as const;
/** See {@link HARD_LINK_RULES}. */
export type HardLinkRule = (typeof HARD_LINK_RULES)[number];

/** How several genres share a field that has room for one text; `standard`: as the tag's own version says. */
export const GENRE_SEPARATORS = ['standard', 'nul', 'slash', 'semicolon', 'comma', 'frames'] as const;
/** See {@link GENRE_SEPARATORS}. */
export type GenreSeparator = (typeof GENRE_SEPARATORS)[number];

/**
 * Fields of a file's tags that can be written with the genre; `evidence` is a field of our own, GENRESCOPE, which tells
 * what the model said.
 */
export const FURTHER_FIELDS = ['grouping', 'comment', 'mood', 'evidence'] as const;
/** See {@link FURTHER_FIELDS}. */
export type FurtherField = (typeof FURTHER_FIELDS)[number];

/** What a further field holds; `genre-and-styles` is a line such as `Electronic: Techno, House`. */
export const FIELD_CONTENTS = ['off', 'family', 'styles', 'further-genres', 'genre-and-styles', 'moods'] as const;
/** See {@link FIELD_CONTENTS}. */
export type FieldContent = (typeof FIELD_CONTENTS)[number];

/** How far a track of the library is. */
export const TRACK_STATUSES = ['waiting', 'done', 'failed', 'missing'] as const;
/** See {@link TRACK_STATUSES}. */
export type TrackStatus = (typeof TRACK_STATUSES)[number];

/** What the library can be sorted by: every column of the table. */
export const SORT_KEYS = TRACK_COLUMNS.map(({ key }) => key);
/** See {@link SORT_KEYS}. */
export type SortKey = (typeof SORT_KEYS)[number];

/** Directions of sorting. */
export const SORT_DIRECTIONS = ['ascending', 'descending'] as const;
/** See {@link SORT_DIRECTIONS}. */
export type SortDirection = (typeof SORT_DIRECTIONS)[number];

/** What tracks may share. */
export const RELATED_BY = ['artist', 'album', 'folder'] as const;
/** See {@link RELATED_BY}. */
export type RelatedBy = (typeof RELATED_BY)[number];

/** How a track's tags agree with its prediction; untagged: they name no genre. */
export const TAG_AGREEMENTS = ['agrees', 'disagrees', 'untagged'] as const;
/** See {@link TAG_AGREEMENTS}. */
export type TagAgreement = (typeof TAG_AGREEMENTS)[number];

/** What the library's views group tracks by, apart from genres, folders and confidence. */
export const TRACK_GROUPS = ['format', 'agreement', 'album'] as const;
/** See {@link TRACK_GROUPS}. */
export type TrackGroupKind = (typeof TRACK_GROUPS)[number];

/** What the map's colours stand for. */
export const MAP_COLOURINGS = ['genre', 'label'] as const;
/** See {@link MAP_COLOURINGS}. */
export type MapColouring = (typeof MAP_COLOURINGS)[number];

/** Changes that write a file; `fields`: its genres stay, and only further fields change. */
export const WRITING_CHANGE_KINDS = ['add', 'replace', 'append', 'fields'] as const;

/** What would happen to a file that a plan holds. */
export const CHANGE_KINDS = [
  ...WRITING_CHANGE_KINDS,
  'same',
  'kept',
  'below-confidence',
  'unmapped',
  'not-analysed',
] as const;
/** See {@link CHANGE_KINDS}. */
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** What the rows of a plan can be sorted by; `planned` is the order of the tracks that were asked for. */
export const PLAN_SORT_KEYS = ['planned', 'title', 'artist', 'album', 'change', 'confidence'] as const;
/** See {@link PLAN_SORT_KEYS}. */
export type PlanSortKey = (typeof PLAN_SORT_KEYS)[number];

/** What the rows of a plan can be put together by. */
export const PLAN_GROUPINGS = ['none', 'album', 'change'] as const;
/** See {@link PLAN_GROUPINGS}. */
export type PlanGrouping = (typeof PLAN_GROUPINGS)[number];

/**
 * Where a file of a written batch stands: as it was written, restored, changed by somebody since (undo was refused), or
 * in the middle of something that the next start repairs.
 */
export type BatchFileState = 'written' | 'undone' | 'refused' | 'unfinished';

/** Where a label came from. */
export const LABEL_ORIGINS = ['hand', 'tags', 'folders', 'import'] as const;
/** See {@link LABEL_ORIGINS}. */
export type LabelOrigin = (typeof LABEL_ORIGINS)[number];

/** What names a track's genre: its tags, the folder that it lies in, or the uppermost folder below the opened one. */
export const NAMING_SOURCES = ['tags', 'folder', 'top-folder'] as const;
/** See {@link NAMING_SOURCES}. */
export type NamingSource = (typeof NAMING_SOURCES)[number];

/**
 * `quick`: a last layer, in seconds. `full`: all weights, in minutes. `scratch`: all weights, from nothing but the
 * labels.
 */
export const RETRAIN_MODES = ['quick', 'full', 'scratch'] as const;
/** See {@link RETRAIN_MODES}. */
export type RetrainMode = (typeof RETRAIN_MODES)[number];

/** What speaks against training on labels as they are. */
export const RETRAIN_WARNINGS = [
  'too-few',
  'as-parent',
  'one-sided',
  'one-artist',
  'artists-unknown',
  'contradiction',
] as const;
/** See {@link RETRAIN_WARNINGS}. */
export type RetrainWarningKind = (typeof RETRAIN_WARNINGS)[number];

/** How the window divides labelled music; `automatic`: by artist where enough artists are known, else stratified. */
export const TRAINING_SPLITS = ['automatic', 'artist', 'stratified', 'random-tracks'] as const;
/** See {@link TRAINING_SPLITS}. */
export type TrainingSplit = (typeof TRAINING_SPLITS)[number];

/**
 * Kinds of networks that can be trained. `field`: as projects on GTZAN build them; `sound`: others' designs for far more
 * music, with front ends of their own.
 */
export const ARCHITECTURE_GROUPS = ['recommended', 'ours', 'field', 'sound'] as const;
/** See {@link ARCHITECTURE_GROUPS}. */
export type ArchitectureGroup = (typeof ARCHITECTURE_GROUPS)[number];

/** Window functions for spectra. */
export const SPECTRUM_WINDOWS = ['hann', 'hamming', 'blackman-harris', 'flat-top'] as const;
/** See {@link SPECTRUM_WINDOWS}. */
export type SpectrumWindow = (typeof SPECTRUM_WINDOWS)[number];

/** Which signal a spectrum is of. Mid is half the sum of left and right, side half their difference. */
export const SPECTRUM_CHANNELS = ['mix', 'left', 'right', 'mid', 'side'] as const;
/** See {@link SPECTRUM_CHANNELS}. */
export type SpectrumChannel = (typeof SPECTRUM_CHANNELS)[number];

/** Samples a frame of a spectrogram. */
export const FFT_SIZES = [512, 1024, 2048, 4096, 8192, 16384] as const;
/** Share of a frame that the next one has too. */
export const OVERLAPS = [0.5, 0.75, 0.875] as const;

/** How a network's mel bands are spaced; Kaldi's is HTK's formula with triangles of another shape. */
export const MEL_SCALES = ['slaney', 'htk', 'kaldi'] as const;
/** See {@link MEL_SCALES}. */
export type MelScale = (typeof MEL_SCALES)[number];

/** How saliency is computed. */
export const SALIENCY_METHODS = ['gradient', 'occlusion'] as const;
/** See {@link SALIENCY_METHODS}. */
export type SaliencyMethod = (typeof SALIENCY_METHODS)[number];

/** Why a scan does not take a file or a folder. */
export const LEFT_OUT_REASONS = ['not-music', 'same-file', 'outside-folder'] as const;
/** See {@link LEFT_OUT_REASONS}. */
export type LeftOutReason = (typeof LEFT_OUT_REASONS)[number];

/** What a person must hear of a file that was written. */
export const TAG_NOTES = ['text-not-copied', 'time-not-kept', 'nothing-new'] as const;
/** See {@link TAG_NOTES}. */
export type TagNote = (typeof TAG_NOTES)[number];

/** How a line of the system check ends. */
export const CHECK_STATUSES = ['ok', 'warning', 'missing'] as const;
/** See {@link CHECK_STATUSES}. */
export type CheckStatus = (typeof CHECK_STATUSES)[number];

/** Networks of others that the app can fetch. */
export const OFFERED_NETWORK_NAMES = ['efficientat-mn04'] as const;
/** See {@link OFFERED_NETWORK_NAMES}. */
export type OfferedNetworkName = (typeof OFFERED_NETWORK_NAMES)[number];

/** Why the app's own data lie where they do, the strongest reason first. */
export type DataFolderReason = 'option' | 'environment' | 'portable' | 'default';

/** Why the app does not open what was named to it from outside. */
export type NotOpenedReason = 'not-found' | 'not-music' | 'not-local' | 'unreadable' | 'left-out';

/** What a run of the app may leave unfinished, so that it goes on only when the user asks for it. */
export const INTERRUPTED_WORKS = ['training', 'retraining'] as const;
/** See {@link INTERRUPTED_WORKS}. */
export type InterruptedWork = (typeof INTERRUPTED_WORKS)[number];

/** Kinds of steps that the library keeps; those of tags are kept by the journal. */
export const STEP_KINDS = ['labels', 'removal', 'filters'] as const;
/** See {@link STEP_KINDS}. */
export type StepKind = (typeof STEP_KINDS)[number];
