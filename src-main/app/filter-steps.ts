import type { Settings, SettingsChange } from '../contract/settings.ts';
import type { MovedStep } from '../contract/steps.ts';
import type { FilterChange } from '../library/filter-change.ts';
import { changed, filterChange, filterChangeSchema, filterChangeText, reversed } from '../library/filter-change.ts';
import type { LibrarySteps } from '../library/library-steps.ts';
import type { SettingsController } from './settings-controller.ts';

/** Changes of smart filters, which lie in the settings, as steps. */
export class FilterSteps {
  readonly #settings: Pick<SettingsController, 'current' | 'change'>;
  readonly #steps: LibrarySteps;
  readonly #onSteps: () => void;

  /** @param onSteps told that undo or redo may do something else now */
  constructor(settings: Pick<SettingsController, 'current' | 'change'>, steps: LibrarySteps, onSteps: () => void) {
    this.#settings = settings;
    this.#steps = steps;
    this.#onSteps = onSteps;
  }

  /** Changes settings, and keeps what that changes of the smart filters. @throws AppError as {@link SettingsController.change} */
  change(change: SettingsChange): Promise<Settings> {
    const { smartFilters } = this.#settings.current;
    const made = filterChange(smartFilters, change.smartFilters ?? smartFilters);
    // It holds at once, even where it cannot be stored.
    const settings = this.#settings.change(change);
    if (made) {
      this.#steps.make('filters', filterChangeText(made), made);
      this.#onSteps();
    }
    return settings;
  }

  /** Takes a change back; null where the newest step is another one. @throws AppError as {@link SettingsController.change} */
  undo(): Promise<MovedStep | null> {
    return this.#move(this.#steps.undo('filters', (state) => reversed(filterChangeSchema.parse(state))));
  }

  /** Makes an undone change again; null where the next step is another one. @throws AppError as {@link FilterSteps.undo} */
  redo(): Promise<MovedStep | null> {
    return this.#move(this.#steps.redo('filters', (state) => filterChangeSchema.parse(state)));
  }

  async #move(moved: { readonly what: string; readonly result: FilterChange } | null): Promise<MovedStep | null> {
    if (!moved) return null;
    const { current } = this.#settings;
    const written = this.#settings.change({ smartFilters: changed(current.smartFilters, moved.result) });
    this.#onSteps();
    await written;
    return { what: moved.what, ids: new Int32Array() };
  }
}
