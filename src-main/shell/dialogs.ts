import type { BrowserWindow, OpenDialogOptions, SaveDialogOptions } from 'electron';
import { dialog } from 'electron';

/** Asks for files and folders; a dialog belongs to the window while there is one. */
export class Dialogs {
  readonly #window: () => BrowserWindow | null;

  /** @param window the app's window; null where it is closed */
  constructor(window: () => BrowserWindow | null) {
    this.#window = window;
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
    return canceled || !filePath ? null : filePath;
  }

  async #open(options: OpenDialogOptions): Promise<string | null> {
    const parent = this.#window();
    const { filePaths } = parent ? await dialog.showOpenDialog(parent, options) : await dialog.showOpenDialog(options);
    return filePaths[0] ?? null;
  }
}
