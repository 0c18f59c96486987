import type { AppCore } from '../app/app-core.ts';
import type { DoctorItem, InstalledModel } from '../contract/app-state.ts';
import type { DataFolder } from '../files/data-folder.ts';
import type { AppPaths } from '../library/app-paths.ts';
import { examineSystem } from '../pipeline/doctor.ts';
import type { InstalledCard } from '../pipeline/model/model-folder.ts';
import { findModelFolder, listModels, shippedNames } from '../pipeline/model/model-folder.ts';
import { createAutomatic } from './automatic.ts';
import type { Handlers } from '../contract/operations/index.ts';
import { createDecoderHandlers } from './decoder-handlers.ts';
import type { Dialogs } from './dialogs.ts';
import type { DroppedPath } from './dropped-path.ts';
import { createExportHandlers } from './export-handlers.ts';
import type { Gestures } from './gestures.ts';
import { createInspectionHandlers } from './inspection-handlers.ts';
import { createLabelHandlers } from './label-handlers.ts';
import { createLabelTableHandlers } from './label-table-handlers.ts';
import { createLibraryHandlers } from './library-handlers.ts';
import type { MediaSources } from './media-protocol.ts';
import { createModelHandlers } from './model-handlers.ts';
import { createNetworkHandlers } from './network-handlers.ts';
import { createRetrainHandlers } from './retrain-handlers.ts';
import { createStepHandlers } from './step-handlers.ts';
import { createTagHandlers } from './tag-handlers.ts';
import { createTrackListHandlers } from './track-list-handlers.ts';
import { createTrainingHandlers } from './training-handlers.ts';
import { createUpdateHandlers } from './update-handlers.ts';
import { createViewHandlers } from './view-handlers.ts';

/** What the handlers work with. */
export interface HandlerContext {
  readonly core: AppCore;
  readonly paths: AppPaths;
  readonly dataFolder: DataFolder;
  readonly modelRoots: readonly string[];
  readonly dialogs: Dialogs;
  readonly media: MediaSources;
  readonly gestures: Gestures;
  readonly dropped: DroppedPath;
}

/** Every operation of the contract. */
export function createHandlers(context: HandlerContext): Handlers {
  const { core, paths, modelRoots, dialogs, media, gestures, dropped } = context;
  const { inspection, networks, retrain, training } = core.controllers;
  const automatic = createAutomatic(core, modelRoots);
  return {
    'app.state': async () => core.state(await installedModels(context)),
    'settings.change': async (change) => {
      if (change.model !== undefined) await findModelFolder(change.model, modelRoots);
      return core.controllers.filters.change(change);
    },
    ...createDecoderHandlers(core.settings, dialogs),
    'doctor.run': () => examineAll(context),
    'notices.dismiss': ({ id }) => {
      core.notices.dismiss(id);
      return null;
    },
    'notices.accept': async ({ id }) => {
      await core.notices.accept(id);
      return null;
    },
    ...createLibraryHandlers(core, dialogs, dropped, gestures),
    ...createStepHandlers(core.controllers.steps),
    ...createTagHandlers(core, automatic, gestures),
    ...createLabelHandlers(core.controllers),
    ...createLabelTableHandlers(core, dialogs),
    ...createTrackListHandlers(core, dialogs),
    ...createRetrainHandlers(core, modelRoots, automatic),
    ...createModelHandlers({ modelRoots, models: paths.models, retrain, dialogs, settings: core.settings }),
    ...createNetworkHandlers(networks, dialogs),
    ...createInspectionHandlers(inspection),
    ...createExportHandlers(media, dialogs),
    ...createTrainingHandlers(training, dialogs),
    ...createViewHandlers(core.reader, core.controllers.map),
    ...createUpdateHandlers(core.controllers.updates),
  };
}

async function examineAll({ core, paths, dataFolder, modelRoots }: HandlerContext): Promise<DoctorItem[]> {
  const { scan, library } = core.controllers;
  const provider = scan.provider.active ? scan.provider : null;
  const { ffmpegPath } = core.settings.current;
  const system = await examineSystem({ dataFolder, crashes: paths.crashes, modelRoots, ffmpegPath, provider });
  return [...system, ...(await library.examine())];
}

async function installedModels({ paths, modelRoots }: HandlerContext): Promise<InstalledModel[]> {
  const shipped = await shippedNames(modelRoots, paths.models);
  const cards = await listModels(modelRoots);
  return cards.map((card) => ({
    name: card.name,
    title: card.title,
    genres: card.genres,
    styles: styleNamesOf(card, cards),
    isShipped: shipped.includes(card.name),
  }));
}

/** Names of the styles that a model scores, or the members of an ensemble. */
function styleNamesOf(card: InstalledCard, cards: readonly InstalledCard[]): string[] {
  const members = 'members' in card ? cards.filter(({ name }) => card.members.includes(name)) : [card];
  return members
    .flatMap((member) => ('styles' in member ? (member.styles ?? []) : []))
    .filter(({ kind }) => kind === 'style')
    .map(({ name }) => name);
}
