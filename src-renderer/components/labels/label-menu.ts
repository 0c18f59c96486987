import { RELATED_BY } from '../../../src-main/contract/values.ts';
import { texts } from '../../../src-main/texts/index.ts';
import type { Stores } from '../../state/stores.svelte.ts';
import type { MenuEntry } from '../shared/menu-entries.ts';
import { genreKeys } from './genre-keys.ts';

/** What the label bar of a narrow window has no room for. @param shown genres with keys that the bar shows, from the first on */
export function labelMenu(stores: Stores, shown: number): readonly MenuEntry[] {
  const { dialogs, labelling, labels, library, retrainActions } = stores;
  const words = texts.labels;
  const genres = genreKeys(labels.keyed).slice(shown);
  return [
    {
      kind: 'branch',
      label: words.selectMore,
      isDisabled: library.focusedId === null,
      entries: relatedEntries(stores),
    },
    ...(genres.length > 0
      ? [
          {
            kind: 'branch',
            label: words.moreGenres,
            isDisabled: library.selection.ids.size === 0,
            entries: genres.map(({ genre, keys }) => ({
              kind: 'action',
              label: genre,
              keys,
              act: () => void labelling.give(genre, false),
            })),
          } satisfies MenuEntry,
        ]
      : []),
    'separator',
    { kind: 'action', label: words.manageGenres, act: () => dialogs.show('genres') },
    { kind: 'action', label: words.suggest, isDisabled: labels.isAsking, act: () => void labelling.next() },
    {
      kind: 'action',
      label: words.fromNames,
      isDisabled: library.view.ids.length === 0,
      act: () => void labelling.fromNames(),
    },
    { kind: 'action', label: words.retrain, act: () => void retrainActions.show() },
  ];
}

function relatedEntries({ library }: Stores): readonly MenuEntry[] {
  return RELATED_BY.map((by) => ({
    kind: 'action',
    label: texts.labels.related[by],
    act: () => void library.selectRelated(by),
  }));
}
