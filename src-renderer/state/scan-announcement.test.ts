import { expect, it } from 'vitest';
import type { ScanProgress } from '../../src-main/contract/scan.ts';
import { ScanAnnouncer, scanSummary } from './scan-announcement.ts';

const scan = (change: Partial<ScanProgress>): ScanProgress => ({
  phase: 'analysing',
  folder: '/music',
  isQuiet: false,
  done: 10,
  total: 100,
  failed: 0,
  again: 0,
  tracksPerSecond: 5,
  etaSeconds: 18,
  outcome: null,
  error: null,
  ...change,
});

it('speaks at a change of phase and then only now and then', () => {
  const announcer = new ScanAnnouncer();
  expect(announcer.next(scan({ phase: 'listing' }), 0)).toBe('Looking for audio files');
  expect(announcer.next(scan({}), 100)).toBe('Analysing 10 of 100 tracks, less than a minute left');
  expect(announcer.next(scan({ done: 20 }), 5000)).toBeNull();
  expect(announcer.next(scan({ done: 30, failed: 2 }), 20_000)).toBe(
    'Analysing 30 of 100 tracks, 2 failed, less than a minute left',
  );
  expect(announcer.next(scan({ phase: 'idle', outcome: 'finished', done: 100 }), 20_100)).toBe(
    'Scan finished: 100 tracks',
  );
  expect(announcer.next(scan({ phase: 'idle', outcome: 'finished', done: 100 }), 90_000)).toBeNull();
});

it('says that a scan found nothing new', () => {
  const nothing = scan({ phase: 'idle', outcome: 'finished', done: 0, total: 0 });
  expect(scanSummary(nothing)).toBe('Scan finished: nothing new');
});

it('says how a scan was cancelled', () => {
  expect(scanSummary(scan({ phase: 'idle', outcome: 'cancelled' }))).toBe('Scan cancelled after 10 of 100 tracks');
});

it('says nothing of a quiet scan, unless it fails', () => {
  const announcer = new ScanAnnouncer();
  for (const phase of ['listing', 'reading', 'analysing', 'cancelling'] as const)
    expect(announcer.next(scan({ isQuiet: true, phase }), 0)).toBeNull();
  const ended = { isQuiet: true, phase: 'idle' } as const;
  expect(announcer.next(scan({ ...ended, outcome: 'finished' }), 60_000)).toBeNull();
  expect(announcer.next(scan({ isQuiet: true }), 60_000)).toBeNull();
  expect(announcer.next(scan({ ...ended, outcome: 'failed' }), 120_000)).not.toBeNull();
});
