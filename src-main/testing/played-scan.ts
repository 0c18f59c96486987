import { expect, vi } from 'vitest';
import { ScanController } from '../app/scan-controller.ts';
import { EVERY_TRACK } from '../contract/library.ts';
import type { ScanProgress } from '../contract/scan.ts';
import { DEFAULT_SETTINGS } from '../contract/settings.ts';
import { openDatabase } from '../library/database.ts';
import { queryLibrary } from '../library/library-query.ts';
import { ScanStore } from '../library/scan-store.ts';
import { TrackStore } from '../library/track-store.ts';
import type { AnalysisProtocol } from '../workers/analysis-protocol.ts';
import { PlayedProcess } from './played-process.ts';

type Played = PlayedProcess<AnalysisProtocol>;

const analysis = {
  genre: 'rock',
  confidence: 0.9,
  analysedSeconds: 30,
  heardChannel: 'mix' as const,
  probabilities: [0.9, 0.1],
  timeline: [],
  disagreement: null,
  members: [],
  embedding: new Float32Array(0),
  embeddingSizes: [],
  styleScores: new Float32Array(0),
  meanSpectrum: new Float32Array(0),
};
/** Of every file. */
export const PLAYED_METADATA = { title: '', artist: '', album: '', genres: [], durationSeconds: 100 };
/** The model that a played process analyses by. */
export const PLAYED_ENGINE = {
  provider: { active: 'cpu' as const, attempts: [] },
  model: DEFAULT_SETTINGS.model,
  specHash: 'h',
  genres: ['rock', 'pop'],
  styles: [],
};

/** What a played process tells of a file that it has analysed. */
export const analyzed = (path: string) => ({
  path,
  metadata: PLAYED_METADATA,
  outcome: { ok: true as const, analysis },
});

/** What a played process tells of files that it has found in `/m`. */
export const found = (...names: string[]) => ({
  files: names.map((name) => ({ path: `/m/${name}`, size: 1, modifiedMilliseconds: 1 })),
  unreadable: [],
  leftOut: [],
});

/** Plays a process that reads the tags of files of `/m` when it is asked for them. */
export async function readTags(process: Played, ...names: string[]): Promise<void> {
  const paths = names.map((name) => `/m/${name}`);
  await vi.waitFor(() => expect(process.last).toMatchObject({ question: 'read', request: { paths } }));
  process.emit('read', {
    files: paths.map((path) => ({ path, outcome: { ok: true as const, metadata: PLAYED_METADATA } })),
  });
  await process.respond('read', null);
}

/** What a scan has told, and which folders it finds gone. */
class Told {
  unsettled = 0;
  gone: string[] = [];
  readonly goneTold: string[] = [];
}

/** A scan of a folder whose processes a test plays. */
export function playScan(root = '/m') {
  const [processes, finished]: [Played[], ScanProgress[]] = [[], []];
  const [told, database] = [new Told(), openDatabase(':memory:')];
  const tracks = new TrackStore(database);
  const scans = new ScanStore(database);
  const scan = new ScanController({
    tracks,
    scans,
    settings: () => DEFAULT_SETTINGS,
    modelRoots: [],
    foldersOf: (folder) => [folder],
    jobs: 2,
    emit: () => undefined,
    onFinished: (progress) => finished.push(progress),
    onLeftOut: () => undefined,
    goneOf: () => Promise.resolve(told.gone),
    onGone: (_, gone) => told.goneTold.push(...gone),
    onListed: ({ isUnsettled }) => (told.unsettled += Number(isUnsettled)),
    startProcess() {
      const started = new PlayedProcess<AnalysisProtocol>();
      processes.push(started);
      return started;
    },
  });
  return {
    processes,
    finished,
    scan,
    scans,
    told,
    /** What the library knows of files. */
    details: (paths: readonly string[]) => paths.map((path) => tracks.detail(tracks.idOf(path) ?? 0)),
    /** File name → status, or the code of its failure. */
    statuses: (): Record<string, string> =>
      Object.fromEntries(
        tracks
          .rows([...queryLibrary(database, root, EVERY_TRACK).ids])
          .map(({ fileName, status, error }) => [fileName, error?.code ?? status]),
      ),
    /** Lists files and reads their tags, up to the analysis. */
    async list(...names: string[]): Promise<Played> {
      scan.start(root);
      const [first] = processes;
      if (!first) throw new Error('No process was started.');
      first.emit('found', found(...names));
      await first.respond('list', { specHash: 'h' });
      await readTags(first, ...names);
      await vi.waitFor(() => expect(first.last).toMatchObject({ question: 'analyze' }));
      first.emit('engine', PLAYED_ENGINE);
      return first;
    },
  };
}
