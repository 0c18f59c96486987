import { beforeEach, describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { AppError } from '../contract/app-error.ts';
import type { ClientOptions } from './client.ts';
import { Client } from './client.ts';
import { Connection, CrashError } from './connection.ts';
import type { MemoryProcess } from './memory-ports.ts';
import { memoryProcess } from './memory-ports.ts';
import type { Handlers } from './server.ts';
import { serve } from './server.ts';

const protocol = {
  questions: {
    double: { request: z.object({ values: z.array(z.number()) }), response: z.array(z.number()) },
    wait: { request: z.null(), response: z.enum(['done', 'left']) },
    levels: { request: z.null(), response: z.instanceof(Float32Array) },
  },
  events: { counted: z.object({ count: z.number() }) },
};

/** What the handler of `wait` waits for, in order of asking. */
let releases: (() => void)[] = [];
let processes: MemoryProcess[] = [];
let begun: string[] = [];

const handlers: Handlers<typeof protocol> = {
  double({ values }, { emit }) {
    begun.push(`double ${values.join()}`);
    if (values.length === 0) throw new AppError('request-invalid', 'nothing to double');
    values.forEach((_, count) => emit('counted', { count }));
    return values.map((value) => 2 * value);
  },
  wait(_, { signal }) {
    begun.push('wait');
    return new Promise((resolve) => {
      releases.push(() => resolve('done'));
      signal.addEventListener('abort', () => resolve('left'));
    });
  },
  levels(_, { transfer }) {
    const levels = new Float32Array([1, 2]);
    transfer([levels.buffer]);
    setTimeout(() => begun.push(`kept ${levels.length}`));
    return levels;
  },
};

beforeEach(() => {
  releases = [];
  processes = [];
  begun = [];
});

function start() {
  const started = memoryProcess();
  processes.push(started);
  serve(started.server, protocol, handlers);
  return started.client;
}

const client = (options: Partial<ClientOptions> = {}) =>
  new Client(protocol, start, { crashCode: 'worker-crashed', ...options });

/** Lets messages arrive. */
const delivered = () => new Promise((resolve) => setTimeout(resolve));

describe('a channel', () => {
  it('asks by the protocol’s types, and answers by them', async () => {
    const doubled = await client().ask('double', { values: [1, 2] });
    expectTypeOf(doubled).toEqualTypeOf<readonly number[]>();
    expect(doubled).toEqual([2, 4]);
    // @ts-expect-error a question that the protocol does not have
    await expect(client().ask('triple', null)).rejects.toMatchObject({ code: 'request-invalid' });
    // @ts-expect-error a request of another question
    await expect(client().ask('double', null)).rejects.toMatchObject({ code: 'request-invalid' });
  });

  it('starts its process when it is first needed, and again after it ended', async () => {
    const asking = client();
    expect([asking.isRunning, processes.length]).toEqual([false, 0]);
    await Promise.all([asking.ask('double', { values: [1] }), asking.ask('double', { values: [2] })]);
    expect([asking.isRunning, processes.length]).toEqual([true, 1]);
    processes[0]!.crash('gone');
    expect(asking.isRunning).toBe(false);
    expect(await asking.ask('double', { values: [1] })).toEqual([2]);
    expect(processes).toHaveLength(2);
  });

  it('carries what a handler throws', async () => {
    const failing = client().ask('double', { values: [] });
    await expect(failing).rejects.toBeInstanceOf(AppError);
    await expect(failing).rejects.toMatchObject({ code: 'request-invalid', message: 'nothing to double' });
  });

  it('tells events before the response that follows them, from every process', async () => {
    const asking = client();
    const heard: unknown[] = [];
    const stop = asking.on('counted', ({ count }) => {
      expectTypeOf(count).toEqualTypeOf<number>();
      heard.push(count);
    });
    await asking.ask('double', { values: [7, 8] }).then((doubled) => heard.push(doubled));
    asking.kill();
    await asking.ask('double', { values: [9] });
    expect(heard).toEqual([0, 1, [14, 16], 0]);
    stop();
    await asking.ask('double', { values: [9] });
    expect(heard).toHaveLength(4);
  });

  it('moves buffers where the handler says so', async () => {
    expect(await client().ask('levels', null)).toEqual(Float32Array.of(1, 2));
    await delivered();
    expect(begun).toEqual(['kept 0']);
  });

  it('resolves questions as their responses come, in whatever order', async () => {
    const asking = client();
    const order: string[] = [];
    const slow = asking.ask('wait', null).then(() => order.push('slow'));
    const quick = asking.ask('double', { values: [1] }).then(() => order.push('quick'));
    await quick;
    releases[0]!();
    await slow;
    expect(order).toEqual(['quick', 'slow']);
  });

  it('asks one after the other where it is told to', async () => {
    const asking = client({ oneByOne: true });
    const slow = asking.ask('wait', null);
    const failing = asking.ask('double', { values: [] });
    const quick = asking.ask('double', { values: [1] });
    await delivered();
    expect(begun).toEqual(['wait']);
    releases[0]!();
    expect(await slow).toBe('done');
    await expect(failing).rejects.toMatchObject({ code: 'request-invalid' });
    expect(await quick).toEqual([2]);
    expect(begun).toEqual(['wait', 'double ', 'double 1']);
  });
});

describe('a channel’s questions end', () => {
  it('with the given code, all of them, if the process ends by itself', async () => {
    const crashes: string[] = [];
    const asking = client({ onCrash: ({ message }) => crashes.push(message) });
    const pending = [asking.ask('wait', null), asking.ask('wait', null)];
    await delivered();
    processes[0]!.crash('signal 11');
    for (const question of pending) {
      await expect(question).rejects.toBeInstanceOf(CrashError);
      await expect(question).rejects.toMatchObject({ code: 'worker-crashed', message: 'signal 11' });
    }
    expect(crashes).toEqual(['signal 11']);
  });

  it('with the process that crashes, and not with what waits for its turn', async () => {
    const asking = client({ oneByOne: true });
    const slow = asking.ask('wait', null);
    const quick = asking.ask('double', { values: [1] });
    await delivered();
    processes[0]!.crash('gone');
    await expect(slow).rejects.toBeInstanceOf(CrashError);
    expect(await quick).toEqual([2]);
  });

  it('as the server decides where one is cancelled', async () => {
    const asking = client();
    const controller = new AbortController();
    const [left, stays] = [asking.ask('wait', null, { signal: controller.signal }), asking.ask('wait', null)];
    await delivered();
    controller.abort();
    expect(await left).toBe('left');
    releases[1]!();
    expect(await stays).toBe('done');
    const late = asking.ask('wait', null, { signal: controller.signal });
    await expect(late).rejects.toMatchObject({ code: 'cancelled' });
    expect(begun).toEqual(['wait', 'wait']);
  });

  it('as cancelled, also those that wait for their turn, when the process is killed', async () => {
    const asking = client({ oneByOne: true, onCrash: () => begun.push('crash') });
    const pending = [asking.ask('wait', null), asking.ask('wait', null)];
    await delivered();
    asking.kill();
    for (const question of pending) await expect(question).rejects.toMatchObject({ code: 'cancelled' });
    expect([begun, processes.length, processes[0]!.isEnded, asking.isRunning]).toEqual([['wait'], 1, true, false]);
    const hung = asking.ask('wait', null);
    await delivered();
    asking.kill(new AppError('worker-crashed', 'It hung.'));
    await expect(hung).rejects.toMatchObject({ code: 'worker-crashed', message: 'It hung.' });
  });

  it('for good where nobody starts the process again', async () => {
    const connection = new Connection(protocol, start(), { crashCode: 'file-corrupt' });
    expect(await connection.ask('double', { values: [1] })).toEqual([2]);
    expect(connection.isOver).toBe(false);
    processes[0]!.crash('gone');
    expect(connection.isOver).toBe(true);
    await expect(connection.ask('double', { values: [1] })).rejects.toMatchObject({ code: 'file-corrupt' });
    expect(processes).toHaveLength(1);
  });
});

describe('a fault of whoever listens', () => {
  it('is no fault of the process', async () => {
    const { client: port } = memoryProcess();
    let receive: (message: unknown) => void = () => undefined;
    const connection = new Connection(
      protocol,
      { ...port, onMessage: (listener) => (receive = listener) },
      { crashCode: 'unexpected' },
    );
    connection.on('counted', () => {
      throw new Error('The disk is full.');
    });
    expect(() => receive({ kind: 'event', event: 'counted', payload: { count: 1 } })).toThrow('The disk is full.');
    expect(connection.isOver).toBe(false);
  });
});

describe('a message that is none of the protocol’s', () => {
  function played(message: unknown): Client<typeof protocol> {
    return new Client(
      protocol,
      () => {
        const started = memoryProcess();
        processes.push(started);
        started.server.onMessage(() => started.server.send(message as never, []));
        return started.client;
      },
      { crashCode: 'worker-crashed' },
    );
  }

  it('fails its question, where it is a response', async () => {
    const asking = played({ kind: 'response', id: 1, response: 'nonsense' });
    await expect(asking.ask('double', { values: [1] })).rejects.toBeInstanceOf(z.ZodError);
    expect(asking.isRunning).toBe(true);
  });

  it('ends the process as a crash does, where it belongs to no question', async () => {
    for (const message of [{ kind: 'else' }, { kind: 'event', event: 'counted', payload: {} }]) {
      const asking = played(message);
      await expect(asking.ask('double', { values: [1] })).rejects.toThrow(/not understood/);
      expect([processes.at(-1)!.isEnded, asking.isRunning]).toEqual([true, false]);
    }
  });

  it('is refused by the server', async () => {
    const started = memoryProcess();
    const answers: unknown[] = [];
    serve(started.server, protocol, handlers);
    started.client.onMessage((message) => answers.push(message));
    started.client.send({ kind: 'ask', id: 5, question: 'toString', request: null });
    started.client.send({ kind: 'ask', id: 6, question: 'double', request: { values: 'two' } });
    await delivered();
    expect(answers).toMatchObject([
      { kind: 'failure', id: 5, error: { code: 'request-invalid' } },
      { kind: 'failure', id: 6, error: { code: 'request-invalid' } },
    ]);
    expect(begun).toEqual([]);
  });
});
