import { expect, test } from 'vitest';
import { CHOOSE_FOLDER } from '../shell/start-arguments.ts';
import { texts } from '../texts/index.ts';
import { desktopEntry } from './linux-entry.ts';

test('the entry starts the app with files, and offers the dialog for a folder as the app itself calls it', () => {
  const [main = '', action = ''] = desktopEntry('/opt/app').split('\n\n');
  expect(main.split('\n')).toEqual(expect.arrayContaining(['Exec=/opt/app %F', 'Actions=open-folder;']));
  expect(action.trim().split('\n')).toEqual([
    '[Desktop Action open-folder]',
    `Name=${texts.menu.launcher.openFolder}`,
    `Exec=/opt/app ${CHOOSE_FOLDER}`,
  ]);
});
