import type { AppCore } from '../app/app-core.ts';
import type { AutomaticTagging, HeldOutFacts } from '../contract/automatic.ts';
import { retrainFactsOf } from '../pipeline/model/model-folder.ts';

/** Finds the confidence from which the model in use is correct in at least 95% of cases. */
export type Automatic = () => Promise<AutomaticTagging>;

/** Keeps the card of the model in use: a version's never changes, and can be large. */
export function createAutomatic({ settings, controllers }: AppCore, modelRoots: readonly string[]): Automatic {
  let kept: { readonly model: string; readonly heldOut: HeldOutFacts } | null = null;
  return async () => {
    const { model } = settings.current;
    if (kept?.model !== model) {
      const heldOut = await retrainFactsOf(model, modelRoots);
      kept = heldOut && { model, heldOut };
    }
    return controllers.labels.automatic(model, kept?.heldOut ?? null);
  };
}
