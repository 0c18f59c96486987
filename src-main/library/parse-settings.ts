import { z } from 'zod';
import type { Settings } from '../contract/settings.ts';
import {
  DEFAULT_MODEL,
  DEFAULT_SETTINGS,
  FIRST_DEFAULT_MODEL,
  genreNameSchema,
  MODEL_HISTORY,
  MOST_SMART_FILTERS,
  RECENT_FOLDERS,
  settingsSchema,
  smartFilterSchema,
} from '../contract/settings.ts';

/** What could be read of a settings file. */
export interface ParsedSettings {
  readonly settings: Settings;
  /** What was not understood, in words; empty where everything counts. */
  readonly faults: readonly string[];
  /** Whether nothing in the file could be read. */
  readonly isBroken: boolean;
}

type Entry = readonly [name: string, value: unknown];

const SHAPE: Readonly<Record<string, z.ZodType>> = settingsSchema.shape;
const objectSchema = z.record(z.string(), z.unknown());

/**
 * Reads the text of settings.json. One bad entry costs itself alone: a value, a row of the genre map, a remembered
 * name. A byte order mark (UTF-8 or UTF-16) is passed over.
 */
export function parseSettings(bytes: Uint8Array): ParsedSettings {
  const faults: string[] = [];
  const read = readObject(bytes);
  if (typeof read === 'string') return { settings: DEFAULT_SETTINGS, faults: [read], isBroken: true };
  const entries = Object.entries(read).flatMap((entry) => readEntry(entry, faults));
  const missing = { ...DEFAULT_SETTINGS, defaultModel: FIRST_DEFAULT_MODEL };
  const settings = settingsSchema.parse({ ...missing, ...Object.fromEntries(entries) });
  return { settings: withNewDefault(settings), faults, isBroken: false };
}

/** A model that was used because it was the default gives way to the default of this version. */
function withNewDefault(settings: Settings): Settings {
  const isChosen = settings.modelHistory.length > 0 || settings.model !== settings.defaultModel;
  return { ...settings, model: isChosen ? settings.model : DEFAULT_MODEL, defaultModel: DEFAULT_MODEL };
}

/** The object in the file, or why there is none. */
function readObject(bytes: Uint8Array): Record<string, unknown> | string {
  if (bytes.length === 0) return 'the file is empty';
  try {
    const parsed = objectSchema.safeParse(JSON.parse(decode(bytes)));
    return parsed.success ? parsed.data : 'the file holds no JSON object';
  } catch (error) {
    return `the file is not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding, { fatal: true }).decode(bytes);
}

function readEntry([name, value]: Entry, faults: string[]): Entry[] {
  if (name === 'version' && typeof value === 'number' && value > DEFAULT_SETTINGS.version) {
    faults.push(`version (${value}): a newer version of the app wrote these settings; update it and put the copy back`);
    return [];
  }
  const schema = Object.hasOwn(SHAPE, name) ? SHAPE[name] : undefined;
  if (!schema) {
    faults.push(`“${name}” is no setting`);
    return [];
  }
  const whole = schema.safeParse(value);
  if (whole.success) return [[name, whole.data]];
  const kept = keepParts(name, value, faults);
  if (kept !== null) return [[name, kept]];
  faults.push(fault(name, value, whole.error));
  return [];
}

/** What is understood of a value that consists of many; null of every other. */
function keepParts(name: string, value: unknown, faults: string[]): unknown {
  if (name === 'genreMap') return keepRows(value, faults);
  return name === 'smartFilters' ? keepFilters(value, faults) : keepNames(name, value, faults);
}

/** The searches that are understood, the first ones where there are too many; null where it is no list. */
function keepFilters(value: unknown, faults: string[]): unknown[] | null {
  if (!Array.isArray(value)) return null;
  const filters = value.filter((each: unknown, index) => {
    const filter = smartFilterSchema.safeParse(each);
    if (!filter.success) faults.push(fault(`smartFilters.${index}`, each, filter.error));
    return filter.success;
  });
  return filters.slice(0, MOST_SMART_FILTERS);
}

/** The rows of a genre map that are understood; null where it is no map. */
function keepRows(value: unknown, faults: string[]): Record<string, string | null> | null {
  const rows = objectSchema.safeParse(value);
  if (!rows.success) return null;
  return Object.fromEntries(
    Object.entries(rows.data).flatMap(([genre, name]) => {
      const row = genreNameSchema.safeParse(name);
      if (!row.success) faults.push(fault(`genreMap.${genre}`, name, row.error));
      return row.success ? [[genre, row.data]] : [];
    }),
  );
}

/**
 * The names of a remembered list that are understood, the newest where there are too many; null where it is no list.
 */
function keepNames(list: string, value: unknown, faults: string[]): string[] | null {
  if (!Array.isArray(value) || (list !== 'modelHistory' && list !== 'recentFolders')) return null;
  const names = value.filter((each, index): each is string => {
    if (typeof each !== 'string') faults.push(`${list}.${index} (${shown(each)}): a name was expected`);
    return typeof each === 'string';
  });
  return list === 'modelHistory' ? names.slice(-MODEL_HISTORY) : names.slice(0, RECENT_FOLDERS);
}

function fault(name: string, value: unknown, { issues: [issue] }: z.ZodError): string {
  return `${name} (${shown(value)}): ${issue?.message ?? 'not understood'}`;
}

/** A value in few letters. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? '';
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
