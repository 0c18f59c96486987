import { z } from 'zod';

/** Numbers that cross as they are; nothing is copied to look at them. */
export const float32Array = z.custom<Float32Array>((value) => value instanceof Float32Array);
/** See {@link float32Array}. */
export const int16Array = z.custom<Int16Array>((value) => value instanceof Int16Array);
/** See {@link float32Array}. */
export const uint8Array = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
/** See {@link float32Array}. */
export const int32Array = z.custom<Int32Array>((value) => value instanceof Int32Array);
