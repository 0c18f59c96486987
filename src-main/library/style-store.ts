import { z } from 'zod';
import type { TrackStyle } from '../contract/styles-of-track.ts';
import { stylesOfTrack } from '../contract/styles-of-track.ts';
import type { StyleInfo } from '../contract/styles.ts';
import { styleInfoSchema } from '../contract/styles.ts';
import { json } from './columns.ts';
import type { LibraryDatabase } from './database.ts';

const infosRow = z.object({ spec_hash: z.string(), styles: json(z.array(styleInfoSchema)) });

const KEEP = `
  INSERT INTO model_styles (spec_hash, styles) VALUES (?, ?)
  ON CONFLICT (spec_hash) DO UPDATE SET styles = excluded.styles WHERE styles <> excluded.styles`;

/** Scores of a track as they are kept, and which model's they are; null of an analysis without styles. */
export interface KeptScores {
  readonly styles_spec: string | null;
  readonly style_scores: Float32Array | null;
}

/** What models' cards say of the styles that they score, once for each model. */
export class StyleStore {
  readonly #database: LibraryDatabase;

  constructor(database: LibraryDatabase) {
    this.#database = database;
  }

  /** Keeps what a model's card says; nothing of a model without styles. */
  keep(specHash: string, styles: readonly StyleInfo[]): void {
    if (styles.length > 0) this.#database.prepare(KEEP).run(specHash, JSON.stringify(styles));
  }

  /** What is kept of a model, in the order of its scores; empty where nothing is. */
  of(specHash: string): readonly StyleInfo[] {
    const row: unknown = this.#database.prepare('SELECT * FROM model_styles WHERE spec_hash = ?').get(specHash);
    return row ? infosRow.parse(row).styles : [];
  }

  /** What is kept, model by model. */
  all(): ReadonlyMap<string, readonly StyleInfo[]> {
    const rows = z.array(infosRow).parse(this.#database.prepare('SELECT * FROM model_styles').all());
    return new Map(rows.map(({ spec_hash: specHash, styles }) => [specHash, styles]));
  }

  /** Every style and descriptor of a track with its score. */
  stylesOf({ styles_spec: specHash, style_scores: scores }: KeptScores, genre: string): TrackStyle[] {
    return specHash === null || scores === null ? [] : stylesOfTrack(this.of(specHash), scores, [genre]);
  }
}
