import { texts } from '../../../src-main/texts/index.ts';
import { LIBRARY_VIEWS } from '../../state/library-views.svelte.ts';
import type { Stores } from '../../state/stores.svelte.ts';
import type { MenuEntry } from '../shared/menu-entries.ts';

/** What a narrow window has in a menu and a wide one in its toolbars: views and commands. */
export function appMenu({ app, dialogs, navigation, views }: Stores): readonly MenuEntry[] {
  const words = texts.library;
  return [
    ...LIBRARY_VIEWS.map((view): MenuEntry => ({
      kind: 'choice',
      label: texts.views.names[view],
      isOn: view === views.shown,
      closes: true,
      toggle: () => views.show(view),
    })),
    'separator',
    { kind: 'action', label: words.openFolder, isDisabled: app.isOpening, act: () => void app.openFolder() },
    { kind: 'action', label: words.history, act: () => navigation.showHistory() },
    'separator',
    { kind: 'action', label: words.settings, act: () => dialogs.show('settings') },
    { kind: 'action', label: words.systemCheck, act: () => dialogs.show('doctor') },
    { kind: 'action', label: words.shortcuts, act: () => dialogs.show('shortcuts') },
  ];
}
