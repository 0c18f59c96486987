import type { ModelInUse } from '../use-cases/library/model-in-use.ts';
import { promoted, rolledBack } from '../use-cases/library/model-in-use.ts';
import type { OpenFolder } from './open-folder.ts';
import type { RetrainController } from './retrain-controller.ts';
import type { ScanController } from './scan-controller.ts';
import type { SettingsController } from './settings-controller.ts';

/** What changing the model works with. */
export interface ModelSwitchDependencies {
  readonly settings: SettingsController;
  readonly folder: OpenFolder;
  readonly scan: Pick<ScanController, 'cancelAndWait' | 'start'>;
  readonly retrain: Pick<RetrainController, 'repredict'>;
}

/** Changes the model in use. A running scan starts again, and tracks without features for it are analysed again. */
export class ModelSwitch {
  readonly #dependencies: ModelSwitchDependencies;

  constructor(dependencies: ModelSwitchDependencies) {
    this.#dependencies = dependencies;
  }

  /** Makes a model the one in use. @throws AppError busy */
  async promote(model: string): Promise<void> {
    const { current } = this.#dependencies.settings;
    if (model !== current.model) await this.#use(promoted(current, model));
  }

  /** Goes back to the model before. @returns its name; null where there was no other @throws AppError busy */
  async rollback(): Promise<string | null> {
    const before = rolledBack(this.#dependencies.settings.current);
    if (before) await this.#use(before);
    return before && before.model;
  }

  async #use(choice: ModelInUse): Promise<void> {
    const { settings, folder, scan, retrain } = this.#dependencies;
    // What is analysed meanwhile would be the old model's prediction.
    await scan.cancelAndWait();
    await retrain.repredict(choice.model);
    await settings.change(choice);
    if (folder.path !== null) scan.start(folder.path);
  }
}
