import type { PlanTrack } from '../../../src-main/contract/plan-view.ts';
import { isWriting } from '../../../src-main/contract/tags.ts';
import { texts } from '../../../src-main/texts/index.ts';
import { KEYED_GENRES } from '../../state/palette.ts';
import type { Stores } from '../../state/stores.svelte.ts';
import type { MenuEntry } from '../shared/menu-entries.ts';

/** What can be done with a row of the review. */
export interface ChangeActions {
  readonly play: (line: PlanTrack) => void;
  readonly inspect: (line: PlanTrack) => void;
  readonly showGenreProfile: (line: PlanTrack) => void;
  readonly edit: (line: PlanTrack) => void;
  /** Labels its track, instead of the labels that it has. */
  readonly label: (line: PlanTrack, genres: readonly string[]) => void;
  readonly toggle: (line: PlanTrack) => void;
}

/** The menu of a row of the review. */
export function changeMenu(
  { labels, playback }: Stores,
  line: PlanTrack,
  actions: ChangeActions,
): readonly MenuEntry[] {
  const words = texts.library.rowMenu;
  const own = texts.review.rowMenu;
  const labelEntries = labels.keyed
    .slice(0, KEYED_GENRES)
    .map((genre): MenuEntry => ({ kind: 'action', label: genre, act: () => actions.label(line, [genre]) }));
  const isPlaying = playback.plays(line.change.id);
  return [
    { kind: 'action', label: isPlaying ? words.pause : words.play, keys: 'Space', act: () => actions.play(line) },
    { kind: 'action', label: words.inspect, keys: 'I', act: () => actions.inspect(line) },
    { kind: 'action', label: own.genreProfile, keys: 'G', act: () => actions.showGenreProfile(line) },
    'separator',
    { kind: 'action', label: words.editGenre, keys: 'F2', act: () => actions.edit(line) },
    { kind: 'branch', label: words.labelAs, entries: labelEntries },
    { kind: 'action', label: words.removeLabel, isDisabled: !line.change.isLabel, act: () => actions.label(line, []) },
    'separator',
    {
      kind: 'action',
      label: line.isLeftOut ? own.tick : own.untick,
      keys: 'X',
      isDisabled: !isWriting(line.change.kind),
      act: () => actions.toggle(line),
    },
  ];
}
