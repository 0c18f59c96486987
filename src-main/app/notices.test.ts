import { expect, it } from 'vitest';
import { Notices } from './notices.ts';

it('shows notices until they are dismissed, and tells each of them', () => {
  const told: unknown[] = [];
  const notices = new Notices((name, payload) => told.push([name, payload]));
  notices.show({ severity: 'info', title: 'One', detail: '' });
  notices.show({ severity: 'error', title: 'Two', detail: 'Why' });
  const [one, two] = notices.shown;
  expect(told).toEqual([
    ['notice', one],
    ['notice', two],
  ]);
  notices.dismiss(one?.id ?? '');
  notices.dismiss('unknown');
  expect(notices.shown).toEqual([two]);
});

it('takes a notice back that is not true any more', () => {
  const told: unknown[] = [];
  const notices = new Notices((name, payload) => told.push([name, payload]));
  const id = notices.show({ severity: 'info', title: 'One', detail: '' });
  notices.takeBack(id);
  expect(notices.shown).toEqual([]);
  expect(told.at(-1)).toEqual(['notice.over', { id }]);
});

it('does what a notice offers once', async () => {
  let done = 0;
  const notices = new Notices(() => undefined);
  notices.show({ severity: 'info', title: 'One', detail: '' }, { label: 'Do It', run: () => void (done += 1) });
  const [one] = notices.shown;
  expect(one?.action).toBe('Do It');
  await notices.accept(one?.id ?? '');
  await notices.accept(one?.id ?? '');
  expect(done).toBe(1);
  expect(notices.shown).toEqual([]);
});
