import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { isRemote } from './network-drive.ts';

it('knows shares by their names where these tell', async () => {
  expect(await isRemote('\\\\server\\music', 'win32')).toBe(true);
  expect(await isRemote('\\\\?\\C:\\music', 'win32')).toBe(false);
  expect(await isRemote('C:\\music', 'win32')).toBe(false);
  expect(await isRemote('/Volumes/nas/music', 'darwin')).toBe(true);
  expect(await isRemote('/Users/me/Music', 'darwin')).toBe(false);
});

it.runIf(process.platform === 'linux')('takes a folder of this machine for local', async () => {
  expect(await isRemote(tmpdir())).toBe(false);
});
