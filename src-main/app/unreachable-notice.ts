import type { Notice } from '../contract/app-state.ts';
import { texts } from '../texts/index.ts';

/** Reports folders of the library that were not there; the same ones as last time are not reported again. */
export function createUnreachableTeller(
  notify: (notice: Omit<Notice, 'id'>) => void,
): (folders: readonly string[]) => void {
  let told = '';
  return (folders) => {
    const list = folders.join('\n');
    if (list !== told && folders.length > 0)
      notify({
        severity: 'warning',
        title: texts.notices.unreachable.title(folders.length),
        detail: texts.notices.unreachable.detail({ folders: list }),
      });
    told = list;
  };
}
