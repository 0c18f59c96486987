import { texts } from '../../../src-main/texts/index.ts';
import { RELATED_BY } from '../../../src-main/contract/values.ts';
import { KEYED_GENRES } from '../../state/palette.ts';
import type { Stores } from '../../state/stores.svelte.ts';
import { playFocused } from '../../state/table-walk.ts';
import type { MenuEntry } from '../shared/menu-entries.ts';

/** The menu of the selected tracks, which was opened on the focused one. @param copy copies the selected rows */
export function rowMenu(stores: Stores, copy: () => void): readonly MenuEntry[] {
  const { app, genreEdit, library, navigation, playback } = stores;
  const words = texts.library.rowMenu;
  const isAnalysed = [...library.selection.ids].some((id) => library.rows.get(id)?.status === 'done');
  const isPlaying = playback.plays(library.focusedId ?? undefined);
  return [
    { kind: 'action', label: isPlaying ? words.pause : words.play, keys: 'Space', act: () => playFocused(stores) },
    { kind: 'action', label: words.inspect, keys: 'Enter', act: () => navigation.inspectFocused() },
    'separator',
    { kind: 'action', label: words.editGenre, keys: 'F2', act: () => genreEdit.start() },
    { kind: 'branch', label: words.labelAs, entries: labelEntries(stores) },
    { kind: 'action', label: words.removeLabel, act: () => void stores.labelling.takeAway() },
    'separator',
    ...RELATED_BY.map((by): MenuEntry => ({
      kind: 'action',
      label: words.selectSame[by],
      act: () => void library.selectRelated(by),
    })),
    'separator',
    {
      kind: 'action',
      label: words.analyseAgain,
      keys: 'Mod+Shift+A',
      isDisabled: app.isScanning,
      act: () => void stores.analyseAgain(),
    },
    { kind: 'action', label: words.showInFolder, act: () => reveal(stores) },
    { kind: 'action', label: words.copy, keys: 'Mod+C', act: copy },
    {
      kind: 'action',
      label: words.review,
      keys: 'Mod+Enter',
      isDisabled: !isAnalysed,
      act: () => stores.startReview('selected'),
    },
  ];
}

function labelEntries({ labelling, labels }: Stores): readonly MenuEntry[] {
  return labels.keyed
    .slice(0, KEYED_GENRES)
    .map((genre): MenuEntry => ({ kind: 'action', label: genre, act: () => void labelling.give(genre, false) }));
}

function reveal({ api, library, messages }: Stores): void {
  if (library.focusedId !== null) void messages.attempt(api.call('library.reveal', { id: library.focusedId }));
}
