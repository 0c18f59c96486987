import type { ErrorText } from './error-text.ts';

/** What is told of requests that the user has not asked for, part of `ERROR_TEXTS`. */
export const PAGE_ERROR_TEXTS = {
  'gesture-needed': {
    title: 'A key or a mouse button must be pressed for this',
    advice: 'Nothing was changed. Press the button again.',
  },
  'program-refused': {
    title: 'This program cannot be used',
    advice: 'Choose an executable file on this computer. The setting was not changed.',
  },
} as const satisfies Record<string, ErrorText>;
