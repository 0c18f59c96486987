import type { NamedTrack } from '../../../training/retrain/label-set.ts';
import type { ErrorData } from '../../contract/app-error.ts';
import type { AnalysisWindow } from '../../contract/values.ts';
import type { Engine } from '../../pipeline/engine.ts';

/** A track with the names that its user gave it, which an analysis may have heard already. */
export interface NamedFile {
  readonly path: string;
  readonly names: readonly string[];
  /** Blank where unknown; null: as the file's tags say. */
  readonly artist: string | null;
  readonly album: string | null;
  /** Folder that holds it; blank where that is no album. */
  readonly folder: string;
  /** Whether the model before did not know this label. */
  readonly isNew?: boolean;
  /** Of the bases; null where they are to be computed. */
  readonly features: Float32Array | null;
}

/** How tracks without features are analysed. */
export interface LabelledAnalysis {
  /** Of the bases; asked for only where a track is to be analysed, and closed. */
  readonly openEngine: () => Promise<Engine>;
  readonly window: AnalysisWindow;
  /** Files under way at once. */
  readonly jobs: number;
  readonly signal?: AbortSignal;
}

/** What analysing and reading labelled files tells. */
export type AnalysisProgress =
  | { readonly kind: 'analysed'; readonly done: number; readonly total: number; readonly failed: number }
  /** Cannot be used. */
  | { readonly kind: 'left-out'; readonly path: string; readonly error: ErrorData };

interface HeardFile {
  readonly features: Float32Array;
  /** Blank where the tags do not say; null where they were not read. */
  readonly artist: string | null;
  readonly album: string | null;
}

/**
 * Labelled tracks with features, in their order. What no analysis has kept is computed now; files that cannot be analysed
 * are left out.
 * @throws AppError why the engine cannot be opened, or cancelled
 */
export async function analyzeLabelled(
  files: readonly NamedFile[],
  analysis: LabelledAnalysis,
  onProgress: (progress: AnalysisProgress) => void,
): Promise<NamedTrack[]> {
  const unheard = files.flatMap(({ path, features }) => (features ? [] : [path]));
  const heard = await analyzeFiles(unheard, analysis, onProgress);
  return files.flatMap(({ path, features: kept, artist, album, ...file }): NamedTrack[] => {
    const own = kept ? { features: kept, artist: null, album: null } : heard.get(path);
    if (!own) return [];
    const { features } = own;
    return [{ ...file, id: path, features, artist: artist ?? own.artist ?? '', album: album ?? own.album ?? '' }];
  });
}

async function analyzeFiles(
  paths: readonly string[],
  { openEngine, window, jobs, signal }: LabelledAnalysis,
  onProgress: (progress: AnalysisProgress) => void,
): Promise<Map<string, HeardFile>> {
  const heard = new Map<string, HeardFile>();
  const total = paths.length;
  onProgress({ kind: 'analysed', done: 0, total, failed: 0 });
  if (total === 0) return heard;
  const engine = await openEngine();
  try {
    let failed = 0;
    let done = 0;
    for await (const { path, metadata, outcome } of engine.analyze(paths, {
      window,
      jobs,
      ...(signal && { signal }),
    })) {
      const { artist = null, album = null } = metadata ?? {};
      if (outcome.ok) heard.set(path, { features: outcome.analysis.embedding, artist, album });
      else failed += 1;
      onProgress({ kind: 'analysed', done: ++done, total, failed });
      if (!outcome.ok) onProgress({ kind: 'left-out', path, error: outcome.error });
    }
  } finally {
    await engine.close();
  }
  return heard;
}
