import { realpathSync } from 'node:fs';
import type { ScannedFile } from '../../../src-main/contract/scanned-file.ts';
import type { JournalEntry } from '../../../src-main/tags/journal-schema.ts';
import { createBatch, listBatchIds } from '../../../src-main/tags/journal.ts';

/** Of one batch; what is larger is seldom. */
const MOST_FILES = 100_000;
const AT_ONCE = 2_000;

/** The batch of a journal in which genres were written to so many files; made where there is none. @returns its name */
export async function largeBatch(root: string, music: string, files: readonly ScannedFile[]): Promise<string> {
  const [known] = await listBatchIds(root);
  if (known !== undefined) return known;
  const journal = await createBatch(root, realpathSync(music));
  const written = files.slice(0, MOST_FILES);
  for (let start = 0; start < written.length; start += AT_ONCE) {
    const entries = written.slice(start, start + AT_ONCE).flatMap((file, place) => entriesOf(file, start + place));
    await Promise.all(entries.map((entry) => journal.append(entry)));
  }
  await journal.close();
  return journal.batchId;
}

/** The lines of a file that was written, as long as real ones. */
function entriesOf({ path, size }: ScannedFile, file: number): JournalEntry[] {
  const temporary = `${path}.genrescope`;
  const hash = String(file).padStart(64, '0');
  return [
    { kind: 'begun', file, path, temporary },
    {
      kind: 'prepared',
      file,
      path,
      temporary,
      before: {
        sha256: hash,
        size,
        mode: 0o100644,
        uid: 1_000,
        gid: 1_000,
        modifiedNanoseconds: '1764238000123456789',
      },
      afterSha256: hash,
      steps: [{ copy: [0, 300] }, { literal: 40 }, { copy: [340, 8_000_000] }],
      genresBefore: [],
      genresAfter: [file % 2 === 0 ? 'Rock' : 'Jazz'],
      model: 'musicnn',
      literals: 'A'.repeat(80),
    },
    { kind: 'written', file },
  ];
}
