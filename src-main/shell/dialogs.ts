import type { BrowserWindow, OpenDialogOptions, SaveDialogOptions } from 'electron';
import { dialog } from 'electron';
import { texts } from '../texts/index.ts';

/** A question with one action, which can be left alone. */
export interface Question {
  readonly message: string;
  readonly detail: string;
  /** The button that does it. */
  readonly action: string;
}

/** Asks for files, folders and consent; a dialog belongs to the window while there is one. */
export class Dialogs {
  readonly #window: () => BrowserWindow | null;
  readonly #onChosen: () => void;

  /** @param window the app's window; null where it is closed @param onChosen told whenever a dialog was not closed */
  constructor(window: () => BrowserWindow | null, onChosen: () => void) {
    this.#window = window;
    this.#onChosen = onChosen;
  }

  /** The app's window; null where it is closed. */
  get window(): BrowserWindow | null {
    return this.#window();
  }

  /** @returns a folder's path; null where none was chosen */
  chooseFolder(title: string): Promise<string | null> {
    return this.#open({ title, properties: ['openDirectory'] });
  }

  /** @returns the path of a file that is there; null where none was chosen */
  chooseFile(options: Pick<OpenDialogOptions, 'title' | 'filters'>): Promise<string | null> {
    return this.#open({ ...options, properties: ['openFile'] });
  }

  /** @returns where to write a file; null where no place was chosen */
  async chooseOutput(options: Pick<SaveDialogOptions, 'title' | 'filters' | 'defaultPath'>): Promise<string | null> {
    const parent = this.#window();
    const { canceled, filePath } = parent
      ? await dialog.showSaveDialog(parent, options)
      : await dialog.showSaveDialog(options);
    if (canceled || !filePath) return null;
    this.#onChosen();
    return filePath;
  }

  /** Whether the user lets it be done. */
  async confirm({ message, detail, action }: Question): Promise<boolean> {
    const parent = this.#window();
    const buttons = [texts.dialogs.cancel, action];
    const options = { type: 'question' as const, message, detail, buttons, defaultId: 0, cancelId: 0, noLink: true };
    const { response } = parent ? await dialog.showMessageBox(parent, options) : await dialog.showMessageBox(options);
    if (response !== 1) return false;
    this.#onChosen();
    return true;
  }

  async #open(options: OpenDialogOptions): Promise<string | null> {
    const parent = this.#window();
    const { filePaths } = parent ? await dialog.showOpenDialog(parent, options) : await dialog.showOpenDialog(options);
    const [chosen] = filePaths;
    if (chosen === undefined) return null;
    this.#onChosen();
    return chosen;
  }
}
