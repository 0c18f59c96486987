import { count } from '../format.ts';

/** The folders of the open library. */
export const folders = {
  title: 'Folders of the library',
  description: 'All their tracks are in one table. A library is opened by its first folder.',
  empty: { title: 'No folder is open', text: 'Open a music folder first. Then you can add others.' },
  first: 'First folder',
  add: 'Add Folder…',
  remove: 'Remove',
  removeFolder: ({ folder }: { folder: string }) => `Remove ${folder}`,
  removeHint: 'No file is touched. Labels and analyses are kept for when you open or add the folder again.',
  /** Behind the name of the first folder. */
  more: (amount: number) => (amount > 0 ? ` + ${count(amount, { one: 'folder', other: 'folders' })}` : ''),
};
