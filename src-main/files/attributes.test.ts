import { mkdtempSync, openSync, rmSync, writeFileSync, closeSync } from 'node:fs';
import { chmod, chown, link, open, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TagFolder } from '../testing/tag-folder.ts';
import { makeTagFile } from '../testing/tag-folder.ts';
import type { FileAttributes } from './attributes.ts';
import { giveAttributes, readAttributes, setTimes } from './attributes.ts';
import { systemCalls } from './system-calls.ts';

const ACL = 'system.posix_acl_access';
const DEFAULT_ACL = 'system.posix_acl_default';

/** Entries as Linux stores them: tag, permissions and id; owner, user 12345, group, mask and others. */
function accessList(ofUser: number): Buffer {
  const entries = [
    [1, 6, 0xffffffff],
    [2, ofUser, 12_345],
    [4, 4, 0xffffffff],
    [0x10, 6, 0xffffffff],
    [0x20, 0, 0xffffffff],
  ] as const;
  const bytes = Buffer.alloc(4 + 8 * entries.length);
  bytes.writeUInt32LE(2, 0);
  for (const [index, [tag, permissions, id]] of entries.entries()) {
    bytes.writeUInt16LE(tag, 4 + index * 8);
    bytes.writeUInt16LE(permissions, 6 + index * 8);
    bytes.writeUInt32LE(id, 8 + index * 8);
  }
  return bytes;
}

/**
 * Whether the system's folder for temporary files keeps an attribute; some file systems (tmpfs of old kernels) keep
 * none.
 */
function keepsAttribute(name: string, value: Buffer): boolean {
  if (process.platform !== 'linux' || !systemCalls) return false;
  const folder = mkdtempSync(join(tmpdir(), 'genrescope-probe-'));
  writeFileSync(join(folder, 'file'), '');
  const descriptor = openSync(join(folder, 'file'), 'r+');
  const isKept = systemCalls.setAttribute(descriptor, name, value);
  closeSync(descriptor);
  rmSync(folder, { recursive: true });
  return isKept;
}

const hasUserAttributes = keepsAttribute('user.probe', Buffer.from('x'));
const hasAccessLists = keepsAttribute(ACL, accessList(4));
const isRoot = process.getuid?.() === 0;

let place: TagFolder;
let path = '';
beforeEach(async () => {
  ({ place, path } = await makeTagFile());
});
afterEach(async () => {
  vi.restoreAllMocks();
  await place.remove();
});

async function attributesOf(file = path): Promise<Omit<FileAttributes, 'accessed'>> {
  const handle = await open(file, 'r');
  try {
    const { mode, uid, gid, modified, extended } = await readAttributes(handle);
    return { mode, uid, gid, modified, extended };
  } finally {
    await handle.close();
  }
}

async function give(name: string, value: Uint8Array, where = path): Promise<void> {
  const handle = await open(where, 'r');
  expect(systemCalls?.setAttribute(handle.fd, name, value)).toBe(true);
  await handle.close();
}

/** The same after writing and after undo, by rename and in place. */
async function expectKept(): Promise<void> {
  const before = await attributesOf();
  for (const names of [1, 2]) {
    if (names === 2) await link(path, join(place.music, 'b.wav'));
    const { batchId, failures } = await place.write([path]);
    expect(failures).toEqual([]);
    expect(await attributesOf()).toEqual(before);
    expect(await place.undo(batchId)).toMatchObject({ written: 1, failures: [] });
    expect(await attributesOf()).toEqual(before);
  }
}

describe('what a file is beside its bytes stays', () => {
  it.runIf(hasUserAttributes)(
    'attributes of the user’s, also an empty and a large one (where the temporary folder keeps such)',
    async () => {
      await give('user.xdg.tags', Buffer.from('rock,✓'));
      await give('user.empty', Buffer.alloc(0));
      await give('user.large', Buffer.alloc(3_000, 7));
      await expectKept();
      expect((await attributesOf()).extended?.size).toBe(3);
    },
  );

  it.runIf(hasAccessLists)('access lists (where the temporary folder keeps such)', async () => {
    await give(ACL, accessList(4));
    await expectKept();
    expect((await attributesOf()).extended?.get(ACL)).toEqual(accessList(4));
  });

  it.runIf(hasAccessLists)(
    'no access list is added that the folder gives to new files (where the temporary folder keeps such)',
    async () => {
      await give(DEFAULT_ACL, accessList(6), place.music);
      await expectKept();
      expect((await attributesOf()).extended?.has(ACL)).toBe(false);
    },
  );

  it.runIf(systemCalls !== null)(
    'times to the nanosecond, also before 1970 (where the system’s calls can be called)',
    async () => {
      for (const time of [1_234_567_890_123_456_789n, -86_400_000_000_001n, -1n, 0n]) {
        const handle = await open(path, 'r+');
        await setTimes(handle, time, time);
        await handle.close();
        expect((await attributesOf()).modified).toBe(time);
        const { batchId } = await place.write([path]);
        expect((await attributesOf()).modified).toBe(time);
        await place.undo(batchId);
        expect((await attributesOf()).modified).toBe(time);
      }
    },
  );

  it.runIf(process.platform !== 'win32')(
    'permissions, with the bits for the owner’s and the group’s identity',
    async () => {
      for (const mode of [0o600, 0o664, 0o777, 0o2775, 0o4755, 0o1644]) {
        await chmod(path, mode);
        if ((await attributesOf()).mode !== mode) continue;
        const { batchId } = await place.write([path]);
        expect((await attributesOf()).mode).toBe(mode);
        await place.undo(batchId);
        expect((await attributesOf()).mode).toBe(mode);
      }
    },
  );

  it.runIf(isRoot)('the owner and the group (root alone can make such files)', async () => {
    await chown(path, 12_345, 23_456);
    await chmod(path, 0o2750);
    await expectKept();
    expect(await attributesOf()).toMatchObject({ uid: 12_345, gid: 23_456, mode: 0o2750 });
  });
});

describe('what cannot be kept', () => {
  it.runIf(hasUserAttributes)(
    'is told of, and the file stays, unless the user lets it go (where the temporary folder keeps attributes)',
    async () => {
      await give('user.xdg.tags', Buffer.from('rock'));
      const before = await readFile(path);
      vi.spyOn(systemCalls!, 'setAttribute').mockReturnValue(false);
      expect((await place.write([path])).failures).toMatchObject([
        { error: { code: 'attributes-lost', message: expect.stringContaining('user.xdg.tags') } },
      ]);
      expect((await readFile(path)).equals(before)).toBe(true);
      expect(await place.write([path], { rules: { mayLoseAttributes: true } })).toMatchObject({
        written: 1,
        failures: [],
      });
      expect((await attributesOf()).extended?.size).toBe(0);
    },
  );

  it.runIf(hasUserAttributes)(
    'may be an attribute that is listed and cannot be read (where the temporary folder keeps attributes)',
    async () => {
      await give('user.fork', Buffer.from('large'));
      vi.spyOn(systemCalls!, 'attribute').mockReturnValue(null);
      expect((await place.write([path])).failures).toMatchObject([
        { error: { code: 'attributes-lost', message: expect.stringContaining('user.fork') } },
      ]);
      vi.restoreAllMocks();
      expect((await attributesOf()).extended?.get('user.fork')?.toString()).toBe('large');
    },
  );

  it.runIf(isRoot)(
    'may be the owner: the file is overwritten where it is, and keeps it (root alone can make such files)',
    async () => {
      await chown(path, 12_345, 12_345);
      const { ino } = await stat(path);
      const handle = await open(path, 'r');
      vi.spyOn(Object.getPrototypeOf(handle) as typeof handle, 'chown').mockRejectedValue(
        Object.assign(new Error('EPERM'), { code: 'EPERM' }),
      );
      await handle.close();
      expect(await place.write([path])).toMatchObject({ written: 1, failures: [] });
      expect(await stat(path)).toMatchObject({ uid: 12_345, gid: 12_345, ino });
    },
  );

  it('is named: the mode and the time too', async () => {
    const handle = await open(path, 'r+');
    const attributes = await readAttributes(handle);
    const deaf = new Proxy(handle, {
      get: (target, key) =>
        key === 'chmod' ? () => Promise.reject(new Error('no')) : Reflect.get(target, key, target),
    });
    expect(await giveAttributes(deaf, { ...attributes, mode: attributes.mode ^ 0o100 })).toEqual({
      owner: false,
      others: ['mode'],
    });
    if (systemCalls) {
      vi.spyOn(systemCalls, 'setTimes').mockReturnValue(true);
      expect(await giveAttributes(handle, attributes, 1_000_000_000n)).toEqual({ owner: false, others: ['time'] });
    }
    await handle.close();
  });
});
