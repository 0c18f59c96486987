import type { Settings } from '../contract/settings.ts';
import { writeSettings } from '../library/settings-store.ts';
import type { Emit } from './event-bus.ts';

/** The settings that count now: every change is written, and told to the window. */
export class SettingsController {
  readonly #path: string;
  readonly #emit: Emit;
  #current: Settings;

  /** @param path of settings.json @param current what it says */
  constructor(path: string, current: Settings, emit: Emit) {
    this.#path = path;
    this.#current = current;
    this.#emit = emit;
  }

  /** A new object after every change. */
  get current(): Settings {
    return this.#current;
  }

  /**
   * Changes some settings. If they cannot be stored, the change still holds until the app is closed.
   * @throws AppError as {@link writeSettings}
   */
  async change(change: Partial<Settings>): Promise<Settings> {
    const settings = { ...this.#current, ...change };
    this.#current = settings;
    await writeSettings(this.#path, settings);
    this.#emit('settings.changed', settings);
    return this.#current;
  }
}
