import {
  appendFile,
  chmod,
  copyFile,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFolderSync } from '../files/sync.ts';
import { isTemporaryName } from '../files/temporary-file.ts';
import type { TagFolder } from '../testing/tag-folder.ts';
import { interruptedDecoder, makeTagFile } from '../testing/tag-folder.ts';
import { readBatchState } from './batch-state.ts';
import type { Journal } from './journal.ts';
import { openBatch } from './journal.ts';
import { openOriginal, requireUnchanged } from './original-file.ts';
import { undoFile } from './undo-file.ts';

const LONG_AGO = 1_000_000_000;
let place: TagFolder;
let path = '';
beforeEach(async () => {
  ({ place, path } = await makeTagFile(LONG_AGO));
});
afterEach(() => place.remove());

/** Ways in which another program may change a file while it is read, with the code that is said then. */
const CHANGES: Readonly<Record<string, readonly [string, () => Promise<void>]>> = {
  'other bytes of the same size and time': [
    'file-changed',
    async () => {
      const bytes = await readFile(path);
      bytes[bytes.length - 1]! ^= 1;
      await writeFile(path, bytes);
      await utimes(path, LONG_AGO, LONG_AGO);
    },
  ],
  'a time of change alone': ['file-changed', () => chmod(path, 0o640)],
  'another file of the same bytes and time by rename': [
    'file-changed',
    async () => {
      await copyFile(path, `${path}.new`);
      await utimes(`${path}.new`, LONG_AGO, LONG_AGO);
      await rename(`${path}.new`, path);
    },
  ],
  'more bytes': ['file-changed', () => appendFile(path, 'more')],
  'a link to another file': [
    'file-changed',
    async () => {
      await rename(path, `${path}.moved`);
      await copyFile(`${path}.moved`, `${path}.other`);
      await symlink(`${path}.other`, path);
    },
  ],
  'no file any more': ['file-not-found', () => rm(path)],
};

interface Seen {
  readonly names: string[];
  readonly bytes: string | null;
  readonly inode: number | null;
}

async function snapshot(): Promise<Seen> {
  const names = (await readdir(place.music)).sort();
  const bytes = await readFile(path).then(
    (found) => found.toString('hex'),
    () => null,
  );
  return {
    names,
    bytes,
    inode: await stat(path).then(
      ({ ino }) => ino,
      () => null,
    ),
  };
}

describe.each(Object.entries(CHANGES))('a file that has %s', (_name, [code, change]) => {
  it('since it was read is left as it is by writing', async () => {
    let seen: Seen | null = null;
    const decoder = interruptedDecoder(place.decoder, async () => {
      if (seen) return;
      seen = { names: [], bytes: null, inode: null };
      await change();
      seen = await snapshot();
      seen = { ...seen, names: seen.names.filter((name) => !isTemporaryName(name)) };
    });
    const result = await place.write([path], { decoder });
    expect(result).toMatchObject({ written: 0, batchId: null, failures: [{ error: { code } }] });
    expect(await snapshot()).toEqual(seen);
  });

  it('since it was read is left as it is by undo', async () => {
    const { batchId } = await place.write([path]);
    let seen: Seen | null = null;
    const journal = await openBatch(place.journal, batchId!);
    const interrupted: Journal = {
      ...journal,
      async append(entry, durable) {
        await journal.append(entry, durable);
        if (entry.kind !== 'undo-begun') return;
        await change();
        seen = await snapshot();
      },
    };
    const [state] = (await readBatchState(place.journal, batchId!)).files;
    await expect(
      undoFile({ ...state!, hasMoved: false }, { journal: interrupted, syncFolder: createFolderSync() }),
    ).rejects.toMatchObject({
      code,
    });
    await journal.close();
    expect(seen).not.toBeNull();
    expect(await snapshot()).toEqual(seen);
    expect((await readBatchState(place.journal, batchId!)).files).toMatchObject([{ last: 'written', refused: true }]);
  });
});

describe('the last check', () => {
  it('finds each sign of a change by itself', async () => {
    const original = await openOriginal(path);
    try {
      await requireUnchanged(original);
      for (const key of ['dev', 'ino', 'size', 'mtimeNs', 'ctimeNs', 'nlink'] as const) {
        const looked = Object.assign(Object.create(original.looked) as typeof original.looked, {
          [key]: original.looked[key] + 1n,
        });
        await expect(requireUnchanged({ ...original, looked }), key).rejects.toMatchObject({ code: 'file-changed' });
      }
    } finally {
      await original.handle.close();
    }
  });
});
