import type { CataloguedModel } from '../../src-main/contract/retrain.ts';
import { findModelFolder, listModels } from '../../src-main/pipeline/model/model-folder.ts';
import { loadMembers, readSpecHash } from '../../src-main/pipeline/model/recogniser.ts';
import { linearModelOf } from './linear-model.ts';

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
