import { expect, it } from 'vitest';
import type { TrackAnalysis } from '../contract/track.ts';
import { analysisJson, analysisLine } from './analysis-report.ts';

const analysis: TrackAnalysis = {
  genre: 'electronic',
  confidence: 0.93456789,
  probabilities: [0.93456789, 0.06543211],
  analysedSeconds: 30,
  heardChannel: 'mix',
  styleScores: Float32Array.of(0.123456789, 0.5, 0.75),
  embedding: new Float32Array(0),
  embeddingSizes: [0],
  meanSpectrum: new Float32Array(0),
  disagreement: null,
  members: [],
  timeline: [{ startSeconds: 0, endSeconds: 3, probabilities: [1, 0] }],
};
const figures = { isCalibrated: true, averagePrecision: 0.5, positives: 1, tracks: 2 };
const styles = [
  { name: 'soul', kind: 'style', family: 'rnb', threshold: 0.1, ...figures },
  { name: 'techno', kind: 'style', family: 'electronic', threshold: 0.45, ...figures },
  { name: 'female-vocals', kind: 'descriptor', family: null, threshold: 0.5, ...figures },
] as const;
const analyst = { name: 'm', genres: ['electronic', 'pop'], styles, provider: { active: 'cpu' } } as const;

it('a line names the styles that the track has, and is as before where the model scores none', () => {
  expect(analysisLine('a.mp3', analysis, analyst)).toBe(`electronic    93%  ${'techno, soul'.padEnd(32)}  a.mp3`);
  expect(analysisLine('a.mp3', analysis, { styles: [] })).toBe('electronic    93%  a.mp3');
});

it('programs are told all scores, whether they reach their thresholds or not', () => {
  const file = { path: 'a.mp3', metadata: null };
  expect(analysisJson(file, analysis, analyst)).toMatchObject({
    genre: 'electronic',
    confidence: 0.934568,
    probabilities: { electronic: 0.934568, pop: 0.065432 },
    styles: { soul: 0.123457, techno: 0.5 },
    descriptors: { 'female-vocals': 0.75 },
    timeline: [{ startSeconds: 0, endSeconds: 3, probabilities: { electronic: 1, pop: 0 } }],
  });
  expect(analysisJson(file, analysis, { ...analyst, styles: [] })).toMatchObject({ styles: {}, descriptors: {} });
});
