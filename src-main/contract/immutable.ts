/** A type whose every part is read-only; typed arrays and functions stay as they are. */
export type Immutable<Value> = Value extends ArrayBufferView | ((...parameters: never) => unknown)
  ? Value
  : Value extends object
    ? { readonly [Key in keyof Value]: Immutable<Value[Key]> }
    : Value;
