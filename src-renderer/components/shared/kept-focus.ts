/**
 * Keeps the focus in an open dialog where the element that has it is moved, taken away or disabled: it comes back to that
 * element as soon as it can, and the dialog has it meanwhile.
 * @returns ends it
 */
export function keepFocus(dialog: HTMLElement): () => void {
  let last: HTMLElement | null = null;
  /** Whether the dialog has the focus in place of what had it last. */
  let isLent = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

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

  // In a task of its own: giving the focus lays out a page of which much may have changed.
  const observer = new MutationObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(mend);
  });
  observer.observe(dialog, { subtree: true, childList: true, attributeFilter: ['disabled'] });
  dialog.addEventListener('focusin', remember);
  return () => {
    observer.disconnect();
    clearTimeout(timer);
    dialog.removeEventListener('focusin', remember);
  };
}

/** Whether no question lies over it. */
function isOnTop(dialog: HTMLElement): boolean {
  return [...document.querySelectorAll('[role=dialog], [role=alertdialog]')].at(-1) === dialog;
}
