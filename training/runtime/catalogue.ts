import type { CataloguedModel } from '../../src-main/contract/retrain.ts';
import { findModelFolder, listModels } from '../../src-main/pipeline/model/model-folder.ts';
import { loadMembers, readSpecHash } from '../../src-main/pipeline/model/recogniser.ts';
import { canBeBase } from './bases.ts';
import { featuresModelOf } from './features-model.ts';

/** Every installed model that predicts from kept features. @throws AppError */
export async function catalogueModels(modelRoots: readonly string[]): Promise<CataloguedModel[]> {
  const models: CataloguedModel[] = [];
  for (const card of await listModels(modelRoots)) {
    const { name } = card;
    const members = await loadMembers(await findModelFolder(name, modelRoots), modelRoots).catch(() => []);
    const model = members.length > 0 ? featuresModelOf(members) : null;
    const facts = 'personal' in card ? card.personal : undefined;
    if (model)
      models.push({
        name,
        specHash: await readSpecHash(name, modelRoots),
        featuresKey: model.featuresKey,
        isRetrained: facts !== undefined,
        isBase: canBeBase(members),
        learnedAt: facts?.learnedAt ?? null,
      });
  }
  return models;
}
