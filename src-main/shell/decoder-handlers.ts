import type { SettingsController } from '../app/settings-controller.ts';
import type { Handlers } from '../contract/operations/index.ts';
import type { Settings } from '../contract/settings.ts';
import { programFile } from '../files/program-file.ts';
import { texts } from '../texts/index.ts';
import type { Dialogs } from './dialogs.ts';

/** The operations that set which FFmpeg is run; the page never names a program. */
export function createDecoderHandlers(
  settings: SettingsController,
  dialogs: Pick<Dialogs, 'chooseFile' | 'confirm'>,
): Pick<Handlers, 'settings.chooseDecoder' | 'settings.resetDecoder'> {
  return {
    'settings.chooseDecoder': () => chooseDecoder(settings, dialogs),
    'settings.resetDecoder': () => settings.change({ ffmpegPath: null }),
  };
}

async function chooseDecoder(
  settings: SettingsController,
  dialogs: Pick<Dialogs, 'chooseFile' | 'confirm'>,
): Promise<Settings | null> {
  const { chooseDecoder: words } = texts.dialogs;
  const path = await dialogs.chooseFile({ title: words.title });
  if (path === null) return null;
  const real = await programFile(path);
  const detail = real === path ? path : words.link({ path, real });
  const isConfirmed = await dialogs.confirm({ message: words.message, detail, action: words.action });
  return isConfirmed ? settings.change({ ffmpegPath: path }) : null;
}
