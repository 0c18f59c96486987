import type { AppCore } from '../app/app-core.ts';
import type { Handlers, OperationName } from '../contract/operations/index.ts';
import type { ModelVersion } from '../contract/retrain.ts';
import type { InstalledCard } from '../pipeline/model/model-folder.ts';
import { findModelFolder, listModels } from '../pipeline/model/model-folder.ts';
import type { Automatic } from './automatic.ts';

/** The operations of retraining from labels, and of choosing among versions. */
export function createRetrainHandlers(
  { controllers: { retrain }, model, settings }: AppCore,
  modelRoots: readonly string[],
  automatic: Automatic,
): Pick<Handlers, Extract<OperationName, `retrain.${string}`>> {
  return {
    'retrain.state': () => retrain.state,
    'retrain.start': async (choice) => {
      await retrain.start(choice);
      return null;
    },
    'retrain.resume': () => {
      retrain.resume();
      return null;
    },
    'retrain.discard': async () => {
      await retrain.discard();
      return null;
    },
    'retrain.cancel': () => {
      retrain.cancel();
      return null;
    },
    'retrain.versions': async () => versionsOf(await listModels(modelRoots), settings.current.model),
    'retrain.automatic': automatic,
    'retrain.promote': async (request) => {
      await findModelFolder(request.model, modelRoots);
      await model.promote(request.model);
      return null;
    },
    'retrain.rollback': () => model.rollback(),
  };
}

/** The models that were trained from the user's labels, the newest first. */
function versionsOf(cards: readonly InstalledCard[], current: string): ModelVersion[] {
  return cards
    .flatMap((card) => versionOf(card, current) ?? [])
    .sort((a, b) => b.name.localeCompare(a.name, 'en', { numeric: true }));
}

function versionOf(card: InstalledCard, current: string): ModelVersion | null {
  if (!('personal' in card) || !card.personal) return null;
  const tracks = Object.values(card.training.data[0]?.tracks ?? {});
  return {
    name: card.name,
    date: card.training.date,
    tracks: tracks.reduce((total, number) => total + number, 0),
    genres: card.genres.length,
    accuracy: card.evaluation[0]?.accuracy ?? 0,
    isCurrent: card.name === current,
  };
}
