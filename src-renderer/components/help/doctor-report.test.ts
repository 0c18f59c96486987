import { expect, it } from 'vitest';
import { doctorReport } from './doctor-report.ts';

it('writes the check as plain text', () => {
  const items = [
    { name: 'Decoder', status: 'ok' as const, detail: 'built in', advice: null },
    { name: 'Model', status: 'missing' as const, detail: 'not found', advice: 'Reinstall the app.' },
  ];
  expect(doctorReport('0.1.0', items)).toBe(
    'Genrescope 0.1.0\n[OK] Decoder: built in\n[Missing] Model: not found\n    Reinstall the app.',
  );
});
