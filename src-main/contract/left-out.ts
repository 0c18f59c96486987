/** Why a scan leaves out a file or a folder; texts/en/notices.ts has the sentences. */
export type LeftOutReason = 'not-music' | 'same-file';
