import type { ErrorText } from './error-text.ts';

/** The part of the table of error texts that is about fetching and adding networks. */
export const NETWORK_ERROR_TEXTS = {
  'network-unsupported': {
    title: 'The file is no network that can be added',
    advice:
      'Nothing was changed. The app adds the weights of EfficientAT mn04 (a .pt file), the folder of a musicnn checkpoint, ' +
      'and folders of models with model.onnx and card.json.',
  },
  'weights-invalid': {
    title: 'The file of weights cannot be used',
    advice:
      'The file is damaged, or it is not the one that is needed. Nothing was changed, and your models work as before. ' +
      'Download the file again.',
  },
  'download-unreachable': {
    title: 'The server cannot be reached',
    advice: 'Nothing was changed. Check the connection to the internet and the proxy, and try again.',
  },
  'download-missing': {
    title: 'The file is no longer on the server',
    advice: 'Nothing was changed. If you have the file from elsewhere, add it from your disk.',
  },
  'download-refused': {
    title: 'The server did not send the file',
    advice: 'Nothing was changed. Try again later, or add the file from your disk.',
  },
  'download-different': {
    title: 'The downloaded file is not the expected one',
    advice:
      'Its size or its checksum differs, so it was deleted and not opened. Nothing was changed. Try again; ' +
      'if it happens again, something between you and the server changes the file.',
  },
  'download-cut': {
    title: 'The connection ended early',
    advice: 'What was downloaded is kept. Try again to download the rest.',
  },
  'download-stalled': {
    title: 'The download came to a standstill',
    advice: 'What was downloaded is kept. Try again to download the rest.',
  },
  'proxy-refused': {
    title: 'The proxy refused the connection',
    advice:
      'Nothing was changed. Check the proxy: HTTPS_PROXY for the command line, the system’s settings for the app.',
  },
} satisfies Readonly<Record<string, ErrorText>>;
