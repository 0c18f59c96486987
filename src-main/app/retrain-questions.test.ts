import { beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../contract/settings.ts';
import { PlayedProcess } from '../testing/played-process.ts';
import type { RetrainProtocol } from '../workers/retrain-protocol.ts';
import { RetrainQuestions } from './retrain-questions.ts';

let processes: PlayedProcess<RetrainProtocol>[] = [];
let questions: RetrainQuestions;

beforeEach(() => {
  processes = [];
  questions = new RetrainQuestions({
    reader: { labelCandidates: () => Promise.resolve({ candidates: [], known: [] }) },
    settings: () => DEFAULT_SETTINGS,
    folder: () => null,
    modelRoots: ['/models'],
    startProcess() {
      const started = new PlayedProcess<RetrainProtocol>();
      processes.push(started);
      return started;
    },
  });
});

describe('a model that is brought in', () => {
  it('is tried in a process of its own, which then ends, and other questions do not wait for it', async () => {
    const adding = questions.addNetwork('/friend', '/models');
    const catalogue = questions.catalogue();
    await expect.poll(() => processes.length).toBe(2);
    const [trial, other] = processes;
    expect(trial?.last).toMatchObject({ question: 'addNetwork', request: { path: '/friend', models: '/models' } });
    await other?.respond('catalogue', []);
    expect(await catalogue).toEqual([]);
    questions.stopPredicting();
    expect([trial?.isKilled, other?.isKilled]).toEqual([false, true]);
    await trial?.respond('addNetwork', 'friend');
    expect(await adding).toBe('friend');
    expect(trial?.isKilled).toBe(true);
  });

  it('is not added where it computes without end, or takes its process with it', async () => {
    const endless = expect(questions.addNetwork('/friend', '/models')).rejects.toMatchObject({
      code: 'model-too-slow',
    });
    await processes[0]?.crash('too slow', 'model-too-slow');
    await endless;
    const greedy = expect(questions.addNetwork('/friend', '/models')).rejects.toMatchObject({ code: 'model-invalid' });
    await processes[1]?.crash('The process ended by itself (9).');
    await greedy;
  });

  it('ends with the app', async () => {
    const adding = expect(questions.addNetwork('/friend', '/models')).rejects.toMatchObject({ code: 'cancelled' });
    const going = expect(questions.exportModel('mine', '/into')).rejects.toMatchObject({ code: 'cancelled' });
    questions.stop();
    await Promise.all([adding, going]);
    expect(processes.map(({ isKilled }) => isKilled)).toEqual([true, true]);
  });
});
