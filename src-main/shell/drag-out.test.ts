import type { BrowserWindow } from 'electron';
import { expect, it, vi } from 'vitest';
import { dragOut } from './drag-out.ts';
import { Gestures } from './gestures.ts';

vi.mock('electron', () => ({
  app: { getFileIcon: () => Promise.resolve({ isEmpty: () => false }) },
  nativeImage: {},
}));

/** A window that the user presses a button in, and what is dragged out of it. */
function setUp() {
  const gestures = new Gestures();
  let input: (event: unknown, input: { readonly type: string }) => void = () => undefined;
  gestures.watch({ on: (_name: string, listener: typeof input) => void (input = listener) } as never);
  const startDrag = vi.fn();
  const window = { webContents: { startDrag } } as unknown as BrowserWindow;
  const drag = () => dragOut(window, ['/m/a.mp3'], gestures);
  return { drag, press: (type: string) => input({}, { type }), startDrag };
}

it('drags files while a button is held', async () => {
  const { drag, press, startDrag } = setUp();
  press('mouseDown');
  await drag();
  expect(startDrag).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ file: '/m/a.mp3', files: ['/m/a.mp3'] }));
});

it('drags nothing where the button was let go meanwhile, or a key was pressed', async () => {
  const { drag, press, startDrag } = setUp();
  press('mouseDown');
  const dragged = drag();
  press('mouseUp');
  await dragged;
  press('keyDown');
  await drag();
  expect(startDrag).not.toHaveBeenCalled();
});

it('drags once for each time that a button is held', async () => {
  const { drag, press, startDrag } = setUp();
  press('mouseDown');
  await drag();
  await drag();
  expect(startDrag).toHaveBeenCalledTimes(1);
});
