/** What a person must hear of a file that was written. */
export const TAG_NOTES = ['text-not-copied', 'time-not-kept'] as const;
/** See {@link TAG_NOTES}. */
export type TagNote = (typeof TAG_NOTES)[number];

/** The notes in words. */
export const TAG_NOTE_TEXTS: Readonly<Record<TagNote, string>> = {
  'text-not-copied': 'a text of its old tag is in an unknown alphabet, so the new tag does not repeat it',
  'time-not-kept': 'it belongs to somebody else, who alone may keep its time of change',
};
