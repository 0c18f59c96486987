import { spawn } from 'node:child_process';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Place } from '../app.ts';
import { answerFolderDialog, clickMenu, expect, jsonLines, press, runCommand, test } from '../app.ts';
import { makeTrack } from '../make-music.ts';

/** Two genres that differ in pitch, in GTZAN's layout. */
async function makeGenres(root: string): Promise<void> {
  for (const [genre, frequency] of [
    ['deep', 110],
    ['shrill', 3520],
  ] as const) {
    await mkdir(join(root, genre), { recursive: true });
    for (let index = 0; index < 8; index++)
      await makeTrack(join(root, genre), `${genre} ${index}`, 'wav', {
        seconds: 7,
        frequency: frequency * (1 + index / 40),
      });
  }
}

/** Runs a command until it says something, then ends it as Ctrl+C would. @returns exit status and stderr */
async function begin({ home }: Place, args: readonly string[], until: string): Promise<[number | null, string]> {
  const child = spawn(process.execPath, [resolve(import.meta.dirname, '../../out/main/cli.js'), ...args], {
    env: { ...process.env, GENRESCOPE_HOME: home },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (text: Buffer) => {
    const before = said.includes(until);
    said += text.toString();
    if (!before && said.includes(until)) child.kill('SIGINT');
  });
  return [await new Promise((done) => child.once('close', done)), said];
}

test('train on labelled folders, evaluate, and recognise with the result', async ({ place }) => {
  await makeGenres(place.music);
  await writeFile(join(place.music, 'deep', 'broken.mp3'), 'no music');
  const model = join(place.home, 'models', 'mine');
  const train = [
    'train',
    '--architecture',
    'mfcc-cnn',
    '--data',
    place.music,
    '--out',
    model,
    '--epochs',
    '12',
    '--seed',
    '3',
    '--json',
  ];
  const trained = await runCommand(place, ...train);
  expect(trained.status).toBe(2);
  expect(trained.stderr).toContain('left out');
  expect(trained.stderr).toContain('analyze FOLDER --model mine');
  const events = jsonLines(trained);
  expect(events[0]).toMatchObject({ kind: 'started', parameters: 44_994, examples: { train: 10 } });
  expect(events.filter(({ kind }) => kind === 'epoch').length).toBeGreaterThan(0);
  const done = events.at(-1);
  expect(done).toMatchObject({
    kind: 'done',
    card: { name: 'mine', genres: ['deep', 'shrill'], featureSpec: { kind: 'mfcc', hopLength: 512, patchFrames: 130 } },
  });
  expect((await readdir(model)).sort()).toEqual(['card.json', 'model.onnx']);

  const [evaluated] = jsonLines(
    await runCommand(place, 'evaluate', '--model', 'mine', '--data', place.music, '--json'),
  );
  expect(evaluated).toMatchObject({
    tracks: 16,
    accuracy: 1,
    classes: ['deep', 'shrill'],
    confusion: [
      [8, 0],
      [0, 8],
    ],
    interval95: [1, 1],
    leftOut: { files: 1, genres: {} },
  });
  await rename(join(place.music, 'deep'), join(place.music, 'dark'));
  const partly = await runCommand(place, 'evaluate', '--model', 'mine', '--data', place.music);
  expect(partly.stdout).toContain('left out: 8 tracks of genres that the model does not know (dark 8)');
  await rename(join(place.music, 'dark'), join(place.music, 'deep'));
  expect(jsonLines(await runCommand(place, 'models', '--json')).map(({ name }) => name)).toContain('mine');
  const heard = jsonLines(await runCommand(place, 'analyze', join(place.music, 'shrill'), '--model', 'mine', '--json'));
  expect(heard.map(({ genre }) => genre)).toEqual(Array.from({ length: 8 }, () => 'shrill'));

  const again = join(place.home, 'models', 'again');
  const second = jsonLines(await runCommand(place, ...train.map((word) => (word === model ? again : word))));
  expect(second.at(-1)?.['stateHash']).toBe(done?.['stateHash']);
});

test('resuming takes up a checkpoint of the same run only, and says what becomes of it', async ({ place }) => {
  await makeGenres(place.music);
  const out = join(place.home, 'resumed');
  const train = (...more: string[]) =>
    runCommand(place, 'train', '--architecture', 'mfcc-ann', '--data', place.music, '--out', out, ...more);
  const [, first = ''] = await begin(
    place,
    ['train', '--architecture', 'mfcc-ann', '--data', place.music, '--out', out, '--epochs', '3000', '--resume'],
    'epoch 2/',
  );
  expect(first).toContain('There is no checkpoint');
  const kept = await readFile(join(out, 'checkpoint.bin'));
  const other = await train('--resume', '--epochs', '3001');
  expect(other).toMatchObject({ status: 1, stderr: expect.stringContaining('changed since the training started') });
  expect((await readFile(join(out, 'checkpoint.bin'))).equals(kept)).toBe(true);
  await writeFile(join(out, 'checkpoint.bin'), kept.subarray(0, 999));
  expect((await train('--resume', '--epochs', '3000')).stderr).toContain('The checkpoint is damaged');
  expect((await train('--epochs', '1')).stderr).toContain('the existing checkpoint is replaced');
});

test('a table of labels, and what is not enough to learn from', async ({ place }) => {
  await makeGenres(place.music);
  const table = join(place.music, 'labels.csv');
  const rows = ['deep', 'shrill'].flatMap((genre) =>
    Array.from({ length: 8 }, (_, index) => `"${genre}/${genre} ${index}.wav",${genre},Artist ${index}`),
  );
  await writeFile(table, `path,genre,artist\n${rows.join('\n')}\n`);
  const out = join(place.home, 'models', 'table');
  const result = await runCommand(
    place,
    'train',
    '--architecture',
    'mfcc-ann',
    '--labels',
    table,
    '--out',
    out,
    '--epochs',
    '2',
    '--limit',
    '6',
    '--json',
  );
  expect(result.status).toBe(0);
  expect(JSON.parse(await readFile(join(out, 'card.json'), 'utf8'))).toMatchObject({
    name: 'table',
    evaluation: [{ split: expect.stringContaining('artist') }, {}],
  });
  const tooFew = await runCommand(
    place,
    'train',
    '--architecture',
    'mfcc-ann',
    '--data',
    join(place.music, 'deep'),
    '--out',
    out,
  );
  expect(tooFew.status).toBe(1);
  expect(tooFew.stderr).toContain('Not enough labelled music');
  expect((await runCommand(place, 'train', '--architecture', 'mfcc-ann', '--out', out)).stderr).toContain(
    'Give one of --data',
  );
  const hiding = await runCommand(
    place,
    'train',
    '--architecture',
    'mfcc-ann',
    '--data',
    place.music,
    '--out',
    join(place.home, 'models', 'ensemble'),
  );
  expect(hiding).toMatchObject({ status: 1, stderr: expect.stringContaining('comes with the app has this name') });
});

test('--dry-run tells every network’s sizes', async ({ place }) => {
  const sizes: Record<string, number> = {
    'mfcc-ann': 1_014_218,
    'mfcc-cnn': 45_514,
    'mfcc-lstm': 57_802,
    'mfcc-gru': 44_938,
  };
  for (const [architecture, parameters] of Object.entries(sizes)) {
    const [described] = jsonLines(
      await runCommand(place, 'train', '--architecture', architecture, '--dry-run', '--json'),
    );
    expect(described).toMatchObject({ architecture, parameters, inputShape: [130, 13], layers: expect.any(Array) });
  }
  const three = await runCommand(place, 'train', '--architecture', 'mfcc-ann', '--genres', 'a,b,c', '--dry-run');
  expect(three.stdout).toContain('for 3 genres\n');
});

test('in the app: choose folders, train, stop, resume, use the model', async ({ place, startApp }) => {
  const labelled = join(place.music, '..', 'labelled');
  await makeGenres(labelled);
  const app = await startApp(join(labelled, 'shrill'));
  const { page } = app;
  await clickMenu(app, 'show-training');
  const dialog = page.getByRole('dialog', { name: 'Train a model' });
  await expect(dialog.getByRole('button', { name: 'Train', exact: true })).toBeDisabled();
  await answerFolderDialog(app, labelled);
  await press(dialog.getByRole('button', { name: 'Choose Folder…' }));
  await expect(dialog.getByRole('list', { name: 'Genres found' })).toContainText('deep8shrill8');
  await expect(dialog.getByRole('button', { name: 'Choose Folder…' })).toBeFocused();
  await dialog.getByRole('combobox', { name: 'Network' }).selectOption('mfcc-cnn');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('My Model');
  await expect(dialog.getByRole('button', { name: 'Train', exact: true })).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('ensemble');
  await expect(dialog.getByText('A model that comes with the app has this name')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Train', exact: true })).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('my-own');
  await dialog.getByRole('spinbutton', { name: 'Epochs' }).fill('0');
  await expect(dialog.getByText('A whole number from 1 to 10,000')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Train', exact: true })).toBeDisabled();
  await dialog.getByRole('spinbutton', { name: 'Epochs' }).fill('400');
  await press(dialog.getByRole('button', { name: 'Train', exact: true }));
  await expect(dialog.getByRole('button', { name: 'Stop' })).toBeVisible();
  await expect(dialog.locator(':focus')).toHaveCount(1);
  await expect(dialog.getByText(/After epoch \d/)).toBeVisible({ timeout: 60_000 });
  await expect(dialog.getByRole('img', { name: /Loss .* in the first epoch/ })).toBeVisible();
  await dialog.getByRole('button', { name: 'Stop' }).click();
  await expect(dialog.getByText('Interrupted after epoch')).toBeVisible({ timeout: 30_000 });
  await app.electron.close();

  const again = await startApp();
  await again.page.getByRole('button', { name: 'Training: Interrupted after epoch' }).click();
  const resumed = again.page.getByRole('dialog', { name: 'Train a model' });
  await expect(resumed.getByText('Interrupted after epoch')).toBeVisible();
  await resumed.getByRole('button', { name: 'Discard' }).click();
  const question = again.page.getByRole('alertdialog');
  await expect(question).toContainText('The result of');
  await question.getByRole('button', { name: 'Cancel' }).click();
  const added = await makeTrack(join(labelled, 'deep'), 'added', 'wav', { seconds: 7 });
  await resumed.getByRole('button', { name: 'Resume' }).click();
  await expect(resumed.getByText('changed since the training started')).toBeVisible({ timeout: 30_000 });
  await rm(added);
  await resumed.getByRole('button', { name: 'Resume' }).click();
  await resumed.getByRole('button', { name: 'Continue in Background' }).click();
  await expect(again.page.getByRole('button', { name: /Training: Epoch \d+ of at most 400/ })).toBeVisible({
    timeout: 60_000,
  });
  await expect(again.page.getByRole('status', { name: 'Messages' })).toContainText('“my-own” is trained.', {
    timeout: 120_000,
  });
  await clickMenu(again, 'show-training');
  await expect(resumed.getByText('“my-own” is trained and among your models.')).toBeVisible();
  await expect(resumed.getByText(/test tracks? correct/)).toBeVisible();
  await expect(resumed.getByRole('table', { name: 'Confusion matrix' })).toContainText('shrill');
  const curves = resumed.getByRole('img', { name: /Loss .* in the first epoch/ }).locator('canvas');
  const drawn = () => curves.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  const light = await drawn();
  await again.page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(drawn).not.toBe(light);

  await resumed.getByRole('button', { name: 'Use This Model' }).click();
  await expect(resumed).toHaveCount(0);
  await question.getByRole('button', { name: 'Analyse Again' }).click();
  await expect(again.page.getByRole('row').filter({ hasText: 'Shrill' }).first()).toBeVisible({ timeout: 60_000 });
});
