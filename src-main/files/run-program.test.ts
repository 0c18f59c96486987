import { existsSync } from 'node:fs';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProgramInput } from './run-program.ts';
import { runProgram } from './run-program.ts';
import { lightSpawn } from './spawn-lightly.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-program-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const runNode = (body: string, stdin: ProgramInput = null, ...args: string[]) =>
  runProgram(process.execPath, ['-e', body, ...args], stdin);

describe('a program', () => {
  it('is started by the lighter call on Linux', () => {
    expect(lightSpawn() !== null).toBe(process.platform === 'linux');
  });

  it('is given arguments and environment, and gives its output and status', async () => {
    process.env['GENRESCOPE_TEST_WORD'] = 'ä =';
    const program = runNode(
      `console.log(process.argv[1] + process.env.GENRESCOPE_TEST_WORD); console.error('e'); process.exitCode = 7`,
      null,
      `it's "ö"`,
    );
    expect(await Promise.all([text(program.output), text(program.stderr), program.ended])).toEqual([
      `it's "ö"ä =\n`,
      'e\n',
      7,
    ]);
  });

  it('can be ended in the moment in which it has ended by itself', async () => {
    const program = runNode('');
    program.stderr.resume();
    // Its number vanishes when a thread has waited for it; this thread hears of that later.
    while (existsSync(`/proc/${program.pid}`)) await new Promise(setImmediate);
    expect(() => program.kill()).not.toThrow();
    await program.ended;
  });

  it('gives a long output whole', async () => {
    const program = runNode(`process.stdout.write('a'.repeat(3_000_000))`);
    program.stderr.resume();
    expect((await text(program.output)).length).toBe(3_000_000);
    expect(await program.ended).toBe(0);
  });

  it('gives a long output in its order, however slowly it is looked at', async () => {
    const count = 500_000;
    const program = runNode(
      `process.stdout.write(new Uint8Array(Uint32Array.from({ length: ${count} }, (_, n) => n).buffer))`,
    );
    program.stderr.resume();
    const pieces: Buffer[] = [];
    for await (const piece of program.output) {
      await new Promise(setImmediate);
      await new Promise(setImmediate);
      pieces.push(Buffer.from(piece));
    }
    const bytes = Uint8Array.from(Buffer.concat(pieces));
    expect(new Uint32Array(bytes.buffer).findIndex((value, index) => value !== index)).toBe(-1);
    expect(bytes.length).toBe(4 * count);
  });

  it('is given a text later', async () => {
    const program = runNode(`process.stdin.pipe(process.stdout)`, 'later');
    program.stderr.resume();
    program.give('lately');
    expect(await text(program.output)).toBe('lately');
  });

  it('that has ended is given nothing', async () => {
    const program = runNode('', 'later');
    program.stderr.resume();
    await program.ended;
    expect(() => program.give('lately')).not.toThrow();
  });

  it('reads a file that is open, or nothing', async () => {
    const path = join(folder, 'in.txt');
    await writeFile(path, 'given');
    const handle = await open(path);
    const echo = `process.stdin.pipe(process.stdout)`;
    const [given, none] = [runNode(echo, handle.fd), runNode(echo)];
    await handle.close();
    for (const program of [given, none]) program.stderr.resume();
    expect(await Promise.all([text(given.output), text(none.output)])).toEqual(['given', '']);
  });

  it('is ended by a signal, also where nobody reads on', async () => {
    const program = runNode(`setInterval(() => process.stdout.write('a'.repeat(65_536)), 1)`);
    program.stderr.resume();
    for await (const bytes of program.output) if (bytes.length > 0) break;
    program.kill();
    expect(await program.ended).toBeNull();
    expect(() => process.kill(program.pid ?? 0, 0)).toThrow('ESRCH');
  });

  it('that is not there says so', async () => {
    await expect(runProgram(join(folder, 'none'), [], null).ended).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
