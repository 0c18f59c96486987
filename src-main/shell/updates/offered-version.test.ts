import { describe, expect, it } from 'vitest';
import { AppError } from '../../contract/app-error.ts';
import { updateFailure } from './failure.ts';
import { parseOffered } from './offered-version.ts';

const SHA512 = `${'A'.repeat(86)}==`;
const file = (url: string, size: unknown = 100) => ({ url, sha512: SHA512, size });
const info = (change: object = {}) => ({ version: '0.2.0', files: [file('a.deb', 5), file('a.AppImage')], ...change });

describe('what the server says', () => {
  it('is read for the file that is needed', () => {
    expect(parseOffered(info({ releaseNotes: ' Words. ' }), 'appimage')).toEqual({
      version: '0.2.0',
      notes: 'Words.',
      bytes: 100,
    });
    expect(parseOffered(info(), null)).toEqual({ version: '0.2.0', notes: '', bytes: null });
    const both = [file('a-other.exe', 1), file(`a-${process.arch}.exe`, 2)];
    expect(parseOffered(info({ files: both }), 'exe').bytes).toBe(2);
  });

  it.each([
    ['nothing', null],
    ['no version', info({ version: 'new' })],
    ['a version that is a path', info({ version: '0.2.0/../../x' })],
    ['no files', info({ files: [] })],
    ['no checksum', info({ files: [{ url: 'a.AppImage', size: 3 }] })],
    ['a weak checksum', info({ files: [{ ...file('a.AppImage'), sha512: 'abc' }] })],
    ['no size', info({ files: [{ url: 'a.AppImage', sha512: SHA512 }] })],
    ['a size beyond reason', info({ files: [file('a.AppImage', 1e13)] })],
    ['no file of this kind', info({ files: [file('a.deb')] })],
  ])('is refused with %s', (_kind, said) => {
    expect(() => parseOffered(said, 'appimage')).toThrow(expect.objectContaining({ code: 'update-refused' }));
  });

  it('has notes as text of bounded length, GitHub’s HTML too', () => {
    const notes = (releaseNotes: unknown) => parseOffered(info({ releaseNotes }), null).notes;
    expect(notes('<h3>Added</h3>\n<ul>\n<li>A &amp; B</li>\n<li>&lt;C&gt;</li></ul>')).toBe(
      'Added\n\n- A & B\n\n- <C>',
    );
    expect(notes('1 < 2 and <b>bold</b>')).toBe('1 < 2 and <b>bold</b>');
    expect(notes([{ note: 'One.' }, { note: null }])).toBe('One.');
    expect(notes('x'.repeat(100_000))).toHaveLength(20_000);
  });
});

describe('a failure', () => {
  const coded = (code: string) => Object.assign(new Error('It failed.\n{"cookie":"x"}'), { code });

  it.each([
    ['update-different', coded('ERR_CHECKSUM_MISMATCH'), true],
    ['update-no-room', coded('ENOSPC'), true],
    ['file-read-only', coded('EACCES'), true],
    ['update-cut', new Error('net::ERR_CONTENT_LENGTH_MISMATCH'), true],
    ['update-cut', new Error('net::ERR_CONNECTION_RESET'), true],
    ['update-unreachable', new Error('net::ERR_CONNECTION_RESET'), false],
    ['update-unreachable', new Error('net::ERR_INTERNET_DISCONNECTED'), true],
    ['update-unreachable', new Error('net::ERR_PROXY_CONNECTION_FAILED'), false],
    ['update-refused', coded('HTTP_ERROR_500'), false],
    ['update-refused', new Error('net::ERR_BLOCKED_BY_CLIENT'), true],
    ['update-refused', coded('ERR_UPDATER_INVALID_UPDATE_INFO'), false],
    ['busy', new AppError('busy'), true],
  ] as const)('is %s', (code, error, isDownload) => {
    const failure = updateFailure(error, isDownload);
    expect(failure.code).toBe(code);
    expect(failure.message).not.toContain('cookie');
  });
});
