import { expect, it } from 'vitest';
import { Gestures } from './gestures.ts';

type Listener = (event: unknown, input: { readonly type: string }) => void;

function watched() {
  let time = 0;
  let input: Listener = () => undefined;
  const gestures = new Gestures(() => time);
  const contents = { on: (_name: string, listener: Listener) => void (input = listener) };
  gestures.watch(contents as unknown as Parameters<Gestures['watch']>[0]);
  return {
    gestures,
    pass: (milliseconds: number) => (time += milliseconds),
    press: (type: string) => input({}, { type }),
  };
}

it('nothing was pressed at the start', () => expect(watched().gestures.isRecent).toBe(false));

it.each(['mouseDown', 'mouseUp', 'rawKeyDown', 'keyDown', 'touchStart', 'touchEnd', 'gestureTap'])(
  '%s counts for five seconds',
  (type) => {
    const { gestures, pass, press } = watched();
    press(type);
    pass(5_000);
    expect(gestures.isRecent).toBe(true);
    pass(1);
    expect(gestures.isRecent).toBe(false);
  },
);

it.each(['mouseMove', 'mouseEnter', 'mouseWheel', 'gestureScrollBegin', 'undefined'])('%s is no press', (type) => {
  const { gestures, press } = watched();
  press(type);
  expect(gestures.isRecent).toBe(false);
});

it('what was pressed before something new counts no more', () => {
  const { gestures } = watched();
  gestures.note();
  gestures.forget();
  expect(gestures.isRecent).toBe(false);
});

it('knows whether a button is held, until it is let go or the system takes it', () => {
  const { gestures, press } = watched();
  const heldAfter = (...types: readonly string[]) => {
    types.forEach(press);
    return gestures.isHeld;
  };
  expect([heldAfter('keyDown'), heldAfter('mouseDown', 'mouseMove'), heldAfter('mouseUp')]).toEqual([
    false,
    true,
    false,
  ]);
  expect([heldAfter('touchStart'), heldAfter('touchEnd')]).toEqual([true, false]);
  press('mouseDown');
  gestures.release();
  expect(gestures.isHeld).toBe(false);
});
