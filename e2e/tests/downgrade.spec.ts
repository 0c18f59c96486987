import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import { MIGRATIONS } from '../../src-main/library/migrations.ts';
import { copyDatabase } from '../../src-main/library/database-copy.ts';
import { createLibrary } from '../../src-main/library/database.ts';
import { expect, runCommand, test } from '../app.ts';

/** Loaded by Electron before the app: the dialog's last button is pressed, and its words are written down. */
const PRESS_LAST = `
  const { dialog } = require('electron');
  dialog.showMessageBoxSync = (options) => {
    require('node:fs').writeFileSync(process.env.SHOWN, JSON.stringify(options));
    return options.buttons.length - 1;
  };`;

test('a library of a newer version is refused, left alone, and gives way to its copy when asked', async ({
  place,
  startApp,
}) => {
  const path = join(place.home, 'library.db');
  const [stub, shown] = [join(place.home, 'stub.cjs'), join(place.home, 'shown.json')];
  await mkdir(place.home);
  await writeFile(stub, PRESS_LAST);
  createLibrary(path);
  const database = new Database(path);
  copyDatabase(database, join(place.home, 'backups', `library-before-${MIGRATIONS.length + 1}.db`));
  database.exec(`ALTER TABLE tracks ADD COLUMN invented TEXT; PRAGMA user_version = ${MIGRATIONS.length + 1}`);
  database.close();
  const newer = await readFile(path);

  await expect(startApp(undefined, { SHOWN: shown }, ['-r', stub])).rejects.toThrow();
  const { message, detail, buttons, defaultId } = JSON.parse(await readFile(shown, 'utf8')) as Record<string, unknown>;
  expect(message).toBe('The library is from a newer version');
  expect(detail).toContain('The library was not changed.');
  expect(buttons).toEqual([expect.stringMatching(/^Restore Copy of /), 'Quit']);
  expect(defaultId).toBe(1);
  const refused = await runCommand(place, 'library', 'check');
  expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining('genrescope library restore --newest') });
  expect(Buffer.compare(await readFile(path), newer)).toBe(0);
  expect((await readdir(place.home)).filter((name) => name.startsWith('library.db'))).toEqual(['library.db']);

  // What the dialog's first button starts the app with.
  const app = await startApp(undefined, {}, ['--restore-library']);
  await expect(app.page.getByRole('region', { name: 'Notices' })).toContainText('The library was restored');
  expect(Buffer.compare(await readFile(`${path}.broken-1`), newer)).toBe(0);
});
