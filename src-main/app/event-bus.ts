import type { EventName, Events } from '../contract/operations/index.ts';

/** Where controllers tell what happened; the shell passes it on to the window. */
export type Emit = <Name extends EventName>(name: Name, payload: Events[Name]) => void;

/** A function that is called less often than it is asked for; `flush` makes up for a call that is still owed. */
export interface Throttled {
  (): void;
  flush(): void;
}

/** Lets a call through at once and then at most every `milliseconds`; the last one is never lost. */
export function throttle(milliseconds: number, call: () => void): Throttled {
  let timer: NodeJS.Timeout | null = null;
  let again = false;
  const run = (): void => {
    again = false;
    timer = setTimeout(() => {
      timer = null;
      if (again) run();
    }, milliseconds);
    call();
  };
  const throttled = (): void => {
    if (timer) again = true;
    else run();
  };
  return Object.assign(throttled, {
    flush(): void {
      if (timer) clearTimeout(timer);
      timer = null;
      if (again) call();
      again = false;
    },
  });
}
