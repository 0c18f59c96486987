import type { Session } from './stores.svelte.ts';

/**
 * Keys that hold in the whole window. The native menu has most of them too; there they never reach the page, so
 * nothing happens twice. Keys that a text field needs are left to it.
 */
export function handleShortcut(event: KeyboardEvent, session: Session): void {
  if (event.defaultPrevented) return;
  const action = actionFor(event, session);
  if (!action) return;
  event.preventDefault();
  action();
}

function actionFor(event: KeyboardEvent, session: Session): (() => void) | null {
  const isCommand = event.ctrlKey || event.metaKey;
  if (!isCommand) return event.key === '?' && !isTyping(event) ? () => session.run('show-shortcuts') : null;
  switch (event.key.toLowerCase()) {
    case 'f':
      return () => session.run('find');
    case 'l':
      return () => session.run(event.shiftKey ? 'undo-label' : 'label');
    case 'r':
      return () => session.run('show-personal');
    case 'o':
      return () => void session.app.openFolder();
    case ',':
      return () => session.run('show-settings');
    case 'enter':
      return () => session.reviewDefault();
    default:
      return null;
  }
}

function isTyping(event: KeyboardEvent): boolean {
  const { target } = event;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'range'].includes(target.type);
}
