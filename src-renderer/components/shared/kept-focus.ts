/**
 * Keeps the focus in an open dialog where the element that has it is moved, taken away or disabled: it comes back to that
 * element as soon as it can, and the dialog has it meanwhile.
 * @returns ends it
 */
export function keepFocus(dialog: HTMLElement): () => void {
  let last: HTMLElement | null = null;
  /** Whether the dialog has the focus in place of what had it last. */
  let isLent = false;

  function remember({ target }: FocusEvent): void {
    if (!(target instanceof HTMLElement) || target === dialog) return;
    last = target;
    isLent = false;
  }

  function mend(): void {
    const focused = document.activeElement ?? document.body;
    const isLost = focused === document.body || focused.matches(':disabled') || (isLent && focused === dialog);
    if (!isLost || !isOnTop(dialog)) return;
    const canReturn = last !== null && dialog.contains(last) && !last.matches(':disabled');
    isLent = !canReturn;
    (canReturn ? last : dialog)?.focus({ preventScroll: true });
  }

  const observer = new MutationObserver(mend);
  observer.observe(dialog, { subtree: true, childList: true, attributeFilter: ['disabled'] });
  dialog.addEventListener('focusin', remember);
  return () => {
    observer.disconnect();
    dialog.removeEventListener('focusin', remember);
  };
}

/** Whether no question lies over it. */
function isOnTop(dialog: HTMLElement): boolean {
  return [...document.querySelectorAll('[role=dialog], [role=alertdialog]')].at(-1) === dialog;
}
