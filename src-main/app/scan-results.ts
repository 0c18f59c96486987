import type { EventOf } from '../channel/protocol.ts';
import type { Settings } from '../contract/settings.ts';
import type { FileTags } from '../contract/track.ts';
import type { LostSounds } from '../library/lost-sounds.ts';
import type { AnalysisIdentity } from '../library/scan-store.ts';
import type { TrackStore } from '../library/track-store.ts';
import type { AnalysisProtocol } from '../workers/analysis-protocol.ts';
import { DoubtfulFailures } from './doubtful-failures.ts';
import type { Throttled } from './event-bus.ts';
import { throttle } from './event-bus.ts';

/** How the analysis of a file ended. */
export type Analyzed = EventOf<AnalysisProtocol, 'analyzed'>;
type EngineFacts = EventOf<AnalysisProtocol, 'engine'>;
/** Tags of a file; one that is to be analysed fails where they cannot be read. */
type Tags = FileTags & { readonly isDue: boolean };

/** What a scan finds out about a file. */
export type ScanResult = Analyzed | Tags;

const SAVE_MILLISECONDS = 300;

/** What a scan's results are kept in. */
interface ScanResultsDependencies {
  readonly tracks: TrackStore;
  readonly lostSounds: LostSounds;
  readonly settings: () => Settings;
  readonly onSaved: () => void;
  /** Folders of the library that are not there. */
  readonly goneOf: () => Promise<readonly string[]>;
  /** Told where failures were dropped, since their folder is not there. */
  readonly onGone: () => void;
}

/** Keeps what a scan finds, many files in one transaction. */
export class ScanResults {
  readonly #tracks: TrackStore;
  readonly #lostSounds: LostSounds;
  readonly #settings: () => Settings;
  readonly #onSaved: () => void;
  readonly #failures: DoubtfulFailures<ScanResult>;
  #unsaved: ScanResult[] = [];
  readonly #saveSoon: Throttled = throttle(SAVE_MILLISECONDS, () => this.save());
  /** What the files are analysed by. */
  engine: EngineFacts | null = null;
  /** Which analyses were valid when the folder was listed. */
  identity: AnalysisIdentity | null = null;
  /** Changed and moved files of the scan whose analyses stay. */
  kept = 0;

  constructor({ tracks, lostSounds, settings, onSaved, goneOf, onGone }: ScanResultsDependencies) {
    this.#tracks = tracks;
    this.#lostSounds = lostSounds;
    this.#settings = settings;
    this.#onSaved = onSaved;
    this.#failures = new DoubtfulFailures({ goneOf, onGone, keep: (failures) => this.#keep(...failures) });
  }

  /** Keeps a result soon; a failure where its folder is there. */
  add(result: ScanResult): void {
    if (result.outcome.ok) this.#keep(result);
    else this.#failures.hold(result);
  }

  /** Finds out which failures are kept. */
  settle(): Promise<void> {
    return this.#failures.settle();
  }

  /** Keeps the analyses of files whose sound is as it was analysed, and all that was added. @returns their paths */
  keepAnalyses(files: readonly FileTags[]): string[] {
    const digested = files.filter(({ audioDigest }) => audioDigest !== undefined);
    if (digested.length === 0) return [];
    this.save();
    const kept = digested.filter((file) => this.#isKept(file)).map(({ path }) => path);
    this.kept += kept.length;
    return kept;
  }

  /** Keeps now what was added; another scan counts anew. */
  finish(): void {
    this.save();
    this.kept = 0;
  }

  /** Keeps now what was added. */
  save(): void {
    const batch = this.#unsaved;
    if (batch.length === 0) return;
    this.#unsaved = [];
    this.#tracks.transaction(() => {
      for (const result of batch) {
        if ('isDue' in result) this.#saveTags(result);
        else this.#saveAnalysis(result);
      }
    });
    this.#onSaved();
  }

  #keep(...results: readonly ScanResult[]): void {
    this.#unsaved.push(...results);
    this.#saveSoon();
  }

  #isKept({ path, outcome, audioDigest = '' }: FileTags): boolean {
    if (this.#tracks.keepAnalysis(path, audioDigest)) return true;
    if (!outcome.ok || !this.identity || !this.#lostSounds.takeOver(path, audioDigest, this.identity)) return false;
    // They were kept with the file's own track, which is gone.
    this.#tracks.saveTags(path, outcome.metadata);
    return true;
  }

  #saveTags({ path, outcome, isDue }: Tags): void {
    if (outcome.ok) this.#tracks.saveTags(path, outcome.metadata);
    else if (isDue) this.#tracks.saveFailure(path, null, outcome.error);
    else this.#tracks.giveUpTags(path, outcome.error);
  }

  #saveAnalysis({ path, metadata, outcome, audioDigest }: Analyzed): void {
    if (!outcome.ok) return this.#tracks.saveFailure(path, metadata, outcome.error);
    const provider = this.engine?.provider.active;
    if (!this.engine || !provider) {
      return this.#tracks.saveFailure(path, metadata, {
        code: 'unexpected',
        message: 'The analysis came without its model.',
      });
    }
    const { model, specHash, genres, styles } = this.engine;
    const { window } = this.#settings();
    this.#tracks.saveAnalysis(path, metadata, {
      ...outcome.analysis,
      model,
      specHash,
      genres,
      styles,
      provider,
      window,
      audioDigest,
    });
  }
}
