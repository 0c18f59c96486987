/** The functions and classes that a state dictionary may name: module and name. */
export const GLOBAL_NAMES = [
  'collections OrderedDict',
  'torch._utils _rebuild_tensor_v2',
  'torch FloatStorage',
  'torch LongStorage',
] as const;

/** See {@link GLOBAL_NAMES}. */
export type GlobalName = (typeof GLOBAL_NAMES)[number];

/** What a pickle holds, as plain data: functions and classes stay names, and calls are not made. */
export type PickleValue = string | number | boolean | PickleObject;

type PickleObject =
  | { readonly kind: 'tuple'; readonly items: readonly PickleValue[] }
  | { readonly kind: 'dictionary'; readonly entries: Map<string, PickleValue> }
  | { readonly kind: 'global'; readonly name: GlobalName }
  | { readonly kind: 'call'; readonly name: GlobalName; readonly items: readonly PickleValue[] }
  /** Something that lies outside the pickle. */
  | { readonly kind: 'persistent'; readonly id: PickleValue };

/** The value if it is of a kind, else null. */
export function asKind<K extends PickleObject['kind']>(
  value: PickleValue | undefined,
  kind: K,
): Extract<PickleObject, { readonly kind: K }> | null {
  const isOfKind = typeof value === 'object' && value.kind === kind;
  return isOfKind ? (value as Extract<PickleObject, { readonly kind: K }>) : null;
}
