import type { Settings } from '../../contract/settings.ts';
import { MODEL_HISTORY } from '../../contract/settings.ts';

/** The model in use, and those that were before it. */
export type ModelInUse = Pick<Settings, 'model' | 'modelHistory'>;

/** Another model comes into use, and the one before is remembered. The model in use already changes nothing. */
export function promoted({ model: before, modelHistory }: ModelInUse, model: string): ModelInUse {
  if (model === before) return { model, modelHistory };
  return { model, modelHistory: [...modelHistory, before].slice(-MODEL_HISTORY) };
}

/** The model before comes into use again; null where there was no other. */
export function rolledBack({ modelHistory }: Pick<ModelInUse, 'modelHistory'>): ModelInUse | null {
  const before = modelHistory.at(-1);
  return before === undefined ? null : { model: before, modelHistory: modelHistory.slice(0, -1) };
}

/** The models that were in use before, after one was renamed or deleted. @param to null where it is gone */
export function historyWithout(
  { modelHistory }: Pick<ModelInUse, 'modelHistory'>,
  from: string,
  to: string | null,
): string[] {
  return modelHistory.flatMap((name) => (name === from ? (to ?? []) : name));
}
