import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replaceAppImage } from './app-image.ts';
import { installCommand } from './install-command.ts';
import type { InstallationSigns } from './installation.ts';
import { installationOf, isTeamNamed } from './installation.ts';

let folder: string;
let signs: InstallationSigns;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-installation-'));
  const mount = join(folder, 'mount');
  await mkdir(mount);
  const program = join(mount, 'genrescope');
  await writeFile(program, '');
  file = join(folder, 'Genrescope.AppImage');
  await writeFile(file, 'old');
  await chmod(file, 0o640);
  signs = { platform: 'linux', program, resources: folder, environment: { APPIMAGE: file, APPDIR: mount } };
});
afterEach(() => rm(folder, { recursive: true }));

describe('how the app was installed', () => {
  it('is one file where the program lies in what is mounted of it', async () => {
    expect(await installationOf(signs)).toEqual({ kind: 'app-image', file });
    const link = join(folder, 'link');
    await symlink(file, link);
    const linked = { ...signs.environment, APPIMAGE: link };
    expect(await installationOf({ ...signs, environment: linked })).toEqual({ kind: 'app-image', file });
  });

  it('is not another program’s file, whose variables were inherited', async () => {
    const program = join(folder, 'elsewhere');
    await writeFile(program, '');
    expect(await installationOf({ ...signs, program })).toEqual({ kind: 'archive' });
    for (const environment of [
      {},
      { APPIMAGE: file },
      { APPIMAGE: 'Genrescope.AppImage', APPDIR: signs.environment['APPDIR'] },
      { APPIMAGE: join(folder, 'gone'), APPDIR: signs.environment['APPDIR'] },
      { APPIMAGE: folder, APPDIR: signs.environment['APPDIR'] },
    ])
      expect(await installationOf({ ...signs, environment }), JSON.stringify(environment)).toEqual({ kind: 'archive' });
  });

  it('is a package where its resources say so, and an unpacked archive otherwise', async () => {
    const alone = { ...signs, environment: {} };
    for (const [said, kind] of [
      ['deb\n', 'deb'],
      ['rpm', 'rpm'],
      ['AppImage', 'archive'],
      ['../../deb', 'archive'],
    ]) {
      await writeFile(join(folder, 'package-type'), said ?? '');
      expect(await installationOf(alone)).toEqual({ kind });
    }
  });

  it('has an uninstaller on Windows, and a developer’s signature on macOS', async () => {
    const windows = { ...signs, platform: 'win32' } as const;
    expect(await installationOf(windows)).toEqual({ kind: 'archive' });
    await writeFile(join(folder, 'mount', 'Uninstall Genrescope.exe'), '');
    expect(await installationOf(windows)).toEqual({ kind: 'nsis' });
    expect(await installationOf({ ...signs, platform: 'darwin' })).toEqual({ kind: 'archive' });
    expect(isTeamNamed('Identifier=org.genrescope\nTeamIdentifier=ABCDE12345\n')).toBe(true);
    expect(isTeamNamed('Identifier=org.genrescope\nTeamIdentifier=not set\n')).toBe(false);
    expect(isTeamNamed('code object is not signed at all')).toBe(false);
  });

  it('says how a package is installed', () => {
    expect(installCommand('deb', '/home/me/.cache/a_0.2.0.deb')).toBe('sudo apt install /home/me/.cache/a_0.2.0.deb');
    expect(installCommand('rpm', "/home/it's me/a.rpm")).toBe(String.raw`sudo dnf install '/home/it'\''s me/a.rpm'`);
    expect(installCommand('app-image', '/x')).toBeNull();
  });
});

describe('replacing the one file', () => {
  const hash = (text: string) => createHash('sha512').update(text).digest('base64');

  it('puts the new one under the old name, as runnable as it was and for everybody', async () => {
    const downloaded = join(folder, 'downloaded');
    await writeFile(downloaded, 'new');
    replaceAppImage(downloaded, file, hash('new'));
    expect(await readFile(file, 'utf8')).toBe('new');
    expect((await stat(file)).mode & 0o777).toBe(0o751);
    expect((await readdir(folder)).sort()).toEqual(['Genrescope.AppImage', 'downloaded', 'mount']);
  });

  it('leaves the old one where the new one was changed since it was checked, or is gone', async () => {
    const downloaded = join(folder, 'downloaded');
    expect(() => replaceAppImage(downloaded, file, hash('new'))).toThrow('ENOENT');
    await writeFile(downloaded, 'other');
    expect(() => replaceAppImage(downloaded, file, hash('new'))).toThrow(
      expect.objectContaining({ code: 'update-different' }),
    );
    expect(await readFile(file, 'utf8')).toBe('old');
    expect((await stat(file)).mode & 0o777).toBe(0o640);
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});
