import type { Overview, TrackCount } from '../../../src-main/contract/overview.ts';
import { CONFIDENCE_PARTS } from '../../../src-main/contract/overview.ts';
import { withField } from '../../../src-main/contract/parse-search.ts';
import { TAG_AGREEMENTS } from '../../../src-main/contract/values.ts';
import type { TrackGroupKind } from '../../../src-main/contract/values.ts';
import { texts } from '../../../src-main/texts/index.ts';
import { folderName, folderWay, withinFolder } from '../../state/folder-filter.ts';
import { genreName } from '../../state/format.ts';
import type { LibraryFilters } from '../../../src-main/contract/library.ts';
import { groupName } from '../../state/group-names.ts';

/** One bar: what it is called, how long it is, and what shows its tracks. */
export interface Bar {
  readonly key: string;
  readonly name: string;
  /** Whose colour it has beside its name. */
  readonly genre?: string;
  readonly tracks: number;
  readonly filters: Partial<LibraryFilters>;
}

/** Several bars of one kind. */
export interface Figure {
  readonly title: string;
  readonly bars: readonly Bar[];
}

/** Keeps the upper end of a part out of it, but for the last one. */
const JUST_BELOW = 1e-9;

/**
 * All figures of an overview that have anything to show.
 * @param filters those that found the overview's tracks @param root whole path of the library's first folder
 */
export function figuresOf(overview: Overview, filters: LibraryFilters, root: string): Figure[] {
  const words = texts.views.overview;
  const figures = [
    { title: words.genres, bars: genreBars(overview.genres) },
    { title: words.styles, bars: genreBars(overview.styles) },
    { title: words.confidence, bars: confidenceBars(overview.confidence) },
    { title: words.agreement, bars: agreementBars(overview.agreement) },
    { title: words.decades, bars: decadeBars(overview.years, filters.text) },
    { title: words.years, bars: yearBars(overview.years, filters.text) },
    { title: words.folders, bars: folderBars(overview.folders, filters, root) },
    { title: words.formats, bars: groupBars('format', overview.formats) },
  ];
  return figures.filter(({ bars }) => bars.some(({ tracks }) => tracks > 0));
}

function genreBars(counts: readonly TrackCount[]): Bar[] {
  return counts.map(({ name, tracks }) => ({
    key: name,
    name: genreName(name),
    genre: name,
    tracks,
    filters: { genre: name },
  }));
}

function confidenceBars(parts: readonly number[]): Bar[] {
  return parts.map((tracks, part) => {
    const [low, high] = [part / CONFIDENCE_PARTS, (part + 1) / CONFIDENCE_PARTS];
    const range = { low: Math.round(100 * low), high: Math.round(100 * high) };
    return {
      key: String(part),
      name: texts.views.overview.confidenceRange(range),
      tracks,
      filters: { minConfidence: low, maxConfidence: high === 1 ? 1 : high - JUST_BELOW },
    };
  });
}

function agreementBars(counts: Overview['agreement']): Bar[] {
  return TAG_AGREEMENTS.map((agreement) => ({
    key: agreement,
    name: texts.views.agreements[agreement],
    tracks: counts[agreement],
    // The filter bar has a switch for these.
    filters: agreement === 'disagrees' ? { disagreesOnly: true } : { group: { by: 'agreement', value: agreement } },
  }));
}

/** The newest first. */
function decadeBars(counts: Overview['years'], search: string): Bar[] {
  const decades = new Map<number, number>();
  for (const { year, tracks } of counts) {
    const from = year - (year % 10);
    decades.set(from, (decades.get(from) ?? 0) + tracks);
  }
  return [...decades].reverse().map(([from, tracks]) => ({
    key: String(from),
    name: texts.views.overview.decade({ from }),
    tracks,
    filters: { text: withField(search, 'year', `${from}..${from + 9}`) },
  }));
}

/** The newest first. */
function yearBars(counts: Overview['years'], search: string): Bar[] {
  return counts.toReversed().map(({ year, tracks }) => ({
    key: String(year),
    name: String(year),
    tracks,
    filters: { text: withField(search, 'year', String(year)) },
  }));
}

/** Folders of one name are told apart by their ways. */
function folderBars(counts: readonly TrackCount[], filters: LibraryFilters, root: string): Bar[] {
  const names = counts.map(({ name }) => folderName(name, root));
  return counts.map(({ name: folder, tracks }, index) => {
    const name = names[index] ?? '';
    const isOnly = names.indexOf(name) === names.lastIndexOf(name);
    return {
      key: folder,
      name: isOnly ? name : folderWay(folder, root),
      tracks,
      filters: withinFolder(filters, folder, root),
    };
  });
}

function groupBars(by: TrackGroupKind, counts: readonly TrackCount[]): Bar[] {
  return counts.map(({ name, tracks }) => ({
    key: name,
    name: groupName({ by, value: name }, undefined),
    tracks,
    filters: { group: { by, value: name } },
  }));
}
