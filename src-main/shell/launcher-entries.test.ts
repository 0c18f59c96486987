import { expect, it } from 'vitest';
import { APP_ID } from '../packaging/product.ts';
import { APP_USER_MODEL_ID, launcherEntries } from './launcher-entries.ts';

const program = { file: 'C:\\Programs\\Genrescope.exe', args: ['--data-dir=D:\\my data\\'] };

it('is a list of the taskbar on Windows, which starts the app', () => {
  expect(launcherEntries('win32', ['E:\\', 'D:\\My Music'], program)).toMatchObject({
    kind: 'jump-list',
    categories: [
      {
        type: 'custom',
        name: 'Recent Folders',
        items: [
          { type: 'task', program: program.file, args: '"--data-dir=D:\\my data\\\\" -- E:\\' },
          { args: '"--data-dir=D:\\my data\\\\" -- "D:\\My Music"' },
        ],
      },
      { type: 'tasks', items: [{ args: '"--data-dir=D:\\my data\\\\" --choose-folder', title: 'Open Music Folder…' }] },
    ],
  });
});

it('leaves out what the user has removed from the list', () => {
  const list = launcherEntries('win32', ['E:\\'], { ...program, args: [] }, ['-- E:\\']);
  expect(list).toMatchObject({ categories: [{ type: 'tasks' }] });
});

it('is the menu of the dock on macOS, and nothing on Linux', () => {
  expect(launcherEntries('darwin', ['/Music'], program)).toEqual({
    kind: 'dock',
    openFolder: 'Open Music Folder…',
    recent: ['/Music'],
  });
  expect(launcherEntries('linux', ['/home/mara/Music'], program)).toBeNull();
});

it('is known to Windows by the name that its package has', () => {
  expect(APP_USER_MODEL_ID).toBe(APP_ID);
});
