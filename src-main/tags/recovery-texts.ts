/** What a person must be told of files that could not be repaired. */
export function unrepairedText(files: number): string {
  return `${files === 1 ? 'One file' : `${files} files`} of a run that ended early cannot be repaired now: the next start tries again. Connect the disk that holds them, and free some space if a disk is full.`;
}

/** What a person must be told of batches that repair could not read. */
export function unreadText(batchIds: readonly string[]): string {
  return `These batches were written by a newer version, or cannot be read, and were left alone: ${batchIds.join(', ')}.`;
}
