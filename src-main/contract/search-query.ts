/** Fields of a search whose value is a text. `path` is another name of `folder`. */
export const TEXT_FIELDS = ['artist', 'album', 'title', 'genre', 'label', 'folder', 'path'] as const;
/** See {@link TEXT_FIELDS}. */
export type TextField = (typeof TEXT_FIELDS)[number];

/** Fields of a search whose value is a range of numbers; confidences are percent. */
export const NUMBER_FIELDS = ['confidence', 'year', 'bpm'] as const;
/** See {@link NUMBER_FIELDS}. */
export type NumberField = (typeof NUMBER_FIELDS)[number];

/** What a track can be: without genres in its tags, with labels, not there, not analysable, predicted without certainty. */
export const SEARCH_STATES = ['untagged', 'labelled', 'missing', 'failed', 'unsure'] as const;
/** See {@link SEARCH_STATES}. */
export type SearchState = (typeof SEARCH_STATES)[number];

/** Every name that stands before a colon. */
export const SEARCH_FIELDS = [...TEXT_FIELDS, ...NUMBER_FIELDS, 'is'] as const;
/** See {@link SEARCH_FIELDS}. */
export type SearchField = (typeof SEARCH_FIELDS)[number];

/** Predictions below this confidence are unsure, 0 to 1: what a review leaves out unless the user says otherwise. */
export const UNSURE_BELOW = 0.6;

/** From `low` to `high`; null where there is no end. */
export interface NumberRange {
  readonly low: RangeEnd | null;
  readonly high: RangeEnd | null;
}

/** One end of a range. */
export interface RangeEnd {
  readonly value: number;
  readonly isIncluded: boolean;
}

/** What a part of a search says of a track; its texts are as the user wrote them. */
export type SearchTest =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'field'; readonly field: TextField; readonly text: string }
  | { readonly kind: 'range'; readonly field: NumberField; readonly range: NumberRange }
  | { readonly kind: 'state'; readonly state: SearchState };

/** A part of a search: all of them must hold, or not hold where they are excluded. */
export interface SearchTerm {
  readonly test: SearchTest;
  readonly isExcluded: boolean;
}

/** Why a part of a search was not understood. */
export type SearchProblemReason = 'unknown-field' | 'missing-value' | 'not-a-range' | 'unknown-state';

/** A part of a search that was not understood; all but one without a value are searched as texts. */
export interface SearchProblem {
  /** As the user wrote it. */
  readonly part: string;
  readonly reason: SearchProblemReason;
}

/** A search as it was understood. */
export interface SearchQuery {
  readonly terms: readonly SearchTerm[];
  readonly problems: readonly SearchProblem[];
}
