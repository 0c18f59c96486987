import type { RetrainResult, RetrainState } from '../../src-main/contract/retrain.ts';
import { texts } from '../../src-main/texts/index.ts';
import { BridgeError } from '../api/bridge.ts';
import { genreName } from './format.ts';
import type { Stores } from './stores.svelte.ts';

type Parts = Pick<
  Stores,
  'api' | 'app' | 'dialogs' | 'history' | 'inspector' | 'labels' | 'library' | 'messages' | 'retrain'
>;

/** Retrains models on the user's labels, and changes which one is in use. */
export class RetrainActions {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  show(): void {
    this.#parts.dialogs.show('retrain');
    void this.#parts.retrain.open();
    void this.#parts.history.open();
  }

  /** Shows the held-out tracks behind a cell of the confusion matrix, in the table. */
  async showHeldOut({ heldOut, genres }: RetrainResult, label: number, predicted: number): Promise<void> {
    const { dialogs, labels, library } = this.#parts;
    dialogs.close();
    labels.isOpen.current = true;
    const genre = genreName(genres[predicted] ?? '');
    const why = label === predicted ? '' : texts.labels.why.predicted({ genre });
    await library.showOnly(
      heldOut
        .filter((answer) => answer.label === label && answer.predicted === predicted)
        .map(({ id }) => ({ id, why })),
    );
  }

  /** Reports the end of a retraining, unless its dialog is open and shows it. */
  ended({ result, error }: RetrainState): void {
    const { dialogs, messages } = this.#parts;
    if (dialogs.open === 'retrain') return;
    if (error) messages.fail(new BridgeError(error));
    else if (result)
      messages.tell(texts.retrain.messages.trained({ model: result.name }), texts.retrain.messages.trainedHint);
  }

  /** Puts a version into use. */
  async promote(model: string): Promise<void> {
    const { app, messages, retrain } = this.#parts;
    const isUsed = await retrain.promote(model);
    await app.refreshModels();
    if (isUsed) messages.tell(texts.retrain.messages.used({ model }), texts.retrain.messages.usedHint);
  }

  async rollback(): Promise<void> {
    const before = await this.#parts.retrain.rollback();
    if (before !== null) this.#parts.messages.tell(texts.retrain.messages.usedAgain({ model: before }));
  }

  async exportModel(model: string): Promise<void> {
    const { api, messages } = this.#parts;
    const folder = await messages.attempt(api.call('models.export', { model }));
    if (folder) messages.tell(texts.retrain.messages.exported({ folder }));
  }

  /** @returns whether the model has its new name now */
  async renameModel(model: string, to: string): Promise<boolean> {
    const { api, messages } = this.#parts;
    const answer = await messages.attempt(api.call('models.rename', { model, to }));
    if (answer === undefined) return false;
    messages.tell(texts.models.renamed({ from: model, to }));
    await this.#follow(model, to);
    return true;
  }

  /** Asks before a model of the user's is deleted. */
  deleteModel(model: string): void {
    const { api, dialogs, messages } = this.#parts;
    const { title, detail, action } = texts.models.confirmDelete;
    const remove = async (): Promise<void> => {
      if ((await messages.attempt(api.call('models.delete', { model }))) === undefined) return;
      messages.tell(texts.models.deleted({ model }));
      await this.#follow(model, null);
    };
    dialogs.confirm({ title: title({ model }), detail, action, confirmed: () => void remove() });
  }

  /** Every list of models is read again, and the inspector takes the model in use where its own is gone. */
  async #follow(model: string, to: string | null): Promise<void> {
    const { app, inspector, retrain } = this.#parts;
    if (inspector.listening.model === model) inspector.listening.model = to;
    await Promise.all([app.refreshModels(), retrain.open()]);
  }

  /** Adds a model's folder to the user's models. */
  async importModel(): Promise<void> {
    const { api, app, messages } = this.#parts;
    const name = await messages.attempt(api.call('models.import', null));
    await app.refreshModels();
    if (name) messages.tell(texts.retrain.messages.imported({ model: name }), texts.retrain.messages.importedHint);
  }
}
