import type { Stores } from './stores.svelte.ts';

/**
 * Keys that hold in the whole window. The native menu has most of them too; there they never reach the page, so
 * nothing happens twice. Keys that a text field needs are left to it.
 */
export function handleShortcut(event: KeyboardEvent, stores: Stores): void {
  if (event.defaultPrevented) return;
  const action = actionFor(event, stores);
  if (!action) return;
  event.preventDefault();
  action();
}

function actionFor(event: KeyboardEvent, stores: Stores): (() => void) | null {
  const isCommand = event.ctrlKey || event.metaKey;
  if (!isCommand) return event.key === '?' && !isTyping(event) ? () => stores.run('show-shortcuts') : null;
  switch (event.key.toLowerCase()) {
    case 'f':
      return () => stores.run('find');
    case 'b':
      return () => stores.run('side-bar');
    case 'l':
      return () => stores.run(event.shiftKey ? 'undo-label' : 'label');
    case 'r':
      return () => stores.run('show-retrain');
    case 'o':
      return () => void stores.app.openFolder();
    case ',':
      return () => stores.run('show-settings');
    case 'enter':
      return () => stores.reviewDefault();
    default:
      return null;
  }
}

function isTyping(event: KeyboardEvent): boolean {
  const { target } = event;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'range'].includes(target.type);
}
