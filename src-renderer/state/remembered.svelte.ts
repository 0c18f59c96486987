/** A number or a switch that outlives the window. */
export class Remembered<T extends number | boolean> {
  readonly #key: string;
  #current = $state.raw() as T;

  constructor(key: string, initial: T) {
    this.#key = `genrescope.${key}`;
    this.#current = read(this.#key, initial);
  }

  get current(): T {
    return this.#current;
  }

  set current(value: T) {
    this.#current = value;
    globalThis.localStorage?.setItem(this.#key, JSON.stringify(value));
  }
}

function read<T extends number | boolean>(key: string, initial: T): T {
  try {
    const stored: unknown = JSON.parse(globalThis.localStorage?.getItem(key) ?? 'null');
    return typeof stored === typeof initial ? (stored as T) : initial;
  } catch {
    return initial;
  }
}
