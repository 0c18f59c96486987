import type { ErrorText } from './error-text.ts';

/** What is told of looking for, fetching and installing newer versions, part of `ERROR_TEXTS`. */
export const UPDATE_ERROR_TEXTS = {
  'update-unavailable': {
    title: 'This copy of the app is not updated by itself',
    advice: 'It knows no server of updates. Get a newer version from where you got this one. Nothing was changed.',
  },
  'update-unreachable': {
    title: 'The update server cannot be reached',
    advice: 'Nothing was changed. Check the connection to the internet and the proxy, and try again.',
  },
  'update-refused': {
    title: 'The update server gave no usable answer',
    advice: 'Nothing was changed, and the app works as before. Try again later.',
  },
  'update-cut': {
    title: 'The connection ended before the update was complete',
    advice: 'The incomplete file was deleted. Nothing was changed, and the app works as before. Try again.',
  },
  'update-different': {
    title: 'The downloaded update is not the expected file',
    advice:
      'Its size or its checksum differs, so it was deleted and not opened. Nothing was changed. Try again; ' +
      'if it happens again, something between you and the server changes the file.',
  },
  'update-no-room': {
    title: 'The disk is too full for the update',
    advice: 'The incomplete file was deleted. Nothing was changed. Free some space and try again.',
  },
  'update-not-installed': {
    title: 'The update was not installed',
    advice: 'The app works as before. Help → Check for Updates… tries again; Help → Open Logs shows the details.',
  },
} as const satisfies Readonly<Record<string, ErrorText>>;
