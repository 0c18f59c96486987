import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SHARD_FILES, ShardPlace } from '../../testing/shard-place.ts';
import type { CommandContext } from '../command.ts';
import { importResults } from './import-results.ts';
import { RESULTS_SCHEMA } from './results-format.ts';

const said = vi.hoisted(() => ({ lines: [] as string[] }));
vi.mock('../output.ts', async (original) => ({
  ...(await original<object>()),
  print: (line: string) => said.lines.push(line),
  say: (line: string) => said.lines.push(line),
}));

let place: ShardPlace;
let context: CommandContext;

beforeEach(async () => {
  place = await ShardPlace.make();
  context = place.context();
  said.lines.length = 0;
});
afterEach(() => place.remove());

describe('results that are not merged', () => {
  it('are those of another model, spec, window or list of genres; then nothing is changed', async () => {
    const [good = '', other = ''] = await place.threeShards();
    const text = await readFile(other, 'utf8');
    const changes: [string, string][] = [
      ['"model":"musicnn"', '"model":"ensemble"'],
      [place.recogniser.specHash, 'f'.repeat(64)],
      ['"window":"30s"', '"window":"full"'],
      ['"genres":["blues",', '"genres":["polka",'],
    ];
    for (const [from, to] of changes) {
      await writeFile(other, text.replaceAll(from, to));
      const merging = importResults([good, other], null, context);
      await expect(merging).rejects.toMatchObject({ code: 'results-of-other-model' });
    }
    await expect(importResults([other], null, context)).rejects.toThrow('2 of 3.jsonl, line 1');
    await expect(readFile(context.paths.database)).rejects.toMatchObject({ code: 'ENOENT' });
    // A header that says one thing above lines that say another.
    const [header = '', ...lines] = text.split('\n');
    await writeFile(
      other,
      [header, ...lines.map((line) => line.replace('"window":"30s"', '"window":"full"'))].join('\n'),
    );
    await expect(importResults([other], null, context)).rejects.toThrow('line 2: made by musicnn');
  });

  it('are a last line that was cut, and damaged ones; the rest is kept', async () => {
    const whole = await place.writeShard(1, 1);
    const lines = (await readFile(whole, 'utf8')).trim().split('\n');
    const last = lines.pop()!;
    await writeFile(whole, `${lines.join('\n')}\n\n{"status":"ok"}\nno JSON\n\xff\n${last.slice(0, last.length / 2)}`);
    const report = await importResults([whole], null, context);
    expect(report).toMatchObject({ damagedLines: 4, shards: [{ count: 1, notSeen: [], incomplete: [1] }] });
    expect(report.merged + report.failed.length).toBe(SHARD_FILES.length - 1);
    expect(report.notGiven).toHaveLength(1);
    const cut = lines.length + 5;
    expect(said.lines).toContain(`1 of 1.jsonl, line ${cut} is left out: cut off`);
    expect(said.lines).toContainEqual(expect.stringMatching(/line \d+ is left out: no JSON/));
  });

  it('are numbers that the model does not give', async () => {
    const file = await place.writeShard(1, 1);
    const text = await readFile(file, 'utf8');
    const [header = '', ...lines] = text.trim().split('\n');
    const broken = lines
      .map((line) => JSON.parse(line) as { status: string; library: { analysis?: Record<string, unknown> } })
      .filter(({ status }) => status === 'ok');
    const nan = Buffer.from(new Float32Array(20).fill(NaN).buffer).toString('base64');
    Object.assign(broken[0]!.library.analysis!, { probabilities: [1] });
    Object.assign(broken[1]!.library.analysis!, { embedding: nan });
    Object.assign(broken[2]!.library.analysis!, { embedding: 'AAA=' });
    Object.assign(broken[3]!.library.analysis!, { styleScores: '' });
    Object.assign(broken[4]!.library.analysis!, { genre: 'polka' });
    await writeFile(file, [header, ...broken.map((line) => JSON.stringify(line))].join('\n'));
    expect(await importResults([file], null, context)).toMatchObject({ damagedLines: 5, merged: 3 });
  });

  it('are paths that lead out of the folder', async () => {
    const file = await place.writeShard(1, 1);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"path":"a.mp3"', '"path":"../music/a.mp3"'));
    expect(await importResults([file], null, context)).toMatchObject({ absent: 1, merged: 7 });
  });

  it('are no results, or of a newer version', async () => {
    const file = join(place.root, 'x.jsonl');
    await expect(importResults([file], null, context)).rejects.toMatchObject({ code: 'results-invalid' });
    await writeFile(file, 'path,genre\n');
    await expect(importResults([file], null, context)).rejects.toMatchObject({ code: 'results-invalid' });
    const shard = await place.writeShard(1, 1);
    const newer = (await readFile(shard, 'utf8')).replace(`"schema":${RESULTS_SCHEMA}`, '"schema":999');
    await writeFile(file, newer);
    await expect(importResults([file], null, context)).rejects.toThrow('newer version');
  });

  it('of a failed analysis give way to those of a later run', async () => {
    const file = await place.writeShard(1, 1);
    const text = await readFile(file, 'utf8');
    const failure = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { status: string; library: { analysis?: unknown } })
      .filter(({ status }) => status === 'ok')
      .map((line) => ({
        status: 'error',
        error: { code: 'decode-timeout', message: '' },
        library: { ...line.library, analysis: undefined },
      }));
    const failures = failure.map((line) => `${JSON.stringify(line)}\n`).join('');
    const header = `${text.split('\n')[0]}\n`;
    await writeFile(file, header + failures);
    expect((await importResults([file], null, context)).failed).toHaveLength(9 - 1);
    await appendFile(file, text + failures);
    expect(await importResults([file], null, context)).toMatchObject({ merged: 8, notGiven: [], failed: [{}] });
  });
});
