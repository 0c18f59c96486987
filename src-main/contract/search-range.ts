import type { NumberRange, RangeEnd } from './search-query.ts';

const NUMBER = String.raw`\d{1,9}(?:\.\d{1,9})?`;
const COMPARED = new RegExp(`^(<=|>=|<|>)(${NUMBER})%?$`);
const FROM_TO = new RegExp(`^(?:(${NUMBER})%?)?\\.\\.(?:(${NUMBER})%?)?$`);
const ALONE = new RegExp(`^(${NUMBER})%?$`);

/**
 * Reads a range of numbers: `<60`, `<=60`, `>80`, `>=80`, `80..`, `..60`, `60..80`; `80` alone is 80 to the nearest whole
 * number, as confidences are shown. Percent signs may be left out. Null for everything else.
 */
export function parseRange(text: string): NumberRange | null {
  return compared(text) ?? fromTo(text) ?? alone(text);
}

function compared(text: string): NumberRange | null {
  const [, sign, number] = COMPARED.exec(text) ?? [];
  if (sign === undefined || number === undefined) return null;
  const end: RangeEnd = { value: Number(number), isIncluded: sign.endsWith('=') };
  return sign.startsWith('<') ? { low: null, high: end } : { low: end, high: null };
}

function fromTo(text: string): NumberRange | null {
  const [, from, to] = FROM_TO.exec(text) ?? [];
  if (from === undefined && to === undefined) return null;
  const endOf = (number: string | undefined): RangeEnd | null =>
    number === undefined ? null : { value: Number(number), isIncluded: true };
  return { low: endOf(from), high: endOf(to) };
}

function alone(text: string): NumberRange | null {
  const [, number] = ALONE.exec(text) ?? [];
  if (number === undefined) return null;
  const value = Number(number);
  return { low: { value: value - 0.5, isIncluded: true }, high: { value: value + 0.5, isIncluded: false } };
}

/** Whether a number lies in a range. */
export function isInRange(value: number, { low, high }: NumberRange): boolean {
  const isAbove = low === null || value > low.value || (low.isIncluded && value === low.value);
  const isBelow = high === null || value < high.value || (high.isIncluded && value === high.value);
  return isAbove && isBelow;
}
