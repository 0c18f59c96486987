import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import type { StageSpan } from '../../../src-main/pipeline/stage-spans.ts';
import { STAGES } from '../../../src-main/pipeline/stage-spans.ts';

const spansSchema = z.array(
  z.object({ stage: z.enum(STAGES), subject: z.string(), start: z.number(), end: z.number() }),
);

/** What record-stages.mjs wrote. */
export function readSpans(file: string): readonly StageSpan[] {
  return spansSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/**
 * Writes spans as a Chrome trace (complete events, microseconds), which Perfetto opens: a row for every file under way
 * at once, one for the network and one for heads.
 */
export function writeChromeTrace(file: string, spans: readonly StageSpan[]): void {
  const rows = new Rows();
  const events = spans
    .toSorted((a, b) => a.start - b.start)
    .map(({ stage, subject, start, end }) => ({
      ...{ ph: 'X', pid: 1, tid: rows.rowOf(stage, subject, start, spans), name: stage, cat: 'analysis' },
      ...{ ts: start * 1000, dur: (end - start) * 1000, args: { subject: basename(subject) } },
    }));
  writeFileSync(file, JSON.stringify({ traceEvents: [...events, ...rows.names()] }));
}

/** Seconds of every stage in all. */
export function stageSeconds(spans: readonly StageSpan[]): { stage: string; seconds: number }[] {
  return STAGES.map((stage) => ({
    stage,
    seconds: spans.filter((span) => span.stage === stage).reduce((sum, { start, end }) => sum + end - start, 0) / 1000,
  }));
}

/** Gives files that are under way at once a row each. */
class Rows {
  readonly #shared = new Map<string, number>();
  readonly #files = new Map<string, number>();
  /** When each file row is free again. */
  readonly #freeAt: number[] = [];

  rowOf(stage: string, subject: string, start: number, spans: readonly StageSpan[]): number {
    if (stage === 'network' || stage === 'head') return this.#sharedRow(`${stage} ${subject}`);
    const known = this.#files.get(subject);
    if (known !== undefined) return known;
    const last = Math.max(...spans.filter((span) => span.subject === subject).map(({ end }) => end));
    const free = this.#freeAt.findIndex((time) => time <= start);
    const row = free < 0 ? this.#freeAt.length : free;
    this.#freeAt[row] = last;
    this.#files.set(subject, row);
    return row;
  }

  names() {
    const named = (tid: number, name: string) => ({ ph: 'M', pid: 1, tid, name: 'thread_name', args: { name } });
    return [
      ...this.#freeAt.map((_, row) => named(row, `file ${row + 1}`)),
      ...[...this.#shared].map(([name, row]) => named(row, name)),
    ];
  }

  #sharedRow(name: string): number {
    const row = this.#shared.get(name) ?? SHARED_ROWS + this.#shared.size;
    this.#shared.set(name, row);
    return row;
  }
}

/** More than files are under way at once. */
const SHARED_ROWS = 1000;
