import { expect, it, vi } from 'vitest';
import type { AdmissionRules } from './admission.ts';
import { createAdmission } from './admission.ts';

const BATCH = { batchId: '20260101000000-abcdef', model: null };

function rules(change: Partial<AdmissionRules> = {}): AdmissionRules {
  return {
    gestures: { isRecent: false },
    isAssisted: () => false,
    confirm: () => Promise.resolve(true),
    trackCount: () => 5,
    ...change,
  };
}

it('consequences need a gesture, questions none', async () => {
  const refused = createAdmission(rules());
  await expect(refused('tags.undo', BATCH)).rejects.toMatchObject({ code: 'gesture-needed' });
  await expect(refused('library.detail', { id: 1 })).resolves.toBeUndefined();
  await expect(createAdmission(rules({ gestures: { isRecent: true } }))('tags.undo', BATCH)).resolves.toBeUndefined();
});

it('for assistive technology a dialog asks, one at a time, and none after a no', async () => {
  let answer: (consent: boolean) => void = () => undefined;
  const confirm = vi.fn(() => new Promise<boolean>((resolve) => (answer = resolve)));
  const admit = createAdmission(rules({ isAssisted: () => true, confirm }));
  const first = admit('tags.undo', BATCH);
  await expect(admit('tags.undo', BATCH)).rejects.toMatchObject({ code: 'gesture-needed' });
  answer(true);
  await expect(first).resolves.toBeUndefined();
  const second = admit('tags.undo', BATCH);
  answer(false);
  await expect(second).rejects.toMatchObject({ code: 'gesture-needed' });
  await expect(admit('tags.undo', BATCH)).rejects.toMatchObject({ code: 'gesture-needed' });
  expect(confirm).toHaveBeenCalledTimes(2);
});

it('refuses more tracks than there are, wherever their ids lie', async () => {
  const admit = createAdmission(rules());
  const ids = (amount: number) => new Int32Array(amount);
  await expect(admit('library.rows', { ids: ids(10_005) })).resolves.toBeUndefined();
  for (const request of [
    { ids: ids(10_006) },
    { selection: { kind: 'ids', ids: ids(10_006) } },
    { clusters: [{ ids: ids(6_000) }, { ids: ids(6_000) }] },
  ])
    await expect(admit('library.rows', request)).rejects.toMatchObject({ code: 'request-invalid' });
});
