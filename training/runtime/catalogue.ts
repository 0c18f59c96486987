import { findModelFolder, listModels } from '../../src-main/pipeline/model/model-folder.ts';
import { loadMembers, readSpecHash } from '../../src-main/pipeline/model/recogniser.ts';
import { linearModelOf } from './linear-model.ts';

/** An installed model that can judge tracks by features which an analysis has kept. */
export interface CataloguedModel {
  readonly name: string;
  /** Of analyses by it. */
  readonly specHash: string;
  /** Equal where the features are. */
  readonly featuresKey: string;
  readonly isRetrained: boolean;
  /** Labels of the user's that are younger it does not know; null for a model that knows none. */
  readonly learnedAt: string | null;
}

/** Every installed model that is a network of ours. @throws AppError */
export async function catalogueModels(modelRoots: readonly string[]): Promise<CataloguedModel[]> {
  const models: CataloguedModel[] = [];
  for (const card of await listModels(modelRoots)) {
    const { name } = card;
    const linear = await loadMembers(await findModelFolder(name, modelRoots), modelRoots).then(
      linearModelOf,
      () => null,
    );
    const facts = 'personal' in card ? card.personal : undefined;
    if (linear)
      models.push({
        name,
        specHash: await readSpecHash(name, modelRoots),
        featuresKey: linear.featuresKey,
        isRetrained: facts !== undefined,
        learnedAt: facts?.learnedAt ?? null,
      });
  }
  return models;
}
