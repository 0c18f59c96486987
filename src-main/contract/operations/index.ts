import type { MenuCommand, Notice } from '../app-state.ts';
import type { ErrorData } from '../app-error.ts';
import type { ListeningState, SpectrumScanState } from '../inspection.ts';
import type { LabelSummary } from '../labels.ts';
import type { AddNetworkState } from '../networks.ts';
import type { RequestTo, ResponseFrom } from '../operation.ts';
import { APP_OPERATIONS } from './app.ts';
import { INSPECTION_OPERATIONS } from './inspection.ts';
import { LABELS_OPERATIONS } from './labels.ts';
import { LIBRARY_OPERATIONS } from './library.ts';
import { LISTS_OPERATIONS } from './lists.ts';
import { MODELS_OPERATIONS } from './models.ts';
import { STEPS_OPERATIONS } from './steps.ts';
import { TAGS_OPERATIONS } from './tags.ts';
import { UPDATES_OPERATIONS } from './updates.ts';
import { VIEWS_OPERATIONS } from './views.ts';
import type { RetrainState } from '../retrain.ts';
import type { ProviderReport, ScanProgress } from '../scan.ts';
import type { Settings } from '../settings.ts';
import type { MapProgress } from '../sound-map.ts';
import type { TagProgress } from '../tags.ts';
import type { TrainingState } from '../training.ts';
import type { UpdateState } from '../updates.ts';

/** Every question that the page may ask. One payload each; the channel is the name. */
export const OPERATIONS = {
  ...APP_OPERATIONS,
  ...LIBRARY_OPERATIONS,
  ...TAGS_OPERATIONS,
  ...UPDATES_OPERATIONS,
  ...INSPECTION_OPERATIONS,
  ...LABELS_OPERATIONS,
  ...LISTS_OPERATIONS,
  ...MODELS_OPERATIONS,
  ...STEPS_OPERATIONS,
  ...VIEWS_OPERATIONS,
};

/** An event that carries a payload of this type. */
interface Event<Payload> {
  /** Never set: it carries the type. */
  readonly payload?: Payload;
}

const event = <Payload>(): Event<Payload> => ({});

/** Everything that the main process tells by itself. */
export const EVENTS = {
  'scan.progress': event<ScanProgress>(),
  /** Rows changed; the view should be asked for again. Names the folder only when another one was opened. */
  'library.changed': event<{ readonly folder: string | null }>(),
  /** The folders of the open library, its root first. */
  'folders.changed': event<readonly string[]>(),
  /** Tracks were named to the app from outside; the page takes them. */
  'library.named': event<{ readonly tracks: number }>(),
  'provider.changed': event<ProviderReport>(),
  'tags.progress': event<TagProgress>(),
  'inspect.scan': event<SpectrumScanState>(),
  'inspect.predictions': event<ListeningState>(),
  'retrain.changed': event<RetrainState>(),
  'labels.changed': event<LabelSummary>(),
  'training.changed': event<TrainingState>(),
  'network.changed': event<AddNetworkState>(),
  'updates.changed': event<UpdateState>(),
  'settings.changed': event<Settings>(),
  'map.progress': event<MapProgress>(),
  'menu.command': event<MenuCommand>(),
  notice: event<Notice>(),
  /** A notice is not true any more. */
  'notice.over': event<Pick<Notice, 'id'>>(),
};

export type OperationName = keyof typeof OPERATIONS;
export type EventName = keyof typeof EVENTS;
export type RequestOf<Name extends OperationName> = RequestTo<(typeof OPERATIONS)[Name]>;
export type ResponseOf<Name extends OperationName> = ResponseFrom<(typeof OPERATIONS)[Name]>;
/** The payload of each event. */
export type Events = { readonly [Name in EventName]: NonNullable<(typeof EVENTS)[Name]['payload']> };

/** One function an operation; a missing one does not compile. */
export type Handlers = {
  readonly [Name in OperationName]: (request: RequestOf<Name>) => ResponseOf<Name> | Promise<ResponseOf<Name>>;
};

/** A response as it crosses: Electron would keep only the message of a thrown error. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorData };

/** What the preload puts on `window.genrescope`. */
export interface GenrescopeBridge {
  invoke<Name extends OperationName>(name: Name, request: RequestOf<Name>): Promise<Result<ResponseOf<Name>>>;
  /** Returns the function that ends the subscription. */
  subscribe<Name extends EventName>(name: Name, listener: (payload: Events[Name]) => void): () => void;
}
