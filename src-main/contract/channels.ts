import type { ErrorData } from './app-error.ts';
import type { AutomaticTagging } from './automatic.ts';
import type {
  TrackPreview,
  ListeningState,
  SpectrumScanState,
  SaliencyMap,
  SpectrogramTile,
  SpectrogramThumbnail,
  SpectrumSettings,
  WaveformPeaks,
} from './inspection.ts';
import type {
  GenreChange,
  GenreNaming,
  GenreCluster,
  LabelEdit,
  LabelSummary,
  NamingProposal,
  NextLabel,
} from './labels.ts';
import type { NamingSource } from './values.ts';
import type { RetrainChoice, RetrainState, ModelVersion } from './retrain.ts';
import type { GenreProfile, Neighbours } from './similarity.ts';
import type { ArchitectureSummary, LabelledFolder, TrainingChoice, TrainingState } from './training.ts';
import type { AppState, DoctorItem, MenuCommand, Notice } from './app-state.ts';
import type { RelatedBy } from './values.ts';
import type { LibraryQuery, LibraryView } from './library.ts';
import type { PlannedChange, HardLinkedFiles, TagBatch, TagOptions, TagPlan, TagProgress, TagResult } from './tags.ts';
import type { ProviderReport, ScanProgress } from './scan.ts';
import type { Settings, SettingsChange } from './settings.ts';
import type { TrackDetail, TrackId, TrackRow, TrackSelection } from './track.ts';

/** Every question that the page may ask, with its answer. One payload each; the channel is the name. */
export interface Operations {
  'app.state': (request: null) => AppState;
  /** Shows the folder dialog; the answer is the folder, or null if it was closed. */
  'library.openFolder': (request: null) => string | null;
  'library.openDropped': (request: { readonly paths: readonly string[] }) => string;
  'library.openRecent': (request: { readonly index: number }) => string;
  'library.query': (request: LibraryQuery) => LibraryView;
  'library.rows': (request: { readonly ids: Int32Array }) => readonly TrackRow[];
  /** The tracks of the open folder that share something with one, itself included. */
  'library.related': (request: { readonly id: TrackId; readonly by: RelatedBy }) => Int32Array;
  'library.detail': (request: { readonly id: TrackId }) => TrackDetail;
  /** The tracks of the open folder that sound most like one. */
  'library.neighbours': (request: { readonly id: TrackId; readonly count: number }) => Neighbours;
  /** What a genre of the open folder sounds like; null where no analysed track has it. */
  'library.genreProfile': (request: { readonly genre: string }) => GenreProfile | null;
  'library.reveal': (request: { readonly id: TrackId }) => null;
  /** Analyses again what a cancelled scan left, and what changed since. */
  'scan.start': (request: { readonly again: TrackSelection | null }) => null;
  'scan.cancel': (request: null) => null;
  'tags.plan': (request: {
    readonly selection: TrackSelection;
    readonly options: TagOptions;
    readonly isAutomatic: boolean;
    readonly leftOut: Int32Array;
  }) => TagPlan;
  'tags.planRows': (request: {
    readonly planId: string;
    readonly from: number;
    readonly count: number;
  }) => readonly PlannedChange[];
  /** Which files of a plan have several names. */
  'tags.hardLinks': (request: { readonly planId: string }) => HardLinkedFiles;
  'tags.apply': (request: { readonly planId: string; readonly skip: Int32Array }) => TagResult;
  'tags.cancel': (request: null) => null;
  'tags.batches': (request: null) => readonly TagBatch[];
  /** The tracks of a batch that are in the library. */
  'tags.batchTracks': (request: { readonly batchId: string }) => Int32Array;
  /** With a model, those files alone that have its prediction. */
  'tags.undo': (request: { readonly batchId: string; readonly model: string | null }) => TagResult;
  /** Opens a track for looking into; it is read in the background, see `inspect.reading`. */
  'inspect.open': (request: { readonly id: TrackId; readonly settings: SpectrumSettings }) => SpectrumScanState;
  'inspect.close': (request: null) => null;
  /** The whole spectrogram as far as it is read; what the page has is left out, unless columns were joined since. */
  'inspect.overview': (request: { readonly framesPerColumn: number; readonly columns: number }) => SpectrogramTile;
  /** The first impression of a long track; null where there is none (yet). */
  'inspect.preview': (request: null) => TrackPreview | null;
  /** The middle of a track, small, whichever track is open. */
  'inspect.thumbnail': (request: { readonly id: TrackId }) => SpectrogramThumbnail;
  'inspect.peaks': (request: { readonly maxPoints: number }) => WaveformPeaks;
  'inspect.segment': (request: {
    readonly framesPerColumn: number;
    readonly firstColumn: number;
    readonly columns: number;
  }) => SpectrogramTile;
  /** Lets a model hear the open track, see `inspect.listening`. Null: the settings' model. */
  'inspect.listen': (request: { readonly model: string | null }) => null;
  /** What the model is given, in hundredths of its own units. */
  'inspect.modelInput': (request: {
    readonly framesPerColumn: number;
    readonly firstColumn: number;
    readonly columns: number;
  }) => SpectrogramTile;
  'inspect.saliency': (request: {
    readonly genre: number;
    readonly seconds: number;
    readonly method: 'gradient' | 'occlusion';
  }) => SaliencyMap;
  /** These ask where to save and answer with the file's name, or null. */
  'export.picture': (request: { readonly id: TrackId; readonly bytes: Uint8Array }) => string | null;
  'export.table': (request: { readonly id: TrackId; readonly text: string }) => string | null;
  'export.sound': (request: {
    readonly id: TrackId;
    readonly startSeconds: number;
    readonly endSeconds: number;
  }) => string | null;
  'labels.summary': (request: null) => LabelSummary;
  'labels.edit': (request: { readonly ids: Int32Array; readonly edit: LabelEdit }) => LabelSummary;
  /** Every track of a genre gets the other one; where that exists, both become one. */
  'labels.rename': (request: { readonly from: string; readonly to: string }) => LabelSummary;
  'labels.remove': (request: { readonly genre: string }) => LabelSummary;
  /** Takes the last step back. */
  'labels.undo': (request: null) => LabelSummary;
  /** Colour, parent and other names of a genre. */
  'labels.describe': (request: GenreChange) => LabelSummary;
  /** Labels that a model doubts, and that are right. */
  'labels.confirm': (request: { readonly ids: Int32Array }) => LabelSummary;
  /** The tracks of a genre in two parts that sound alike; none where too few were analysed. */
  'labels.clusters': (request: { readonly genre: string }) => readonly GenreCluster[];
  'labels.split': (request: {
    readonly genre: string;
    readonly parts: readonly { readonly name: string; readonly ids: Int32Array }[];
  }) => LabelSummary;
  /** What tags or folders say of tracks, and what it would mean; what was labelled by hand is left out. */
  'labels.propose': (request: { readonly selection: TrackSelection; readonly source: NamingSource }) => NamingProposal;
  /** Labels tracks as their tags or folders say, with names as they are meant; the answer counts the labelled ones. */
  'labels.takeNamed': (request: {
    readonly selection: TrackSelection;
    readonly source: NamingSource;
    readonly namings: readonly GenreNaming[];
  }) => number;
  /** Asks for a table of path,genre and takes its labels; null if the dialog was closed. */
  'labels.import': (request: null) => { readonly labelled: number; readonly leftOut: number } | null;
  /** Asks where to, and writes all labels as a table; the answer is the file's name, or null. */
  'labels.export': (request: null) => string | null;
  /** The tracks of the open folder whose labels would teach most. */
  'labels.next': (request: { readonly count: number }) => readonly NextLabel[];
  'retrain.state': (request: null) => RetrainState;
  'retrain.start': (request: RetrainChoice) => null;
  /** Goes on with a full training that was interrupted. */
  'retrain.resume': (request: null) => null;
  /** Forgets it, or a result; versions stay. */
  'retrain.discard': (request: null) => null;
  'retrain.cancel': (request: null) => null;
  /** Newest first. */
  'retrain.versions': (request: null) => readonly ModelVersion[];
  /** Makes a model the current one; the library is judged by it at once where its features are known. */
  /** From which confidence on the model in use is right 95% of the time, by all labels that it did not learn from. */
  'retrain.automatic': (request: null) => AutomaticTagging;
  'retrain.promote': (request: { readonly model: string }) => null;
  /** The model that was current before; the answer is its name, null if there is none. */
  'retrain.rollback': (request: null) => string | null;
  /** Asks for a folder and copies a model into it; the answer is the new folder's name, or null. */
  'models.export': (request: { readonly model: string }) => string | null;
  /** Asks for a model's folder, tries it, and adds it to the user's; the answer is its name, or null. */
  'models.import': (request: null) => string | null;
  'training.state': (request: null) => TrainingState;
  'training.architectures': (request: null) => readonly ArchitectureSummary[];
  /** Shows the folder dialog and counts the genres of what was chosen; null if it was closed. */
  'training.chooseFolder': (request: null) => LabelledFolder | null;
  /** Trains on the folder that was chosen last. */
  'training.start': (request: TrainingChoice) => null;
  'training.resume': (request: null) => null;
  'training.stop': (request: null) => null;
  'training.discard': (request: null) => null;
  'settings.change': (request: SettingsChange) => Settings;
  'doctor.run': (request: null) => readonly DoctorItem[];
  'notices.dismiss': (request: { readonly id: string }) => null;
}

/** Everything that the main process tells by itself. */
export interface Events {
  'scan.progress': ScanProgress;
  /** Rows changed; the view should be asked for again. Names the folder only when another one was opened. */
  'library.changed': { readonly folder: string | null };
  'provider.changed': ProviderReport;
  'tags.progress': TagProgress;
  'inspect.scan': SpectrumScanState;
  'inspect.predictions': ListeningState;
  'retrain.changed': RetrainState;
  /** Labels changed. */
  'labels.changed': LabelSummary;
  'training.changed': TrainingState;
  'settings.changed': Settings;
  'menu.command': MenuCommand;
  notice: Notice;
}

export type OperationName = keyof Operations;
export type EventName = keyof Events;
export type RequestOf<Name extends OperationName> = Parameters<Operations[Name]>[0];
export type ResponseOf<Name extends OperationName> = ReturnType<Operations[Name]>;

/** An answer as it crosses: Electron would keep only the message of a thrown error. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorData };

/** What the preload puts on `window.genrescope`. */
export interface GenrescopeBridge {
  invoke<Name extends OperationName>(name: Name, request: RequestOf<Name>): Promise<Result<ResponseOf<Name>>>;
  /** Returns the function that ends the subscription. */
  subscribe<Name extends EventName>(name: Name, listener: (payload: Events[Name]) => void): () => void;
  /** The paths of dropped files stay in the preload: they go straight to `library.openDropped`. */
  openDropped(files: readonly File[]): Promise<Result<string>>;
}

/** The names, for the preload: an unlisted channel cannot be reached. */
export const OPERATION_NAMES = [
  'app.state',
  'library.openFolder',
  'library.openDropped',
  'library.openRecent',
  'library.query',
  'library.rows',
  'library.related',
  'library.detail',
  'library.neighbours',
  'library.genreProfile',
  'library.reveal',
  'scan.start',
  'scan.cancel',
  'tags.plan',
  'tags.planRows',
  'tags.hardLinks',
  'tags.apply',
  'tags.cancel',
  'tags.batches',
  'tags.batchTracks',
  'tags.undo',
  'inspect.open',
  'inspect.close',
  'inspect.overview',
  'inspect.preview',
  'inspect.thumbnail',
  'inspect.peaks',
  'inspect.segment',
  'inspect.listen',
  'inspect.modelInput',
  'inspect.saliency',
  'export.picture',
  'export.table',
  'export.sound',
  'labels.summary',
  'labels.edit',
  'labels.rename',
  'labels.remove',
  'labels.undo',
  'labels.describe',
  'labels.confirm',
  'labels.clusters',
  'labels.split',
  'labels.propose',
  'labels.takeNamed',
  'labels.import',
  'labels.export',
  'labels.next',
  'retrain.state',
  'retrain.start',
  'retrain.resume',
  'retrain.discard',
  'retrain.cancel',
  'retrain.versions',
  'retrain.automatic',
  'retrain.promote',
  'retrain.rollback',
  'models.export',
  'models.import',
  'training.state',
  'training.architectures',
  'training.chooseFolder',
  'training.start',
  'training.resume',
  'training.stop',
  'training.discard',
  'settings.change',
  'doctor.run',
  'notices.dismiss',
] as const satisfies readonly OperationName[];

export const EVENT_NAMES = [
  'scan.progress',
  'library.changed',
  'provider.changed',
  'tags.progress',
  'inspect.scan',
  'inspect.predictions',
  'retrain.changed',
  'labels.changed',
  'training.changed',
  'settings.changed',
  'menu.command',
  'notice',
] as const satisfies readonly EventName[];

/** Compile-time proof that the lists above are complete. */
type Missing =
  Exclude<OperationName, (typeof OPERATION_NAMES)[number]> | Exclude<EventName, (typeof EVENT_NAMES)[number]>;
export const CONTRACT_IS_COMPLETE: [Missing] extends [never] ? true : Missing = true;
