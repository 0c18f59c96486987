/** How a value is made where it is needed: many hostile values cannot be sent to the page. */
export type Recipe =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'text'; readonly part: string; readonly times: number }
  | { readonly kind: 'typed'; readonly type: 'Int32Array' | 'Uint8Array' | 'Float64Array'; readonly length: number }
  | { readonly kind: 'list'; readonly items: readonly Recipe[] }
  | { readonly kind: 'repeated'; readonly item: Recipe; readonly times: number }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, Recipe])[] }
  | { readonly kind: 'strange'; readonly name: (typeof STRANGE)[number] };

/** Values that JSON cannot say. */
export const STRANGE = [
  'undefined',
  'NaN',
  'Infinity',
  '-Infinity',
  '-0',
  'bigint',
  'symbol',
  'function',
  'cyclic',
  'date',
  'map',
  'regexp',
  'error',
  'promise',
  'getter',
  'proxy',
  'no-prototype',
  'array-with-holes',
  'detached',
  'shared',
  'window',
  'deep',
] as const;

/** Makes the value of a recipe. Runs in the page too: it uses nothing from outside itself. */
export function materialise(recipe: Recipe): unknown {
  const strange: Record<string, () => unknown> = {
    undefined: () => undefined,
    NaN: () => Number.NaN,
    Infinity: () => Infinity,
    '-Infinity': () => -Infinity,
    '-0': () => -0,
    bigint: () => 2n ** 70n,
    symbol: () => Symbol('x'),
    function: () => () => 'called',
    cyclic: () => {
      const own: Record<string, unknown> = {};
      own['own'] = own;
      return own;
    },
    date: () => new Date(Number.NaN),
    map: () => new Map([['id', 1]]),
    regexp: () => /(a+)+$/,
    error: () => new Error('made up'),
    promise: () => Promise.resolve(1),
    getter: () => Object.defineProperty({}, 'id', { enumerable: true, get: () => Math.random() }),
    proxy: () => new Proxy({}, { get: () => 1, ownKeys: () => ['id'] }),
    'no-prototype': () => Object.assign(Object.create(null) as object, { id: 1 }),
    'array-with-holes': () => new Array(1000),
    detached: () => {
      const bytes = new Int32Array(8);
      structuredClone(bytes, { transfer: [bytes.buffer] });
      return bytes;
    },
    shared: () => (typeof SharedArrayBuffer === 'undefined' ? null : new Int32Array(new SharedArrayBuffer(16))),
    window: () => globalThis,
    deep: () => {
      let value: unknown = 1;
      for (let depth = 0; depth < 5_000; depth++) value = [value];
      return value;
    },
  };
  const make = (part: Recipe): unknown => {
    switch (part.kind) {
      case 'json':
        return part.value;
      case 'text':
        return part.part.repeat(part.times);
      case 'typed':
        return part.type === 'Int32Array'
          ? new Int32Array(part.length).fill(1)
          : part.type === 'Uint8Array'
            ? new Uint8Array(part.length)
            : new Float64Array(part.length);
      case 'list':
        return part.items.map(make);
      case 'repeated':
        return new Array<unknown>(part.times).fill(make(part.item));
      case 'object': {
        const made = {};
        // Not by assignment: a key may be __proto__.
        for (const [key, value] of part.entries)
          Object.defineProperty(made, key, {
            value: make(value),
            enumerable: true,
            writable: true,
            configurable: true,
          });
        return made;
      }
      case 'strange':
        return strange[part.name]?.();
    }
  };
  return make(recipe);
}
