import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { feedPath, readFeed } from './feed.ts';

const GITHUB = "owner: genrescope\nrepo: 'genrescope'\nprovider: github\nupdaterCacheDirName: genrescope-updater\n";
let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-feed-'));
  path = join(folder, 'app-update.yml');
});
afterEach(() => rm(folder, { recursive: true }));

async function read(text: string, isPackaged = true) {
  await writeFile(path, text);
  return readFeed(path, isPackaged);
}
const generic = (url: string) => `provider: generic\nurl: ${url}\npublisherName:\n  - Somebody\n`;

describe('the file that names the update server', () => {
  it('is the package’s own, whatever the environment says', () => {
    expect(feedPath(true, folder, '/elsewhere/app-update.yml')).toBe(path);
    expect(feedPath(false, folder, '/elsewhere/app-update.yml')).toBe('/elsewhere/app-update.yml');
    expect(feedPath(false, folder, undefined)).toBeNull();
  });

  it('lets the app ask that server alone', async () => {
    const feed = await read(generic('https://example.com:8443/genrescope/'));
    expect(feed).toMatchObject({ server: 'example.com:8443', address: 'https://example.com:8443/genrescope/', folder });
    expect(feed?.allows('https://example.com:8443/anything?noCache=1')).toBe(true);
    for (const other of [
      'http://example.com:8443/',
      'https://example.com/',
      'https://sub.example.com:8443/',
      'https://example.com.evil.org:8443/',
      'https://release-assets.githubusercontent.com/x',
    ])
      expect(feed?.allows(other), other).toBe(false);
  });

  it('lets GitHub send files from its own servers', async () => {
    const feed = await read(GITHUB);
    expect(feed).toMatchObject({ server: 'github.com', address: 'https://github.com/genrescope/genrescope/releases' });
    for (const own of ['https://github.com/a', 'https://release-assets.githubusercontent.com/x'])
      expect(feed?.allows(own), own).toBe(true);
    for (const other of [
      'https://githubusercontent.com.evil.org/',
      'https://evilgithubusercontent.com/',
      'https://api.github.com/',
      'http://github.com/',
    ])
      expect(feed?.allows(other), other).toBe(false);
  });

  it('is none where it is missing, not understood, or names no safe server', async () => {
    expect(readFeed(null, true)).toBeNull();
    expect(readFeed(path, true)).toBeNull();
    for (const text of [
      '',
      'provider: s3\nbucket: x',
      'provider: github\nowner: a/../b\nrepo: c',
      `${GITHUB}host: github.example.com\n`,
      generic('http://example.com/'),
      generic('file:///etc/'),
      generic('http://127.0.0.1:8080/'),
    ])
      expect(await read(text), text).toBeNull();
  });

  it('is this machine’s alone where the app is not packaged', async () => {
    expect((await read(generic('http://127.0.0.1:8080/'), false))?.server).toBe('127.0.0.1:8080');
    for (const url of ['https://example.com/', 'http://example.com:80/', 'http://127.0.0.1.evil.org:8080/'])
      expect(await read(generic(url), false), url).toBeNull();
    expect(await read(GITHUB, false)).toBeNull();
  });
});
