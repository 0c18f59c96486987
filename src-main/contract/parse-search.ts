import { parseRange } from './search-range.ts';
import type {
  NumberField,
  SearchField,
  SearchProblemReason,
  SearchQuery,
  SearchProblem,
  SearchState,
  SearchTerm,
  SearchTest,
  TextField,
} from './search-query.ts';
import { NUMBER_FIELDS, SEARCH_STATES, TEXT_FIELDS } from './search-query.ts';

/** A minus, a field's name with its colon, and a phrase (whose end may be missing while it is typed) or a word. */
const PART = /(-?)(?:(\p{L}+):)?(?:"([^"]*)(?:"|$)|(\S+))?/uy;
const SPACE = /\s*/uy;

/** A part of what was typed. */
interface Part {
  readonly written: string;
  readonly isExcluded: boolean;
  /** In lower case; null where there is no colon. */
  readonly field: string | null;
  readonly value: string;
}

/** A test, or why there is none. */
type Understood = { readonly test: SearchTest } | { readonly reason: SearchProblemReason };

/**
 * Understands what was typed into the search box: words and “phrases” that all must be found, `-` before what must not
 * be, and fields with a colon. It takes any text: what it does not understand is a problem, and searched as a text.
 */
export function parseSearch(text: string): SearchQuery {
  const terms: SearchTerm[] = [];
  const problems: SearchProblem[] = [];
  for (const part of partsOf(text)) {
    const { isExcluded, written } = part;
    const understood = testOf(part);
    if ('test' in understood) {
      terms.push({ isExcluded, test: understood.test });
      continue;
    }
    problems.push({ part: written, reason: understood.reason });
    const asText = isExcluded ? written.slice(1) : written;
    if (understood.reason !== 'missing-value') terms.push({ isExcluded, test: { kind: 'text', text: asText } });
  }
  return { terms, problems };
}

/** A search that also asks for a field's value; what it asked for this field before is replaced. */
export function withField(text: string, field: SearchField, value: string): string {
  // It comes first, since a phrase that is not closed takes what follows.
  return `${field}:${value} ${withoutFields(text, [field])}`.trimEnd();
}

/** A search without what it asks for in some fields; what must not be in them stays. */
export function withoutFields(text: string, fields: readonly SearchField[]): string {
  const isOf = ({ field, isExcluded }: Part) => !isExcluded && fields.some((each) => each === field);
  const others = partsOf(text).filter((part) => !isOf(part));
  return others.map(({ written }) => written).join(' ');
}

function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  for (let at = skip(SPACE, text, 0); at < text.length; at = skip(SPACE, text, at)) {
    PART.lastIndex = at;
    const [written = '', minus = '', field = null, phrase, word = ''] = PART.exec(text) ?? [];
    at += written.length;
    parts.push(partOf({ written, minus, field, phrase, word }));
  }
  return parts;
}

interface Match {
  readonly written: string;
  readonly minus: string;
  readonly field: string | null;
  readonly phrase: string | undefined;
  readonly word: string;
}

function partOf({ written, minus, field, phrase, word }: Match): Part {
  const value = phrase ?? word;
  // Signs that nothing follows are looked for.
  if (field === null && value === '') return { written, isExcluded: false, field: null, value: written };
  return { written, isExcluded: minus !== '', field: field?.toLowerCase() ?? null, value };
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return at + (pattern.exec(text)?.[0].length ?? 0);
}

function testOf({ field, value }: Part): Understood {
  if (field === null) return { test: { kind: 'text', text: value } };
  if (!isTextField(field) && !isNumberField(field) && field !== 'is') return { reason: 'unknown-field' };
  if (value.trim() === '') return { reason: 'missing-value' };
  if (isTextField(field)) return { test: { kind: 'field', field, text: value } };
  if (isNumberField(field)) {
    const range = parseRange(value);
    return range === null ? { reason: 'not-a-range' } : { test: { kind: 'range', field, range } };
  }
  const state = value.toLowerCase();
  return isState(state) ? { test: { kind: 'state', state } } : { reason: 'unknown-state' };
}

const isTextField = (name: string): name is TextField => (TEXT_FIELDS as readonly string[]).includes(name);
const isNumberField = (name: string): name is NumberField => (NUMBER_FIELDS as readonly string[]).includes(name);
const isState = (name: string): name is SearchState => (SEARCH_STATES as readonly string[]).includes(name);
