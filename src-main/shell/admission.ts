import { AppError } from '../contract/app-error.ts';
import type { OperationName } from '../contract/operations/index.ts';
import { OPERATIONS } from '../contract/operations/index.ts';
import type { Gestures } from './gestures.ts';

/** What is asked before a request is done. */
export interface AdmissionRules {
  readonly gestures: Pick<Gestures, 'isRecent'>;
  /** Assistive technology presses buttons without input events: then a dialog of the system asks instead. */
  readonly isAssisted: () => boolean;
  /** Asks whether to do what nothing was pressed for. */
  readonly confirm: (name: OperationName) => Promise<boolean>;
  /** How many tracks the library has. */
  readonly trackCount: () => number;
}

/** Lets a parsed request through. @throws AppError gesture-needed, request-invalid */
export type Admit = (name: OperationName, request: unknown) => Promise<void>;

/** Tracks may have left the library since the page asked for them. */
const GONE_TRACKS = 10_000;

/**
 * Refuses what the user did not ask for, and more tracks than there are. One dialog at a time asks, and none after it was
 * denied: a script could ask without end.
 */
export function createAdmission({ gestures, isAssisted, confirm, trackCount }: AdmissionRules): Admit {
  let mayAsk = true;
  const isConfirmed = async (name: OperationName): Promise<boolean> => {
    if (!mayAsk || !isAssisted()) return false;
    mayAsk = false;
    return (mayAsk = await confirm(name));
  };
  return async (name, request) => {
    const ids = idsIn(request);
    if (ids > GONE_TRACKS && ids > trackCount() + GONE_TRACKS)
      throw new AppError('request-invalid', `${name}: more tracks than the library has.`);
    if (!OPERATIONS[name].hasConsequences || gestures.isRecent) return;
    if (!(await isConfirmed(name))) throw new AppError('gesture-needed', name);
  };
}

/** How many ids of tracks a parsed request holds. */
function idsIn(value: unknown): number {
  if (value instanceof Int32Array) return value.length;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return 0;
  return Object.values(value).reduce((total: number, part: unknown) => total + idsIn(part), 0);
}
