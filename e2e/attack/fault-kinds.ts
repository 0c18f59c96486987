/** Calls as fault-shim.c numbers them. */
export const CALLS = [
  'none',
  'open',
  'create',
  'read',
  'write',
  'rename',
  'unlink',
  'sync',
  'truncate',
  'copy',
  'attribute',
  'mkdir',
  'link',
  'clone',
] as const;
/** A name of {@link CALLS}. */
export type Call = (typeof CALLS)[number];

/** Faults as fault-shim.c numbers them. */
export const FAULTS = [
  'none',
  'kill-before',
  'kill-after',
  'kill-torn',
  'EIO',
  'ENOSPC',
  'EINTR',
  'EACCES',
  'short',
  'disk-full',
  'sync-fails',
] as const;
/** A name of {@link FAULTS}. */
export type Fault = (typeof FAULTS)[number];

const NEEDS_SPACE: readonly Call[] = [
  'create',
  'write',
  'copy',
  'mkdir',
  'link',
  'rename',
  'sync',
  'truncate',
  'attribute',
];
const INTERRUPTED: readonly Call[] = ['open', 'create', 'read', 'write', 'sync', 'truncate', 'copy'];
const DENIED: readonly Call[] = ['open', 'create', 'rename', 'unlink', 'attribute', 'mkdir', 'link'];
const SHORTENED: readonly Call[] = ['read', 'write', 'copy'];

/** The faults that a real disk could answer a call with, or that can begin there. */
export function faultsAt(call: Call): Fault[] {
  const faults: Fault[] = ['kill-before', 'kill-after', 'EIO', 'disk-full', 'sync-fails'];
  if (call === 'write' || call === 'copy') faults.push('kill-torn');
  if (NEEDS_SPACE.includes(call)) faults.push('ENOSPC');
  if (INTERRUPTED.includes(call)) faults.push('EINTR');
  if (DENIED.includes(call)) faults.push('EACCES');
  if (SHORTENED.includes(call)) faults.push('short');
  return faults;
}
