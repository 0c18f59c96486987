import type { BrowserWindow } from 'electron';
import { app, dialog, shell } from 'electron';
import { texts } from '../texts/index.ts';
import type { AppCore } from '../app/app-core.ts';
import { AppError } from '../contract/app-error.ts';
import type { AutomaticTagging, HeldOutFacts } from '../contract/automatic.ts';
import type { DoctorItem, InstalledModel } from '../contract/app-state.ts';
import type { AppPaths } from '../library/app-paths.ts';
import { examineSystem } from '../pipeline/doctor.ts';
import { listModels, retrainFactsOf, shippedNames } from '../pipeline/model/model-folder.ts';
import { createExportHandlers } from './export-handlers.ts';
import { createInspectionHandlers } from './inspection-handlers.ts';
import type { Handlers } from '../contract/channels.ts';
import { createLabelHandlers } from './label-handlers.ts';
import type { MediaSources } from './media-protocol.ts';
import { createLabelTableHandlers } from './label-table-handlers.ts';
import { createModelHandlers } from './model-handlers.ts';
import { createTagHandlers } from './tag-handlers.ts';
import { createTrainingHandlers } from './training-handlers.ts';

/** What the handlers work with. */
export interface HandlerContext {
  readonly core: AppCore;
  readonly paths: AppPaths;
  readonly modelRoots: readonly string[];
  readonly window: () => BrowserWindow | null;
  readonly media: MediaSources;
}

/** Every operation of the contract. */
export function createHandlers(context: HandlerContext): Handlers {
  const { core, paths, modelRoots } = context;
  const automatic = automaticOf(context);
  return {
    'app.state': async () => core.state(app.getVersion(), await installedModels(context)),
    'library.openFolder': () => chooseFolder(context),
    'library.openDropped': ({ paths: [first] }) => core.openFolder(first ?? ''),
    'library.openRecent': ({ index }) => {
      const folder = core.settings.recentFolders[index];
      if (folder === undefined) throw new AppError('request-invalid', 'There is no such recent folder.');
      return core.openFolder(folder);
    },
    'library.query': (query) => core.query(query),
    'library.rows': ({ ids }) => core.tracks.rows([...ids]),
    'library.related': ({ id, by }) => core.relations(id, by),
    'library.detail': ({ id }) => {
      // Who looks at a track may look into it next.
      core.inspection.warmUp();
      return core.tracks.detail(id);
    },
    'library.neighbours': ({ id, count }) => core.similarity.neighbours(core.folder ?? '', id, count),
    'library.genreProfile': ({ genre }) => core.similarity.genreProfile(core.folder ?? '', genre),
    'library.reveal': ({ id }) => {
      shell.showItemInFolder(core.tracks.pathOf(id));
      return null;
    },
    'scan.start': ({ again }) => {
      core.rescan(again);
      return null;
    },
    'scan.cancel': () => {
      core.scan.cancel();
      return null;
    },
    ...createTagHandlers(core, automatic),
    ...createLabelHandlers(core, modelRoots, automatic),
    ...createLabelTableHandlers(core, context.window),
    ...createModelHandlers({
      modelRoots,
      models: paths.models,
      retrain: core.retrain,
      askForFolder: (title) => askForFolder(context, title),
    }),
    ...createInspectionHandlers(core.inspection),
    ...createExportHandlers(context.media, context.window),
    ...createTrainingHandlers(core.training, (title) => askForFolder(context, title)),
    'settings.change': (change) => core.changeSettings(change),
    'doctor.run': () => examineAll(context),
    'notices.dismiss': ({ id }) => {
      core.dismissNotice(id);
      return null;
    },
  };
}

async function examineAll({ core, paths, modelRoots }: HandlerContext): Promise<DoctorItem[]> {
  const provider = core.scan.provider.active ? core.scan.provider : null;
  const system = await examineSystem({ home: paths.home, modelRoots, ffmpegPath: core.settings.ffmpegPath, provider });
  return [...system, ...(await core.library.examine())];
}

/** What is known of the model in use; the card of a version never changes, and can be large. */
function automaticOf({ core, modelRoots }: HandlerContext): () => Promise<AutomaticTagging> {
  let kept: { readonly model: string; readonly learned: HeldOutFacts } | null = null;
  return async () => {
    const { model } = core.settings;
    if (kept?.model !== model) {
      const learned = await retrainFactsOf(model, modelRoots);
      kept = learned && { model, learned };
    }
    return core.labels.automatic(model, kept?.learned ?? null);
  };
}

async function installedModels({ paths, modelRoots }: HandlerContext): Promise<InstalledModel[]> {
  const shipped = await shippedNames(modelRoots, paths.models);
  return (await listModels(modelRoots)).map((card) => {
    const { name, title, genres } = card;
    return { name, title, genres, isShipped: shipped.includes(name) };
  });
}

/** Shows the folder dialog and opens what was chosen. */
export async function chooseFolder(context: Pick<HandlerContext, 'core' | 'window'>): Promise<string | null> {
  const folder = await askForFolder(context, texts.dialogs.openFolder);
  return folder === null ? null : context.core.openFolder(folder);
}

async function askForFolder({ window }: Pick<HandlerContext, 'window'>, title: string): Promise<string | null> {
  const options = { title, properties: ['openDirectory' as const] };
  const parent = window();
  const { filePaths } = parent ? await dialog.showOpenDialog(parent, options) : await dialog.showOpenDialog(options);
  return filePaths[0] ?? null;
}
