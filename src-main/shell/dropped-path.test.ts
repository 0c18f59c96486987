import { expect, it, vi } from 'vitest';
import { DroppedPath } from './dropped-path.ts';
import { Gestures } from './gestures.ts';

vi.mock('electron', () => ({ app: {} }));

const FRAME = { parent: null, url: 'app://genrescope/index.html' };

function listening() {
  let tell: (event: unknown, path: unknown) => void = () => undefined;
  const ipc = { on: (_channel: string, listener: typeof tell) => void (tell = listener) };
  const [dropped, gestures] = [new DroppedPath(), new Gestures()];
  dropped.listen(ipc as unknown as Parameters<DroppedPath['listen']>[0], gestures);
  return { dropped, gestures, tell: (senderFrame: unknown, path: unknown) => tell({ senderFrame }, path) };
}

it('gives what was dropped, once', () => {
  const { dropped, gestures, tell } = listening();
  tell(FRAME, '/music/old');
  tell(FRAME, '/music/new');
  expect(gestures.isRecent).toBe(true);
  expect(dropped.take()).toBe('/music/new');
  expect(() => dropped.take()).toThrow(expect.objectContaining({ code: 'request-invalid' }));
});

it.each([
  ['no frame', null, '/music'],
  ['a frame in the page', { parent: FRAME, url: FRAME.url }, '/music'],
  ['another page', { parent: null, url: 'https://example.org/' }, '/music'],
  ['no path', FRAME, ''],
  ['something else', FRAME, { path: '/music' }],
])('takes nothing from %s', (_case, frame, path) => {
  const { dropped, gestures, tell } = listening();
  tell(frame, path);
  expect(gestures.isRecent).toBe(false);
  expect(() => dropped.take()).toThrow(expect.objectContaining({ code: 'request-invalid' }));
});
