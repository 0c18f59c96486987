import type { MenuCommand } from '../../src-main/contract/app-state.ts';
import type { Stores } from './stores.svelte.ts';

/** What keys do, by their name with Ctrl or Cmd; with `shift+` before it where Shift is held too. */
const COMMANDS: Readonly<Record<string, MenuCommand>> = {
  b: 'side-bar',
  enter: 'review-selection',
  'shift+enter': 'review-all',
  f: 'find',
  'shift+f': 'clear-filters',
  h: 'show-history',
  i: 'inspect',
  l: 'label',
  'shift+l': 'undo-label',
  r: 'show-retrain',
  t: 'show-training',
  'shift+a': 'analyse-again',
  ',': 'show-settings',
};
/**
 * As in {@link COMMANDS}, where no text is being edited: there the keys are the text's. Who holds one down does it once: each
 * step shows what it has changed.
 */
const COMMANDS_OUTSIDE_TEXTS: Readonly<Record<string, MenuCommand>> = { z: 'undo', 'shift+z': 'redo', y: 'redo' };

/**
 * Keys that hold in the whole window. The native menu has most of them too; what one of both has taken never reaches
 * the other, so nothing happens twice. Keys that a text field needs are left to it.
 */
export function handleShortcut(event: KeyboardEvent, stores: Stores): void {
  if (event.defaultPrevented || event.altKey) return;
  const action = actionFor(event, stores);
  if (!action) return;
  event.preventDefault();
  action();
}

function actionFor(event: KeyboardEvent, stores: Stores): (() => void) | null {
  if (!event.ctrlKey && !event.metaKey) return plainAction(event, stores);
  const name = event.key.toLowerCase();
  if (name === 'o' && !event.shiftKey) return () => void stores.app.openFolder();
  if (name === '.') return () => stores.messages.dismissNewest();
  const keys = event.shiftKey ? `shift+${name}` : name;
  const command = COMMANDS[keys] ?? (isTyping(event) || event.repeat ? undefined : COMMANDS_OUTSIDE_TEXTS[keys]);
  return command ? () => stores.run(command) : null;
}

function plainAction(event: KeyboardEvent, stores: Stores): (() => void) | null {
  if (event.key === 'F1' || (event.key === '?' && !isTyping(event))) return () => stores.run('show-shortcuts');
  if (event.key === 'F5' && stores.app.folder !== null) return () => void stores.app.startScan();
  return null;
}

function isTyping({ target }: KeyboardEvent): boolean {
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'range'].includes(target.type);
}
