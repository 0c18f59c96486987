import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, jsonLines, runCommand, scanFinished, test } from '../app.ts';
import { makeTrack } from '../make-music.ts';

const ROOT = resolve(import.meta.dirname, '../..');

test('a damaged settings file is said by every command, kept, and never replaced in silence', async ({ place }) => {
  const settings = join(place.home, 'settings.json');
  const text = '{"version":1,"minConfidence":0.3,"model":"mel-cnn","genreMap":{"hiphop":"Hip-Hop"},}';
  await makeTrack(place.music, 'one', 'flac');
  await mkdir(place.home, { recursive: true });
  await writeFile(settings, text);
  for (const args of [
    ['analyze', place.music, '--json'],
    ['tag', place.music],
    ['features', place.music, '--out', join(place.home, 'x.csv')],
    ['promote', 'mel-statistics'],
  ]) {
    const { status, stderr } = await runCommand(place, ...args);
    expect(status, args.join(' ')).toBe(0);
    expect(stderr.match(/Some settings are invalid/g), args.join(' ')).toHaveLength(1);
    expect(stderr).toContain(settings);
  }
  expect(await readFile(`${settings}.broken-1`, 'utf8')).toBe(text);
  expect((await readdir(place.home)).filter((name) => name.includes('broken'))).toHaveLength(1);
  // Sound again, and with a byte order mark.
  await writeFile(settings, `\ufeff${text.replace(',}', '}')}`);
  const [line] = jsonLines(await runCommand(place, 'analyze', place.music, '--json'));
  expect(line?.['model']).toBe('mel-cnn');
  await writeFile(settings, '[]');
  const checked = await runCommand(place, 'doctor');
  expect(checked.status).toBe(2);
  expect(checked.stdout).toContain('✗ Settings');
});

test('a damaged library is named with a way out, and comes back from the day’s copy', async ({ place, startApp }) => {
  const database = join(place.home, 'library.db');
  await makeTrack(place.music, 'one', 'flac');
  const app = await startApp(place.music);
  await scanFinished(app);
  await app.electron.close();
  // The first start had nothing to copy.
  expect((await runCommand(place, 'library', 'restore', '--list')).stderr).toContain('There is no copy');
  const again = await startApp(place.music);
  await expect
    .poll(async () =>
      (await readdir(join(place.home, 'backups')).catch(() => [])).filter((name) => name.endsWith('.db')),
    )
    .toHaveLength(1);
  expect((await runCommand(place, 'library', 'restore', '--newest')).stderr).toContain('in use');
  await again.electron.close();
  expect((await runCommand(place, 'library', 'check')).status).toBe(0);
  expect((await runCommand(place, 'library', '--help')).stdout).toContain('library restore [COPY]');
  expect((await runCommand(place, 'library', 'mend')).status).toBe(1);

  const table = join(place.music, 'labels.csv');
  await writeFile(table, 'path,genre\none.flac,Rock\n');
  for (const content of ['', 'hello', Buffer.alloc(70_000, 'garbage')]) {
    await writeFile(database, content);
    for (const args of [['labels', 'export', table], ['labels', 'import', table], ['tag', place.music], ['next']]) {
      const { status, stderr } = await runCommand(place, ...args);
      expect(status, args.join(' ')).toBe(1);
      expect(stderr).toContain('The library is damaged');
      expect(stderr).toContain('genrescope library restore');
    }
    expect((await runCommand(place, 'library', 'check')).status).toBe(2);
    expect((await runCommand(place, 'doctor')).status).toBe(2);
    expect((await stat(database)).size).toBe(content.length);
  }
  expect(await readFile(table, 'utf8')).toBe('path,genre\none.flac,Rock\n');

  const restored = await runCommand(place, 'library', 'restore');
  expect(restored.status).toBe(0);
  expect(restored.stdout).toContain('1 track,');
  expect((await runCommand(place, 'library', 'check', '--json')).stdout).toContain('"state":"sound"');
  expect((await readdir(place.home)).some((name) => name === 'library.db.broken-1')).toBe(true);

  await rm(database);
  for (const end of ['-wal', '-shm']) await rm(`${database}${end}`, { force: true });
  expect((await runCommand(place, 'labels', 'export', join(place.home, 'out.csv'))).stderr).toContain('holds 1 copy');
  expect((await runCommand(place, 'tag', place.music)).stderr).toContain('The library is gone');
  // Nothing is written without the labels that may be in the copy.
  expect((await runCommand(place, 'tag', place.music, '--write')).status).toBe(1);
  expect(existsSync(database)).toBe(false);
  const third = await startApp('--restore-library');
  await expect(third.page.getByRole('region', { name: 'Notices' })).toContainText('The library was restored');
});

test('the window tells of damaged settings and of a library that is gone', async ({ place, startApp }) => {
  await mkdir(join(place.home, 'backups'), { recursive: true });
  await writeFile(join(place.home, 'settings.json'), '{"theme":"purple"}');
  await writeFile(join(place.home, 'backups', 'library-2026-11-01.db'), 'a copy');
  const { page } = await startApp();
  const notices = page.getByRole('region', { name: 'Notices' });
  await expect(notices).toContainText('theme ("purple")');
  await expect(notices).toContainText('settings.json.broken-1');
  await expect(notices).toContainText('The library is gone');
  await expect(notices).toContainText('1 copy');
});

test('the app says at its start that the library is damaged, and leaves it as it is', async ({ place }) => {
  const database = join(place.home, 'library.db');
  await mkdir(place.home, { recursive: true });
  await writeFile(database, '');
  const program = process.env['GENRESCOPE_ELECTRON_PATH'] ?? '';
  const sandbox = process.env['GENRESCOPE_NO_SANDBOX'] === '1' ? ['--no-sandbox'] : [];
  const child = spawn(program, [...sandbox, ROOT], {
    env: { ...process.env, GENRESCOPE_HOME: place.home },
    stdio: 'ignore',
  });
  try {
    await expect
      .poll(() => readFile(join(place.home, 'logs', 'genrescope.log'), 'utf8').catch(() => ''))
      .toContain('is empty: it has 0 bytes');
    // The question waits for an answer.
    expect(child.exitCode).toBeNull();
    expect((await stat(database)).size).toBe(0);
  } finally {
    child.kill('SIGKILL');
  }
});
