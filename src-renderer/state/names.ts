import type { RetrainWarning } from '../../src-main/contract/retrain.ts';
import type {
  AnalysisWindow,
  ChangeKind,
  GenreSeparator,
  HardLinkRule,
  ProviderChoice,
  TagMode,
  Theme,
} from '../../src-main/contract/values.ts';
import type { InstalledModel } from '../../src-main/contract/app-state.ts';

/** Processors as people know them. */
export const PROVIDER_NAMES: Readonly<Record<ProviderChoice, string>> = {
  auto: 'Automatic',
  cuda: 'NVIDIA GPU (CUDA)',
  webgpu: 'GPU (WebGPU)',
  directml: 'GPU (DirectML)',
  coreml: 'Apple GPU or Neural Engine (Core ML)',
  cpu: 'CPU',
};

/** The parts of a track that can be analysed. */
export const WINDOW_NAMES: Readonly<Record<AnalysisWindow, string>> = {
  '30s': 'Middle 30 seconds',
  '3x10s': 'Three times 10 seconds',
  full: 'Whole track',
};

/** What each choice of part means in practice. */
export const WINDOW_HINTS: Readonly<Record<AnalysisWindow, string>> = {
  '30s': 'One segment from the middle. Fast, and enough for most songs.',
  '3x10s': 'Beginning, middle and end. As fast, and better for tracks that change.',
  full: 'Every second. Slow, and the most thorough.',
};

/** What happens to genres that a file has already. */
export const MODE_NAMES: Readonly<Record<TagMode, string>> = {
  fill: 'Only fill empty',
  append: 'Add to existing',
  replace: 'Replace existing genres',
};

/** What happens to files with several names (hard links). */
export const HARD_LINK_NAMES: Readonly<Record<HardLinkRule, string>> = {
  write: 'Write all their names',
  leave: 'Leave them alone',
};

/** How several genres share one field. */
export const SEPARATOR_NAMES: Readonly<Record<GenreSeparator, string>> = {
  standard: 'As the tag’s version says',
  nul: 'Zero byte',
  slash: 'Slash: A/B',
  semicolon: 'Semicolon: A; B',
  comma: 'Comma: A, B',
  frames: 'Several fields',
};

export const THEME_NAMES: Readonly<Record<Theme, string>> = { system: 'System', light: 'Light', dark: 'Dark' };

/** What would happen to a file, in a word or two. */
export const CHANGE_NAMES: Readonly<Record<ChangeKind, string>> = {
  add: 'Add',
  replace: 'Replace',
  append: 'Append',
  same: 'Unchanged',
  kept: 'Kept',
  'below-confidence': 'Below confidence',
  unmapped: 'Not written by choice',
  'not-analysed': 'Not analysed',
};

/** Why, in a sentence. */
export const CHANGE_HINTS: Readonly<Record<ChangeKind, string>> = {
  add: 'The file has no genre yet.',
  replace: 'The file’s genres give way to the recognised ones.',
  append: 'The recognised genres join those that are there.',
  same: 'The file says the same already.',
  kept: 'The file has a genre, and existing genres are kept.',
  'below-confidence': 'The recognition is less sure than asked for.',
  unmapped: 'The settings say not to write this genre.',
  'not-analysed': 'The track waits, failed or is missing.',
};

/** A model as it is listed: by its title, and by its name where the title alone is not enough. */
export function modelLabel({ name, title, isShipped }: InstalledModel, all: readonly InstalledModel[]): string {
  const isAlone = all.filter((other) => other.title === title).length === 1;
  return isShipped && isAlone ? title : `${name} (${title})`;
}

/** A typed record as choices for a control. */
export function choicesOf<Value extends string>(
  names: Readonly<Record<Value, string>>,
): readonly { readonly value: Value; readonly label: string }[] {
  return (Object.keys(names) as Value[]).map((value) => ({ value, label: names[value] }));
}

/** What speaks against labels as they are. */
export const WARNING_TEXTS: Readonly<Record<RetrainWarning['kind'], string>> = {
  'too-few': 'left out; five tracks are the least that can be learned from.',
  'as-parent': 'too few to be learned: counted as the genre above.',
  'one-artist': 'from one artist or album alone: how well it is recognised elsewhere cannot be told.',
  'one-sided': 'rare beside the others: label more of it.',
  contradiction: 'said of the same sound as another genre.',
};
