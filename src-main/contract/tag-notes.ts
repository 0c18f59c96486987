/** What a person must know of a file that was written; texts/en/notices.ts has the sentences. */
export type TagNote = 'text-not-copied' | 'time-not-kept';
