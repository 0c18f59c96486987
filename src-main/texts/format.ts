import { wholePercent } from '../contract/confidence.ts';

/**
 * Numbers, shares, lengths and dates as people read them: page, main process and command line write them in one form.
 * A translation changes {@link LANGUAGE} and fulfils `Texts`.
 */

const LANGUAGE = 'en';
const plurals = onFirstUse(() => new Intl.PluralRules(LANGUAGE));
const wholes = onFirstUse(() => new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 0 }));
const percents = { 0: onFirstUse(() => percentFormat(0)), 1: onFirstUse(() => percentFormat(1)) };
const days = onFirstUse(() => new Intl.DateTimeFormat(LANGUAGE, { dateStyle: 'medium' }));
const moments = onFirstUse(() => new Intl.DateTimeFormat(LANGUAGE, { dateStyle: 'medium', timeStyle: 'short' }));

/** The forms of a noun or a phrase by the language's rule of plurals; English needs `one` and `other`. */
export type PluralForms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

/** The form that belongs to an amount: `plural(1, { one: 'has', other: 'have' })` is "has". */
export function plural(amount: number, forms: PluralForms): string {
  return forms[plurals().select(amount)] ?? forms.other;
}

/** An amount with its noun: `count(1, { one: 'track', other: 'tracks' })` is "1 track". */
export function count(amount: number, forms: PluralForms): string {
  return `${whole(amount)} ${plural(amount, forms)}`;
}

/** A whole number with separators of thousands. */
export function whole(amount: number): string {
  return wholes().format(amount);
}

/** A number with a fixed amount of decimals. */
export function decimal(value: number, decimals: number): string {
  return value.toLocaleString(LANGUAGE, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** A share between 0 and 1 as a percentage, "95%"; with one decimal, "95.0%". */
export function percent(share: number, decimals: 0 | 1 = 0): string {
  return percents[decimals]().format(share);
}

/** A genre's probability or a confidence as a percentage; see wholePercent. */
export function probabilityText(share: number): string {
  return percent(wholePercent(share) / 100);
}

/** A length of sound in seconds as `m:ss` or `h:mm:ss`; nothing for an unknown length. */
export function duration(seconds: number | null): string {
  if (seconds === null) return '';
  const total = Math.round(seconds);
  const pad = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(total / 60);
  if (minutes < 60) return `${minutes}:${pad(total % 60)}`;
  return `${Math.floor(minutes / 60)}:${pad(minutes % 60)}:${pad(total % 60)}`;
}

/** A moment given as an ISO text or a date, in the reader's time zone; a text that is no date stays as it is. */
export function moment(iso: string | Date): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? String(iso) : moments().format(date);
}

/** A day, in the reader's time zone. */
export function day(date: Date): string {
  return days().format(date);
}

function percentFormat(decimals: number): Intl.NumberFormat {
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return new Intl.NumberFormat(LANGUAGE, { style: 'percent', ...digits });
}

/** To make all of them takes longer than most commands of the command line, which need few or none. */
function onFirstUse<Made extends object>(make: () => Made): () => Made {
  let made: Made | null = null;
  return () => (made ??= make());
}
