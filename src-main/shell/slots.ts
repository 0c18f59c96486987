/** A number of things that may be there at once. */
export interface Slots {
  /** Takes one. @returns what gives it back, once however often it is called; null where none is free */
  take(): (() => void) | null;
}

/** @param most how many may be taken at once */
export function createSlots(most: number): Slots {
  const taken = new Set<symbol>();
  return {
    take() {
      if (taken.size >= most) return null;
      const slot = Symbol('slot');
      taken.add(slot);
      return () => void taken.delete(slot);
    },
  };
}
