import { describe, expect, it } from 'vitest';
import { OFFERED_NETWORKS } from '../contract/networks.ts';
import { downloadOf } from './downloads.ts';

const NAME = 'efficientat-mn04';
const ORIGIN = 'http://127.0.0.1:4711';
const { address, bytes, sha256 } = OFFERED_NETWORKS[NAME];
const PIN = JSON.stringify({ bytes: 7, sha256: 'a'.repeat(64), patienceMilliseconds: 500 });
const asked = (environment: Record<string, string>) => downloadOf(NAME, environment);

describe('a download of a network', () => {
  it('comes from the official address, whatever else the environment says', () => {
    const official = { address, bytes, sha256, testOrigin: null };
    expect(asked({})).toMatchObject(official);
    expect(asked({ GENRESCOPE_DOWNLOAD_PIN: PIN, GENRESCOPE_DOWNLOAD_ORIGIN: '' })).toMatchObject(official);
  });

  it('may come from a server of this machine, for tests, with its own pin or the official one', () => {
    const path = new URL(address).pathname;
    expect(asked({ GENRESCOPE_DOWNLOAD_ORIGIN: ORIGIN })).toMatchObject({
      address: ORIGIN + path,
      bytes,
      sha256,
      testOrigin: ORIGIN,
    });
    expect(asked({ GENRESCOPE_DOWNLOAD_ORIGIN: ORIGIN, GENRESCOPE_DOWNLOAD_PIN: PIN })).toEqual({
      address: ORIGIN + path,
      bytes: 7,
      sha256: 'a'.repeat(64),
      patienceMilliseconds: 500,
      testOrigin: ORIGIN,
    });
  });

  it.each([
    'https://example.com',
    'http://example.com:80',
    'http://localhost:4711',
    'http://127.0.0.1.example.com:80',
    'http://127.0.0.1:80@example.com:80',
    'http://127.0.0.1:99999',
    'http://10.0.0.1:4711',
    `${ORIGIN}/path`,
    'file:///etc',
    'nonsense',
  ])('comes from nowhere else: not from %s', (origin) => {
    expect(() => asked({ GENRESCOPE_DOWNLOAD_ORIGIN: origin })).toThrow(/must be http:\/\/127\.0\.0\.1:PORT/);
  });

  it.each(['nonsense', '{}', '{"bytes":7,"sha256":"short"}', `{"bytes":-1,"sha256":"${sha256}"}`])(
    'takes no pin like %s',
    (pin) => {
      const environment = { GENRESCOPE_DOWNLOAD_ORIGIN: ORIGIN, GENRESCOPE_DOWNLOAD_PIN: pin };
      expect(() => asked(environment)).toThrow(/must be JSON/);
    },
  );
});
