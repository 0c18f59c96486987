import { expect, test } from 'vitest';
import { forgetEmptySigning, macSigning } from './signing.ts';

test('secrets that a workflow does not have are as if they were not named', () => {
  const environment = { CSC_LINK: '', WIN_CSC_LINK: ' ', APPLE_ID: '', CSC_KEY_PASSWORD: 'kept', PATH: '', OTHER: '' };
  forgetEmptySigning(environment);
  expect(environment).toEqual({ CSC_KEY_PASSWORD: 'kept', PATH: '', OTHER: '' });
});

test('macOS’s app is signed by nobody where there is no certificate, and by the certificate where there is one', () => {
  expect(macSigning({})).toEqual({ identity: '-', notarize: false });
  expect(macSigning({ CSC_LINK: 'file' })).toEqual({});
  expect(macSigning({ CSC_NAME: 'Somebody' })).toEqual({});
});
