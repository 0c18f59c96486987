/** A group of keys with what they do. `Mod` is Cmd on a Mac and Ctrl elsewhere. */
export interface ShortcutGroup {
  readonly title: string;
  readonly shortcuts: readonly { readonly keys: readonly string[]; readonly action: string }[];
}

export const SHORTCUTS: readonly ShortcutGroup[] = [
  {
    title: 'Anywhere',
    shortcuts: [
      { keys: ['Mod+O'], action: 'Open a music folder' },
      { keys: ['Mod+F'], action: 'Search tracks' },
      { keys: ['Mod+Enter'], action: 'Review the selection' },
      { keys: ['Mod+Shift+Enter'], action: 'Review everything' },
      { keys: ['Mod+Shift+Z'], action: 'Undo the last tag changes' },
      { keys: ['Mod+H'], action: 'History of tag changes' },
      { keys: ['Mod+Shift+F'], action: 'Clear the filters' },
      { keys: ['F5'], action: 'Scan the folder again' },
      { keys: ['Mod+Shift+A'], action: 'Analyse the selected or shown tracks again' },
      { keys: ['Mod+I'], action: 'Look into the track' },
      { keys: ['Mod+L'], action: 'Label tracks; with Shift, undo the last labelling' },
      { keys: ['Mod+R'], action: 'Retrain on your labels' },
      { keys: ['Mod+T'], action: 'Train a model from labelled folders' },
      { keys: ['Mod+,'], action: 'Settings' },
      { keys: ['?'], action: 'Keyboard shortcuts' },
    ],
  },
  {
    title: 'In the table',
    shortcuts: [
      { keys: ['↑', '↓'], action: 'Go to the track above or below' },
      { keys: ['Shift+↑', 'Shift+↓'], action: 'Extend the selection' },
      { keys: ['Home', 'End'], action: 'First or last track' },
      { keys: ['Page Up', 'Page Down'], action: 'A page up or down' },
      { keys: ['Space'], action: 'Select or leave out the track' },
      { keys: ['Mod+A'], action: 'Select all shown tracks' },
      { keys: ['Escape'], action: 'Clear the selection' },
      { keys: ['Enter'], action: 'Look into the track' },
      { keys: ['G'], action: 'What its genre sounds like in this folder' },
      { keys: ['L'], action: 'Label: type a genre; Enter gives it, Shift+Enter adds it' },
      { keys: ['1', '…', '9'], action: 'While labelling: give a genre and go on; with Shift add it' },
      { keys: ['0'], action: 'While labelling: take the labels away' },
    ],
  },
  {
    title: 'Along the track',
    shortcuts: [
      { keys: ['←', '→'], action: 'The segment before or after' },
      { keys: ['Home', 'End'], action: 'First or last segment' },
    ],
  },
  {
    title: 'In the inspector',
    shortcuts: [
      { keys: ['Space'], action: 'Play or pause' },
      { keys: ['←', '→'], action: 'Five seconds back or on; with Shift half a minute' },
      { keys: ['Home', 'End'], action: 'Start or end of the track' },
      { keys: ['J', 'K', 'L'], action: 'Slower, pause, faster' },
      { keys: ['+', '−', '0'], action: 'Zoom in, zoom out, the whole track' },
      { keys: ['[', ']', 'Delete'], action: 'Select from here, up to here, nothing' },
      { keys: ['S', 'R'], action: 'Zoom to the selection, repeat it' },
      { keys: ['P', 'N'], action: 'Previous or next track' },
      { keys: ['E'], action: 'Save picture, table or sound' },
      { keys: ['M'], action: 'In the spectrogram: set or remove the mark' },
      { keys: ['Escape'], action: 'Close the inspector' },
    ],
  },
  {
    title: 'In the review',
    shortcuts: [
      { keys: ['↑', '↓'], action: 'The file above or below' },
      { keys: ['Space'], action: 'Write or leave out the file' },
      { keys: ['I'], action: 'Look into the file; closing the inspector comes back' },
      { keys: ['G'], action: 'What its genre sounds like in this folder' },
      { keys: ['Escape'], action: 'Cancel' },
    ],
  },
  {
    title: 'Doubtful labels',
    shortcuts: [
      { keys: ['K'], action: 'Keep the label, and go on' },
      { keys: ['C'], action: 'Change it as suggested, and go on' },
    ],
  },
];

/** Keys as the platform writes them. */
export function keyText(keys: string, platform: string): string {
  return platform === 'darwin' ? keys.replace('Mod+', '⌘').replace('Shift+', '⇧') : keys.replace('Mod', 'Ctrl');
}
