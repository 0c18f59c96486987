import type { TagNote } from './values.ts';

/** The notes in words. */
export const TAG_NOTE_TEXTS: Readonly<Record<TagNote, string>> = {
  'text-not-copied': 'a text of its old tag is in an unknown alphabet, so the new tag does not repeat it',
  'time-not-kept': 'it belongs to somebody else, who alone may keep its time of change',
};
