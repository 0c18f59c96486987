import type { SystemLibrary } from './bind-system-calls.ts';
import { bindSystemCalls } from './bind-system-calls.ts';

/**
 * Calls of the system for which Node has none. Files are named by their descriptors, so that no name can be exchanged.
 */
export interface SystemCalls {
  /**
   * Names of a file's extended attributes; on Linux access lists are among them. Null where the file system has none.
   */
  attributeNames(descriptor: number): string[] | null;
  /** Null where there is none of that name, or it may not be read. */
  attribute(descriptor: number, name: string): Buffer | null;
  /** @returns whether it was set */
  setAttribute(descriptor: number, name: string, value: Uint8Array): boolean;
  removeAttribute(descriptor: number, name: string): void;
  /** Nanoseconds since 1970. @returns whether they were set */
  setTimes(descriptor: number, accessed: bigint, modified: bigint): boolean;
}

const LARGEST_NAMES = 1 << 16;
const LARGEST_VALUE = 1 << 17;
const BILLION = 1_000_000_000n;

/** The calls; null where the system has other ones (Windows) or they cannot be bound. */
export const systemCalls: SystemCalls | null = bindSystemCalls(bindCalls);

/** macOS's calls have a position and options behind, which are 0. */
function bindCalls(library: SystemLibrary): SystemCalls {
  const isMac = process.platform === 'darwin';
  const list = library.func(
    `long flistxattr(int file, _Out_ uint8_t *list, size_t size${isMac ? ', int options' : ''})`,
  );
  const place = 'uint32_t position, int options';
  const get = library.func(
    `long fgetxattr(int file, const char *name, _Out_ uint8_t *value, size_t size${isMac ? `, ${place}` : ''})`,
  );
  const set = library.func(
    'int fsetxattr(int file, const char *name, const uint8_t *value, size_t size, ' + `${isMac ? place : 'int flags'})`,
  );
  const remove = library.func(`int fremovexattr(int file, const char *name${isMac ? ', int options' : ''})`);
  const times = library.func('int futimens(int file, const int64_t *times)');
  const tail = isMac ? [0] : [];
  return {
    attributeNames(descriptor) {
      const names = Buffer.alloc(LARGEST_NAMES);
      const length = Number(list(descriptor, names, names.length, ...tail));
      return length < 0
        ? null
        : names
            .toString('utf8', 0, length)
            .split('\0')
            .filter((name) => name !== '')
            .sort();
    },
    attribute(descriptor, name) {
      const value = Buffer.alloc(LARGEST_VALUE);
      const length = Number(get(descriptor, name, value, value.length, ...(isMac ? [0, 0] : [])));
      return length < 0 ? null : Buffer.from(value.subarray(0, length));
    },
    setAttribute: (descriptor, name, value) =>
      set(descriptor, name, value, value.length, ...(isMac ? [0, 0] : [0])) === 0,
    removeAttribute: (descriptor, name) => void remove(descriptor, name, ...tail),
    setTimes(descriptor, accessed, modified) {
      const numbers = [accessed, modified].flatMap((time) => timespec(time));
      return times(descriptor, BigInt64Array.from(numbers)) === 0;
    },
  };
}

/** Whole seconds, downwards before 1970 too, and the nanoseconds above them. */
function timespec(time: bigint): [bigint, bigint] {
  const rest = ((time % BILLION) + BILLION) % BILLION;
  return [(time - rest) / BILLION, rest];
}
