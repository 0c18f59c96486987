import type { Stores } from './stores.svelte.ts';

/** What a key does in the inspector. */
export type InspectorAction =
  | 'toggle-play'
  | 'back'
  | 'forward'
  | 'back-far'
  | 'forward-far'
  | 'start'
  | 'end'
  | 'slower'
  | 'pause'
  | 'faster'
  | 'repeat'
  | 'select-from'
  | 'select-to'
  | 'select-nothing'
  | 'zoom-in'
  | 'zoom-out'
  | 'whole'
  | 'selection'
  | 'previous'
  | 'next'
  | 'export'
  | 'compare'
  | 'close';

const KEYS: Readonly<Record<string, InspectorAction>> = {
  ' ': 'toggle-play',
  ArrowLeft: 'back',
  ArrowRight: 'forward',
  Home: 'start',
  End: 'end',
  j: 'slower',
  k: 'pause',
  l: 'faster',
  r: 'repeat',
  '+': 'zoom-in',
  '=': 'zoom-in',
  '-': 'zoom-out',
  '0': 'whole',
  s: 'selection',
  Delete: 'select-nothing',
  Backspace: 'select-nothing',
  '[': 'select-from',
  ']': 'select-to',
  e: 'export',
  b: 'compare',
  p: 'previous',
  n: 'next',
  Escape: 'close',
};
/** With Shift, the arrow keys skip further. */
const SHIFTED: Readonly<Record<string, InspectorAction>> = {
  ArrowLeft: 'back-far',
  ArrowRight: 'forward-far',
  '+': 'zoom-in',
};

/** The action for a key; null if the focused control uses the key itself. */
export function inspectorAction(event: KeyboardEvent): InspectorAction | null {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null;
  const { target, key } = event;
  const isField = target instanceof HTMLSelectElement || target instanceof HTMLInputElement;
  if (isField && key !== 'Escape') return null;
  if (target instanceof HTMLButtonElement && key === ' ') return null;
  return (event.shiftKey ? SHIFTED[key] : KEYS[key]) ?? null;
}

const SHORT_SECONDS = 5;
const LONG_SECONDS = 30;
const SHORTEST_SELECTION = 0.01;

/** Runs an action. */
export function runInspectorAction(action: InspectorAction, stores: Stores): void {
  const { inspector } = stores;
  const { player } = stores.playback;
  const skip = (seconds: number) => {
    inspector.seek(inspector.seconds + seconds);
    inspector.keepVisible(inspector.seconds);
  };
  const select = (start: number, end: number) => end - start >= SHORTEST_SELECTION && inspector.select({ start, end });
  const actions: Readonly<Record<InspectorAction, () => void>> = {
    'toggle-play': () => inspector.togglePlay(),
    back: () => skip(-SHORT_SECONDS),
    forward: () => skip(SHORT_SECONDS),
    'back-far': () => skip(-LONG_SECONDS),
    'forward-far': () => skip(LONG_SECONDS),
    start: () => skip(-Infinity),
    end: () => skip(inspector.durationSeconds),
    slower: () => player.stepRate(-1),
    pause: () => inspector.isPlaying && inspector.togglePlay(),
    faster: () => (inspector.isPlaying ? player.stepRate(1) : inspector.togglePlay()),
    repeat: () => inspector.selection && inspector.toggleLoop(),
    'select-from': () => select(inspector.seconds, inspector.selection?.end ?? inspector.durationSeconds),
    'select-to': () => select(inspector.selection?.start ?? 0, inspector.seconds),
    'select-nothing': () => inspector.select(null),
    'zoom-in': () => inspector.zoom(0.5),
    'zoom-out': () => inspector.zoom(2),
    whole: () => inspector.showWhole(),
    selection: () => inspector.selection && inspector.showSpan(inspector.selection),
    previous: () => stores.navigation.inspectNeighbour(-1),
    next: () => stores.navigation.inspectNeighbour(1),
    compare: () => stores.comparison.switch(),
    export: () => stores.dialogs.show('export'),
    close: () => stores.navigation.closeInspector(),
  };
  actions[action]();
}
