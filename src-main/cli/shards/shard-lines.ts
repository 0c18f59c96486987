import packageJson from '../../../package.json' with { type: 'json' };
import type { AnalyzedFile, TrackAnalysis } from '../../contract/track.ts';
import type { AnalysisWindow } from '../../contract/values.ts';
import { shownPath } from '../../files/fs-path.ts';
import type { Recogniser, RecogniserFacts } from '../../pipeline/model/recogniser.ts';
import { analysisJson } from '../analysis-report.ts';
import type { ShardList } from './list-shard.ts';
import { relativePath } from './relative-path.ts';
import type { ResultsHeader } from './results-format.ts';
import { RESULTS_SCHEMA, toBase64 } from './results-format.ts';

/** The first line of a shard's results. */
export function shardHeader(
  { folder, shard, files, folderFiles }: ShardList,
  { name, specHash, genres, styles }: RecogniserFacts,
  window: AnalysisWindow,
): ResultsHeader {
  return {
    status: 'shard',
    schema: RESULTS_SCHEMA,
    version: packageJson.version,
    model: name,
    specHash,
    window,
    genres,
    styles: styles.map((style) => style.name),
    shard,
    folder,
    files: files.size,
    folderFiles,
  };
}

/** What is printed of a file of a shard: what is printed of every file, and what a library keeps of it. */
export function shardLine(
  { path, metadata, outcome, audioDigest }: AnalyzedFile,
  list: ShardList,
  recogniser: RecogniserFacts & Pick<Recogniser, 'provider'>,
  window: AnalysisWindow,
) {
  const shown = shownPath(path);
  const facts = list.files.get(path);
  const kind = { model: recogniser.name, specHash: recogniser.specHash, window };
  const record = facts && { ...kind, ...facts, path: relativePath(list.folder, path), metadata };
  if (!outcome.ok) return { path: shown, status: 'error', error: outcome.error, library: record };
  const { analysis } = outcome;
  return {
    ...analysisJson({ path: shown, metadata }, analysis, recogniser),
    library: { ...record, analysis: writtenAnalysis(analysis), audioDigest },
  };
}

function writtenAnalysis(analysis: TrackAnalysis) {
  const { styleScores, embedding, meanSpectrum } = analysis;
  return {
    ...analysis,
    styleScores: toBase64(styleScores),
    embedding: toBase64(embedding),
    meanSpectrum: toBase64(meanSpectrum),
  };
}
