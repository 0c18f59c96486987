import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, readdir, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, jsonLines, runCommand, test } from '../app.ts';
import { makeTrack } from '../make-music.ts';
import { ALL_ENCODINGS } from '../../src-main/testing/encode-audio.ts';
import { createTestDecoder } from '../../src-main/testing/test-decoder.ts';
import { synthesizeWav } from '../../src-main/testing/synthesize.ts';
import { takeSnapshot } from '../../src-main/testing/take-snapshot.ts';

const sha256 = async (path: string) =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');

test('analyze names every file, goes on past damaged ones and ends with status 2', async ({ place }) => {
  await makeTrack(place.music, 'one', 'mp3-id3v24');
  await makeTrack(place.music, "it's “two” $(touch x)", 'flac');
  await mkdir(join(place.music, 'loop'));
  await symlink(place.music, join(place.music, 'loop', 'again'));
  await writeFile(join(place.music, 'empty.mp3'), '');
  await writeFile(join(place.music, 'text.flac'), 'no music');
  const cut = await readFile(join(place.music, 'one.mp3'));
  await writeFile(join(place.music, 'noise.ogg'), Buffer.from(cut.map((byte, index) => byte ^ (index * 31))));

  const result = await runCommand(place, 'analyze', place.music, '--json');
  expect(result.status).toBe(2);
  const lines = jsonLines(result);
  expect(lines).toHaveLength(5);
  const good = lines.filter(({ status }) => status === 'ok');
  expect(good).toHaveLength(2);
  for (const line of good) {
    expect(Object.values(line['probabilities'] as Record<string, number>).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 4);
    expect(line).toMatchObject({
      model: 'musicnn',
      provider: expect.any(String),
      timeline: expect.any(Array),
      styles: expect.any(Object),
      descriptors: expect.any(Object),
      genre: expect.any(String),
    });
  }
  const [joint] = jsonLines(
    await runCommand(place, 'analyze', join(place.music, 'one.mp3'), '--json', '--model', 'ensemble'),
  );
  expect(joint).toMatchObject({
    model: 'ensemble',
    disagreement: expect.any(Number),
    members: [{ model: 'mel-cnn' }, { model: 'mel-gru' }, { model: 'mel-statistics' }],
    styles: {},
  });
  expect(lines.find(({ path }) => String(path).endsWith('empty.mp3'))).toMatchObject({
    status: 'error',
    error: { code: 'file-empty' },
  });
  expect(lines.find(({ path }) => String(path).endsWith('text.flac'))).toMatchObject({
    status: 'error',
    error: { code: 'file-corrupt' },
  });
});

test('nothing is kept or queued outside the app’s own data folder', async ({ place }) => {
  await makeTrack(place.music, 'one', 'flac');
  const home = join(place.home, 'user');
  await mkdir(home, { recursive: true });
  const old = process.env['HOME'];
  process.env['HOME'] = home;
  try {
    expect((await runCommand(place, 'analyze', place.music)).status).toBe(0);
  } finally {
    process.env['HOME'] = old;
  }
  // ONNX Runtime would keep its usage events in ~/.cache/Microsoft, to be sent later.
  expect(await readdir(home)).toEqual([]);
});

test('wrong usage ends with status 1 and tells how; help is there for every command', async ({ place }) => {
  expect((await runCommand(place)).status).toBe(1);
  expect((await runCommand(place, 'nonsense')).status).toBe(1);
  expect((await runCommand(place, 'analyze')).stderr).toContain('Usage: genrescope analyze');
  expect((await runCommand(place, 'analyze', place.music, '--window', 'half')).status).toBe(1);
  for (const command of ['analyze', 'tag', 'undo', 'features', 'train', 'evaluate', 'models', 'doctor']) {
    expect(await runCommand(place, command, '--help')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('Usage: genrescope'),
    });
  }
});

test('the same probabilities for any number of jobs, and by the built-in decoder', async ({ place }) => {
  for (const name of ['a', 'b', 'c'])
    await makeTrack(place.music, name, 'wav', { seconds: 12, frequency: 100 * (name.charCodeAt(0) - 95) });
  const probabilities = async (jobs: string) => {
    const lines = jsonLines(
      await runCommand(place, 'analyze', place.music, '--json', '--jobs', jobs, '--window', 'full'),
    );
    return lines
      .sort((x, y) => String(x['path']).localeCompare(String(y['path'])))
      .flatMap((line) => Object.values(line['probabilities'] as Record<string, number>));
  };
  const alone = await probabilities('1');
  const together = await probabilities('3');
  alone.forEach((value, index) => expect(Math.abs(value - together[index]!)).toBeLessThan(1e-4));
  process.env['GENRESCOPE_FFMPEG'] = 'wasm';
  try {
    (await probabilities('2')).forEach((value, index) => expect(Math.abs(value - alone[index]!)).toBeLessThan(1e-3));
    expect((await runCommand(place, 'doctor')).stdout).toContain('webassembly');
  } finally {
    delete process.env['GENRESCOPE_FFMPEG'];
  }
});

test('preview touches nothing; write changes the genre alone; undo brings every byte back', async ({ place }) => {
  const decoder = createTestDecoder();
  const paths = [];
  for (const encoding of ALL_ENCODINGS) {
    const path = await makeTrack(place.music, encoding, encoding, { genre: 'Old' });
    await utimes(path, 1_100_000_000, 1_100_000_000);
    paths.push(path);
  }
  const before = await Promise.all(
    paths.map(async (path) => ({
      sha: await sha256(path),
      snapshot: await takeSnapshot(path, decoder),
      changed: (await stat(path)).ctimeMs,
    })),
  );
  const options = ['--mode', 'replace', '--min-confidence', '0', '--map', join(place.home, 'map.json'), '--json'];
  await mkdir(place.home, { recursive: true });
  await writeFile(
    join(place.home, 'map.json'),
    JSON.stringify(
      Object.fromEntries(
        [
          'blues',
          'classical',
          'country',
          'disco',
          'electronic',
          'hiphop',
          'jazz',
          'metal',
          'pop',
          'reggae',
          'rock',
        ].map((genre) => [genre, 'Ünified']),
      ),
    ),
  );

  const preview = await runCommand(place, 'tag', place.music, ...options);
  expect(preview.status).toBe(0);
  expect(jsonLines(preview).every(({ after }) => JSON.stringify(after) === '["Ünified"]')).toBe(true);
  for (const [index, path] of paths.entries()) expect((await stat(path)).ctimeMs).toBe(before[index]!.changed);

  expect((await runCommand(place, 'tag', place.music, '--write', ...options)).status).toBe(0);
  for (const [index, path] of paths.entries()) {
    const after = await takeSnapshot(path, decoder);
    expect(after.genres).toEqual(['Ünified']);
    expect(after.audioMd5).toBe(before[index]!.snapshot.audioMd5);
    expect((await stat(path)).mtimeMs).toBe(1_100_000_000_000);
  }
  expect(jsonLines(await runCommand(place, 'undo', '--list', '--json'))).toMatchObject([
    { files: paths.length, undone: 0 },
  ]);
  expect((await runCommand(place, 'undo', '--json')).status).toBe(0);
  for (const [index, path] of paths.entries()) expect(await sha256(path)).toBe(before[index]!.sha);
  expect((await runCommand(place, 'undo')).status).toBe(1);
});

test('a write that is killed leaves whole files, and the next run puts the journal in order', async ({ place }) => {
  const originals = new Map<string, string>();
  for (let index = 0; index < 30; index++) {
    const path = await makeTrack(place.music, `track ${index}`, index % 2 ? 'flac' : 'mp3-id3v23', { seconds: 2 });
    originals.set(path, await sha256(path));
  }
  const args = ['tag', place.music, '--write', '--mode', 'replace', '--min-confidence', '0', '--json'];
  const child = spawn(process.execPath, [resolve(import.meta.dirname, '../../out/main/cli.js'), ...args], {
    env: { ...process.env, GENRESCOPE_HOME: place.home },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise((done) => child.once('close', done));
  await new Promise<void>((done) => {
    let seen = '';
    child.stdout.on('data', (text: Buffer) => {
      seen += text.toString();
      if (seen.split('"written"').length > 5) done();
    });
  });
  child.kill('SIGKILL');
  await ended;
  const undo = await runCommand(place, 'undo', '--json');
  expect(undo.status).toBe(0);
  expect(undo.stderr).toMatch(/The last run ended while tags were being written|^$/);
  for (const [path, sha] of originals) expect(await sha256(path)).toBe(sha);
  expect((await readdir(place.music)).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('a full disk fails with its own error and loses nothing', async ({ place }) => {
  test.skip(
    process.platform !== 'linux' || process.getuid?.() !== 0,
    'a small file system can be made by root on Linux only',
  );
  const run = promisify(execFile);
  const small = join(place.home, 'small disk');
  await mkdir(small, { recursive: true });
  await run('mount', ['-t', 'tmpfs', '-o', 'size=600k', 'tmpfs', small]);
  try {
    const path = await makeTrack(small, 'large', 'wav', { seconds: 2.5 });
    const sha = await sha256(path);
    const result = await runCommand(place, 'tag', small, '--write', '--min-confidence', '0', '--json');
    expect(result.status).toBe(2);
    expect(jsonLines(result)).toContainEqual(
      expect.objectContaining({ status: 'error', error: expect.objectContaining({ code: 'disk-full' }) }),
    );
    expect(await sha256(path)).toBe(sha);
    expect(await readdir(small)).toEqual(['large.wav']);
  } finally {
    await run('umount', [small]);
  }
});

test('cancelling ends with status 130', async ({ place }) => {
  for (let index = 0; index < 40; index++) await makeTrack(place.music, `track ${index}`, 'wav', { seconds: 8 });
  const child = spawn(
    process.execPath,
    [resolve(import.meta.dirname, '../../out/main/cli.js'), 'analyze', place.music, '--json', '--jobs', '1'],
    { env: { ...process.env, GENRESCOPE_HOME: place.home }, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  child.stdout.once('data', () => child.kill('SIGINT'));
  expect(await new Promise((done) => child.once('close', done))).toBe(130);
});

test('features writes GTZAN’s columns', async ({ place }) => {
  await makeTrack(place.music, 'one', 'flac');
  await chmod(place.music, 0o755);
  const out = join(place.home, 'table.csv');
  await mkdir(place.home, { recursive: true });
  expect((await runCommand(place, 'features', place.music, '--out', out)).status).toBe(0);
  const [header, row] = (await readFile(out, 'utf8')).trim().split('\n');
  expect(header).toMatch(/^filename,length,rms_mean,rms_var,spectral_centroid_mean,.*,mfcc20_mean,mfcc20_var$/);
  expect(row?.split(',')).toHaveLength(header!.split(',').length);
});

test('spectrogram and explain draw and tell', async ({ place }) => {
  const path = join(place.music, 'tone.wav');
  await writeFile(path, synthesizeWav({ seconds: 12, sampleRate: 22_050, frequencies: [440], noise: 0.05 }));
  const picture = join(place.home, '..', 'picture.png');
  const drawn = await runCommand(
    place,
    'spectrogram',
    path,
    '--out',
    picture,
    '--from',
    '2',
    '--to',
    '5',
    '--scale',
    'log',
    '--width',
    '800',
    '--height',
    '400',
    '--json',
  );
  expect(drawn.status, drawn.stderr).toBe(0);
  expect(jsonLines(drawn)[0]).toMatchObject({ seconds: { from: 2, to: 5 }, width: 800, height: 400 });
  const bytes = await readFile(picture);
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([800, 400]);
  const explained = await runCommand(place, 'explain', path, '--genre', 'Hip-Hop', '--out', picture, '--json');
  expect(explained.status, explained.stderr).toBe(0);
  const [report] = jsonLines(explained) as unknown as [
    { genre: string; probabilities: number[]; patches: unknown[]; evidence: { bands: { share: number }[] }[] },
  ];
  expect(report.genre).toBe('hiphop');
  expect(report.probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
  expect(report.evidence.length).toBeGreaterThan(1);
  expect(report.evidence[0]?.bands[0]?.share).toBeGreaterThan(0);
  await symlink(path, join(place.music, 'link.png'));
  for (const args of [
    ['spectrogram', path],
    ['spectrogram', path, '--out', path],
    ['explain', path, '--out', join(place.music, 'link.png')],
    ['spectrogram', path, '--out', picture, '--from', '50', '--to', '60'],
    ['spectrogram', path, '--out', picture, '--floor', '0'],
    ['explain', path, '--genre', 'polka'],
    ['spectrogram', join(place.music, 'none.wav'), '--out', picture],
  ]) {
    expect((await runCommand(place, ...args)).status).toBe(1);
  }
  expect(await readFile(path)).toEqual(
    Buffer.from(synthesizeWav({ seconds: 12, sampleRate: 22_050, frequencies: [440], noise: 0.05 })),
  );
  await writeFile(path, synthesizeWav({ seconds: 4, amplitude: 0, noise: 0 }));
  expect((await runCommand(place, 'explain', path)).stderr).toContain('silent');
});
