import { texts } from '../../../src-main/texts/index.ts';

/** A group of keys with what they do. `Mod` is Cmd on a Mac and Ctrl elsewhere. */
export interface ShortcutGroup {
  readonly title: string;
  readonly shortcuts: readonly { readonly keys: readonly string[]; readonly action: string }[];
}

const words = texts.help.shortcuts;

/** All shortcuts, as the dialog lists them. */
export const SHORTCUTS: readonly ShortcutGroup[] = [
  {
    title: words.groups.anywhere,
    shortcuts: [
      { keys: ['Mod+O'], action: words.anywhere.openFolder },
      { keys: ['Mod+F'], action: words.anywhere.search },
      { keys: ['Mod+B'], action: words.anywhere.sideBar },
      { keys: ['Mod+Enter'], action: words.anywhere.reviewSelection },
      { keys: ['Mod+Shift+Enter'], action: words.anywhere.reviewAll },
      { keys: ['Mod+Z'], action: words.anywhere.undo },
      { keys: ['Mod+Shift+Z', 'Mod+Y'], action: words.anywhere.redo },
      { keys: ['Mod+H'], action: words.anywhere.history },
      { keys: ['Mod+Shift+F'], action: words.anywhere.clearFilters },
      { keys: ['F5'], action: words.anywhere.rescan },
      { keys: ['Mod+Shift+A'], action: words.anywhere.analyseAgain },
      { keys: ['Mod+I'], action: words.anywhere.inspect },
      { keys: ['Mod+L'], action: words.anywhere.label },
      { keys: ['Mod+R'], action: words.anywhere.retrain },
      { keys: ['Mod+T'], action: words.anywhere.train },
      { keys: ['Mod+,'], action: words.anywhere.settings },
      { keys: ['Mod+.'], action: words.anywhere.dismissMessage },
      { keys: ['?'], action: words.anywhere.shortcuts },
    ],
  },
  {
    title: words.groups.table,
    shortcuts: [
      { keys: ['↑', '↓'], action: words.table.move },
      { keys: ['Shift+↑', 'Shift+↓'], action: words.table.extend },
      { keys: ['Home', 'End'], action: words.table.ends },
      { keys: ['PageUp', 'PageDown'], action: words.table.page },
      { keys: ['Space'], action: words.table.play },
      { keys: ['Ctrl+Space'], action: words.table.toggle },
      { keys: ['Mod+A'], action: words.table.all },
      { keys: ['Escape'], action: words.table.none },
      { keys: ['Enter'], action: words.table.inspect },
      { keys: ['F2'], action: words.table.edit },
      { keys: ['Shift+F10'], action: words.table.menu },
      { keys: ['Mod+C'], action: words.table.copy },
      { keys: ['G'], action: words.table.genreProfile },
      { keys: ['L'], action: words.table.label },
      { keys: ['1', '…', '9'], action: words.table.give },
      { keys: ['Alt+1', '…', 'Alt+9'], action: words.table.giveMore },
      { keys: ['0'], action: words.table.unlabel },
      { keys: ['Alt+←', 'Alt+→'], action: words.table.moveColumn },
      { keys: ['Shift+←', 'Shift+→'], action: words.table.widenColumn },
      { keys: ['Shift+Enter'], action: words.table.fitColumn },
    ],
  },
  {
    title: words.groups.sideBar,
    shortcuts: [
      { keys: ['↑', '↓'], action: words.sideBar.move },
      { keys: ['←', '→'], action: words.sideBar.open },
      { keys: ['Enter'], action: words.sideBar.choose },
      { keys: ['Shift+F10'], action: words.sideBar.menu },
      { keys: ['F2'], action: words.sideBar.rename },
      { keys: ['Delete'], action: words.sideBar.remove },
    ],
  },
  {
    title: words.groups.map,
    shortcuts: [
      { keys: ['←', '↑', '→', '↓'], action: words.map.go },
      { keys: ['Mod+←', 'Mod+→'], action: words.map.pan },
      { keys: ['+', '−', 'Home'], action: words.map.zoom },
      { keys: ['Space'], action: words.map.play },
      { keys: ['Enter'], action: words.map.inspect },
      { keys: ['L'], action: words.map.label },
      { keys: ['1', '…', '9', '0'], action: words.map.give },
    ],
  },
  {
    title: words.groups.albums,
    shortcuts: [
      { keys: ['Space'], action: words.albums.play },
      { keys: ['Enter'], action: words.albums.open },
      { keys: ['Backspace'], action: words.albums.back },
    ],
  },
  {
    title: words.groups.timeline,
    shortcuts: [
      { keys: ['←', '→'], action: words.timeline.move },
      { keys: ['Home', 'End'], action: words.timeline.ends },
    ],
  },
  {
    title: words.groups.inspector,
    shortcuts: [
      { keys: ['Space'], action: words.inspector.play },
      { keys: ['←', '→'], action: words.inspector.skip },
      { keys: ['Home', 'End'], action: words.inspector.ends },
      { keys: ['J', 'K', 'L'], action: words.inspector.rate },
      { keys: ['+', '−', '0'], action: words.inspector.zoom },
      { keys: ['[', ']', 'Delete'], action: words.inspector.select },
      { keys: ['S', 'R'], action: words.inspector.selection },
      { keys: ['P', 'N'], action: words.inspector.neighbours },
      { keys: ['B'], action: words.inspector.compare },
      { keys: ['E'], action: words.inspector.export },
      { keys: ['M'], action: words.inspector.mark },
      { keys: ['Escape'], action: words.inspector.close },
    ],
  },
  {
    title: words.groups.lists,
    shortcuts: [
      { keys: ['Space'], action: words.lists.play },
      { keys: ['↑', '↓'], action: words.lists.move },
      { keys: ['1', '…', '9', '0'], action: words.lists.give },
    ],
  },
  {
    title: words.groups.player,
    shortcuts: [
      { keys: ['←', '→'], action: words.player.skip },
      { keys: ['Escape'], action: words.player.leave },
    ],
  },
  {
    title: words.groups.review,
    shortcuts: [
      { keys: ['↑', '↓'], action: words.review.move },
      { keys: ['Space'], action: words.review.play },
      { keys: ['Enter', 'X'], action: words.review.toggle },
      { keys: ['F2'], action: words.review.edit },
      { keys: ['1', '…', '9', '0'], action: words.review.give },
      { keys: ['I'], action: words.review.inspect },
      { keys: ['G'], action: words.review.genreProfile },
      { keys: ['Escape'], action: words.review.cancel },
    ],
  },
  {
    title: words.groups.history,
    shortcuts: [
      { keys: ['Space'], action: words.history.play },
      { keys: ['X', 'Enter'], action: words.history.tick },
    ],
  },
  {
    title: words.groups.doubtful,
    shortcuts: [
      { keys: ['K'], action: words.doubtful.keep },
      { keys: ['C'], action: words.doubtful.change },
    ],
  },
];

/** Keys as the platform writes them: `Mod+Shift+A` is ⌘⇧A on a Mac and Ctrl+Shift+A elsewhere. */
export function keyText(keys: string, platform: string): string {
  const isMac = platform === 'darwin';
  const names: Readonly<Record<string, string>> = isMac ? words.macKeys : words.keys;
  return keys
    .split(/\+(?=.)/)
    .map((key) => names[key] ?? key)
    .join(isMac ? '' : '+');
}
