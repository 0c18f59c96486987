import { AppError } from '../contract/app-error.ts';
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
  readonly retrain: Pick<RetrainController, 'repredict' | 'stopPredicting'>;
}

/** Changes the model in use. A running scan starts again, and tracks without features for it are analysed again. */
export class ModelSwitch {
  readonly #dependencies: ModelSwitchDependencies;
  /** The switch that counts; one before it that is still under way comes to nothing. */
  #newest = 0;
  #underWay = 0;

  constructor(dependencies: ModelSwitchDependencies) {
    this.#dependencies = dependencies;
  }

  /** Makes a model the one in use. @throws AppError as the processes; cancelled where another switch took its place */
  async promote(model: string): Promise<void> {
    const { current } = this.#dependencies.settings;
    if (model !== current.model) await this.#use(promoted(current, model));
  }

  /** Goes back to the model before. @returns its name; null where there was no other @throws AppError as `promote` */
  async rollback(): Promise<string | null> {
    const before = rolledBack(this.#dependencies.settings.current);
    if (before) await this.#use(before);
    return before && before.model;
  }

  async #use(choice: ModelInUse): Promise<void> {
    const { settings, folder, scan, retrain } = this.#dependencies;
    const turn = ++this.#newest;
    // It may be predicting with a model that computes without end.
    if (this.#underWay > 0) retrain.stopPredicting();
    this.#underWay += 1;
    try {
      // What is analysed meanwhile would be the old model's prediction.
      await scan.cancelAndWait();
      this.#requireNewest(turn);
      await retrain.repredict(choice.model);
      this.#requireNewest(turn);
      await settings.change(choice);
    } finally {
      this.#underWay -= 1;
    }
    if (folder.path !== null) scan.start(folder.path);
  }

  /** @throws AppError cancelled */
  #requireNewest(turn: number): void {
    if (turn !== this.#newest) throw new AppError('cancelled');
  }
}
