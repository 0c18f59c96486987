/** A value that outlives the window. */
export class Remembered<T> {
  readonly #key: string;
  #current = $state.raw() as T;

  /** @param isValid whether what was stored, maybe by an older version, still means something */
  constructor(
    key: string,
    initial: T,
    isValid: (stored: unknown) => boolean = (stored) => typeof stored === typeof initial,
  ) {
    this.#key = `genrescope.${key}`;
    this.#current = read(this.#key, initial, isValid);
  }

  get current(): T {
    return this.#current;
  }

  set current(value: T) {
    this.#current = value;
    globalThis.localStorage?.setItem(this.#key, JSON.stringify(value));
  }
}

function read<T>(key: string, initial: T, isValid: (stored: unknown) => boolean): T {
  try {
    const stored: unknown = JSON.parse(globalThis.localStorage?.getItem(key) ?? 'null');
    return isValid(stored) ? (stored as T) : initial;
  } catch {
    return initial;
  }
}
