import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import type { OperationName } from '../../src-main/contract/operations/index.ts';
import { answerFolderDialog, clickMenu, expect, scanFinished, test } from '../app.ts';
import { makeTrack } from '../make-music.ts';

/** What a script in the page gets from an operation. */
async function ask(page: Page, name: OperationName, request: unknown): Promise<unknown> {
  return page.evaluate(([operation, payload]) => window.genrescope.invoke(operation, payload as never), [
    name,
    request,
  ] as const);
}

const NEEDS_GESTURE = { ok: false, error: { code: 'gesture-needed' } };
const DONE = { ok: true };
const CHANGE = { theme: 'dark' };

test('what scripts of the page ask for is done only if the user has just pressed something', async ({
  place,
  startApp,
}) => {
  await makeTrack(place.music, 'one', 'wav');
  const app = await startApp(place.music);
  const { page } = app;
  await scanFinished(app);
  expect(await ask(page, 'settings.change', CHANGE)).toMatchObject(NEEDS_GESTURE);
  await page.evaluate(() => {
    for (const type of ['pointerdown', 'mousedown', 'mouseup', 'click'])
      document.body.dispatchEvent(new MouseEvent(type, { bubbles: true, button: 0 }));
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Shift', bubbles: true }));
    document.querySelector<HTMLElement>('main')?.click();
  });
  expect(await ask(page, 'settings.change', CHANGE)).toMatchObject(NEEDS_GESTURE);
  expect(await ask(page, 'tags.undo', { batchId: '20260101000000-abcdef', model: null, files: null })).toMatchObject(
    NEEDS_GESTURE,
  );

  await page.mouse.click(5, 5);
  expect(await ask(page, 'settings.change', CHANGE)).toMatchObject(DONE);
  expect(await ask(page, 'settings.change', { ffmpegPath: '/bin/sh' })).toMatchObject({
    error: { code: 'request-invalid' },
  });
  expect(await ask(page, 'settings.change', { model: '../models/musicnn' })).toMatchObject({
    error: { code: 'request-invalid' },
  });
  expect(await ask(page, 'settings.change', { model: 'nobody' })).toMatchObject({ error: { code: 'model-missing' } });

  // A press lasts for seconds alone.
  await page.waitForTimeout(5_500);
  expect(await ask(page, 'settings.change', CHANGE)).toMatchObject(NEEDS_GESTURE);
  await page.keyboard.press('Shift');
  expect(await ask(page, 'settings.change', CHANGE)).toMatchObject(DONE);
  await page.waitForTimeout(5_500);
  await clickMenu(app, 'show-shortcuts');
  expect(await ask(page, 'settings.change', CHANGE)).toMatchObject(DONE);
});

test('a plan is written only after a press that came after it', async ({ place, startApp }) => {
  const file = await makeTrack(place.music, 'one', 'flac');
  const app = await startApp(place.music);
  const { page } = app;
  await scanFinished(app);
  const before = await readFile(file);
  await page.mouse.click(5, 5);
  const write = () =>
    page.evaluate(async () => {
      const plan = await window.genrescope.invoke('tags.plan', {
        selection: { kind: 'all' },
        options: { minConfidence: 0, maxGenres: 1, genreDepth: 'family', mode: 'replace', by: 'track' },
        isAutomatic: false,
        isNew: true,
      });
      if (!plan.ok) return plan;
      const { planId, writes } = plan.value;
      return { writes, answer: await window.genrescope.invoke('tags.apply', { planId }), request: { planId } };
    });
  const attempt = await write();
  expect(attempt).toMatchObject({ writes: 1, answer: NEEDS_GESTURE });
  expect(await readFile(file)).toEqual(before);

  await page.keyboard.press('Shift');
  const planId = 'request' in attempt ? attempt.request.planId : '';
  const written = await page.evaluate((id) => window.genrescope.invoke('tags.apply', { planId: id }), planId);
  expect(written).toMatchObject({ ok: true, value: { written: 1 } });
  expect(await readFile(file)).not.toEqual(before);
});

test('a folder that is dropped opens, and no other that a script names', async ({ place, startApp }) => {
  await makeTrack(place.music, 'one', 'wav');
  const app = await startApp();
  const { page } = app;
  await page.mouse.click(5, 5);
  await page.evaluate((path) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['x'], path));
    window.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }, place.music);
  const nothing = { error: { code: 'request-invalid', message: 'Nothing was dropped.' } };
  expect(await ask(page, 'library.openDropped', null)).toMatchObject(nothing);
  expect(await ask(page, 'library.openDropped', { paths: [place.music] })).toMatchObject({
    error: { code: 'request-invalid' },
  });

  const session = await page.context().newCDPSession(page);
  const drag = (type: 'dragEnter' | 'dragOver' | 'drop') =>
    session.send('Input.dispatchDragEvent', {
      type,
      x: 300,
      y: 300,
      data: { items: [], files: [place.music], dragOperationsMask: 1 },
    });
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await drag(type);
  await scanFinished(app);
  expect(await ask(page, 'app.state', null)).toMatchObject({ value: { folder: place.music } });
  // The scan may have taken longer than a press lasts.
  await page.keyboard.press('Shift');
  expect(await ask(page, 'library.openDropped', null)).toMatchObject(nothing);
});

/** Lets questions be answered by their action's button, and keeps what they said. */
async function answerQuestions(electron: ElectronApplication, response: number): Promise<() => Promise<string>> {
  await electron.evaluate(({ dialog }, button) => {
    const said: string[] = [];
    Reflect.set(globalThis, 'said', said);
    const answer = (...args: unknown[]) => {
      said.push((args.at(-1) as { detail: string }).detail);
      return Promise.resolve({ response: button, checkboxChecked: false });
    };
    dialog.showMessageBox = answer as typeof dialog.showMessageBox;
  }, response);
  return () => electron.evaluate(() => (Reflect.get(globalThis, 'said') as string[]).join('\n'));
}

test('FFmpeg’s program is chosen in dialogs of the system', async ({ place, startApp }) => {
  const app = await startApp();
  const { page, electron } = app;
  const folder = join(place.music, 'programs');
  const [program, text] = [join(folder, 'ffmpeg'), join(folder, 'notes.txt')];
  await mkdir(folder);
  for (const path of [program, text]) await writeFile(path, '#!/bin/sh\n');
  await chmod(program, 0o755);
  await chmod(text, 0o644);
  await clickMenu(app, 'show-settings');
  const settings = page.getByRole('dialog', { name: 'Settings' });
  const choose = settings.getByRole('button', { name: 'Choose FFmpeg…' });

  await answerFolderDialog(app, text);
  await choose.click();
  await expect(page.getByText('This program cannot be used')).toBeVisible();

  await answerFolderDialog(app, program);
  const said = await answerQuestions(electron, 0);
  await choose.click();
  await expect.poll(said).toContain(program);
  await expect(settings.getByText(program)).toHaveCount(0);

  await answerQuestions(electron, 1);
  await choose.click();
  await expect(settings.getByText(program)).toBeVisible();
  expect(JSON.parse(await readFile(join(place.home, 'settings.json'), 'utf8'))).toMatchObject({ ffmpegPath: program });
  await settings.getByRole('button', { name: 'Automatic', exact: true }).click();
  await expect(settings.getByText(program)).toHaveCount(0);
  expect(JSON.parse(await readFile(join(place.home, 'settings.json'), 'utf8'))).toMatchObject({ ffmpegPath: null });
});
