import type { JournalEntry } from '../tags/journal-schema.ts';
import { readBatch } from '../tags/journal.ts';

/** All lines of a batch's journal. @throws AppError as `readBatch` */
export async function batchEntries(root: string, batchId: string): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for await (const some of readBatch(root, batchId)) entries.push(...some);
  return entries;
}
