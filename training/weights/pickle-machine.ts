import type { PickleValue } from './pickle-value.ts';
import { asKind } from './pickle-value.ts';
import { weightsInvalid } from './refusal.ts';

const DEEPEST_STACK = 20_000;
const MOST_MARKS = 1_000;
const MOST_REMEMBERED = 100_000;

/** The stack and the memo that a pickle's opcodes work on. Every method throws AppError `weights-invalid`. */
export class PickleMachine {
  readonly #stack: PickleValue[] = [];
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, PickleValue>();

  push(value: PickleValue): void {
    if (this.#stack.length === DEEPEST_STACK) throw weightsInvalid('the stack of its pickle is too deep');
    this.#stack.push(value);
  }

  /** The last value above the last mark. */
  pop(): PickleValue {
    const floor = this.#marks.at(-1) ?? 0;
    const value = this.#stack.length > floor ? this.#stack.pop() : undefined;
    if (value === undefined) throw weightsInvalid('its pickle takes what is not there');
    return value;
  }

  /** The last values, in the order in which they came. */
  popMany(count: number): PickleValue[] {
    return Array.from({ length: count }, () => this.pop()).reverse();
  }

  mark(): void {
    if (this.#marks.length === MOST_MARKS) throw weightsInvalid('its pickle is nested too deeply');
    this.#marks.push(this.#stack.length);
  }

  /** All above the last mark, which goes too. */
  popToMark(): PickleValue[] {
    const height = this.#marks.pop();
    if (height === undefined) throw weightsInvalid('its pickle takes what is not there');
    return this.#stack.splice(height);
  }

  /** Puts texts and values, in turn, into the dictionary on top. */
  setItems(items: readonly PickleValue[]): void {
    const top = this.pop();
    const dictionary = asKind(top, 'dictionary');
    if (!dictionary || items.length % 2 !== 0) throw weightsInvalid('its pickle fills what is no dictionary');
    for (let index = 0; index + 1 < items.length; index += 2) {
      const [key, value] = [items[index], items[index + 1]];
      if (typeof key !== 'string' || value === undefined) throw weightsInvalid('a key of its pickle is no text');
      if (dictionary.entries.has(key)) throw weightsInvalid(`“${key}” is there twice`);
      dictionary.entries.set(key, value);
    }
    this.push(top);
  }

  /** Remembers the value on top. */
  remember(index: number): void {
    if (index >= MOST_REMEMBERED) throw weightsInvalid(`its pickle remembers a value as number ${index}`);
    const value = this.pop();
    this.push(value);
    this.#memo.set(index, value);
  }

  /** Pushes what was remembered. */
  recall(index: number): void {
    const value = this.#memo.get(index);
    if (value === undefined) throw weightsInvalid(`its pickle recalls value ${index}, which it never remembered`);
    this.push(value);
  }

  /** The one value that is left. */
  finish(): PickleValue {
    const value = this.pop();
    if (this.#stack.length > 0 || this.#marks.length > 0) throw weightsInvalid('its pickle ends half done');
    return value;
  }
}
