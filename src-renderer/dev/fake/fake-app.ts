import type { AppState, DoctorItem, Notice } from '../../../src-main/contract/app-state.ts';
import type { ProviderReport, ScanProgress } from '../../../src-main/contract/scan.ts';
import type { Settings } from '../../../src-main/contract/settings.ts';
import { DEFAULT_SETTINGS } from '../../../src-main/contract/settings.ts';
import { FAKE_STYLE_NAMES } from './fake-styles.ts';
import { FAKE_GENRES } from './fake-tracks.ts';
import type { HandlersOf } from './handlers.ts';

/** The folder that a made-up library lies in. */
export const FAKE_FOLDER = '/home/mara/Music';

const PROVIDER: ProviderReport = {
  active: 'cpu',
  attempts: [
    { provider: 'cuda', reason: 'libcudart.so.12 was not found.' },
    { provider: 'webgpu', reason: 'No adapter was offered.' },
  ],
};

/** What the app itself is made of. */
export interface FakeAppParts {
  readonly settings: Partial<Settings>;
  readonly notices: readonly Notice[];
  readonly scan: () => ScanProgress;
  readonly settingsChanged: (settings: Settings) => void;
}

/** State and settings of a made-up app. */
export class FakeApp {
  folder: string | null;
  readonly #parts: FakeAppParts;
  #settings: Settings;

  constructor(folder: string | null, parts: FakeAppParts) {
    this.folder = folder;
    this.#parts = parts;
    const recentFolders = [FAKE_FOLDER, '/media/usb/Crates'];
    this.#settings = { ...DEFAULT_SETTINGS, model: 'standard', recentFolders, ...parts.settings };
  }

  handlers(): HandlersOf<'app' | 'settings' | 'doctor' | 'notices'> {
    return {
      'app.state': () => this.#state(),
      'settings.change': (change) => {
        this.#settings = { ...this.#settings, ...change };
        this.#parts.settingsChanged(this.#settings);
        return this.#settings;
      },
      'settings.chooseDecoder': () => null,
      'settings.resetDecoder': () => this.#settings,
      'doctor.run': () => DOCTOR,
      'notices.dismiss': () => null,
      'notices.accept': () => null,
    };
  }

  #state(): AppState {
    return {
      version: '0.1.0',
      platform: 'linux',
      folder: this.folder,
      settings: this.#settings,
      scan: this.#parts.scan(),
      provider: PROVIDER,
      models: [
        {
          name: 'standard',
          title: 'Standard (11 genres)',
          genres: FAKE_GENRES,
          styles: FAKE_STYLE_NAMES,
          isShipped: true,
        },
      ],
      notices: this.#parts.notices,
    };
  }
}

const DOCTOR: readonly DoctorItem[] = [
  { name: 'Decoder', status: 'ok', detail: 'FFmpeg 7.1, built in', advice: null },
  { name: 'Model', status: 'ok', detail: 'standard, 11 genres', advice: null },
  {
    name: 'Processor',
    status: 'warning',
    detail: 'CUDA was asked for; the CPU runs',
    advice: 'Install the CUDA 13 runtime, or choose CPU in the settings.',
  },
  { name: 'Library', status: 'ok', detail: '10,000 tracks, 12 MB', advice: null },
  {
    name: 'Tag writer',
    status: 'missing',
    detail: 'The Opus writer did not load',
    advice: 'Reinstall the app; other formats can be written.',
  },
];
