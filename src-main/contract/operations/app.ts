import { z } from 'zod';
import type { AppState, DoctorItem } from '../app-state.ts';
import { nothing, operation } from '../operation.ts';
import type { Settings } from '../settings.ts';
import { settingsChangeSchema } from '../settings.ts';

/** The app itself: state, settings, system check, notices. */
export const APP_OPERATIONS = {
  'app.state': operation(nothing).returns<AppState>(),
  'settings.change': operation(settingsChangeSchema).returns<Settings>(),
  'doctor.run': operation(nothing).returns<readonly DoctorItem[]>(),
  'notices.dismiss': operation(z.strictObject({ id: z.string() })).returns<null>(),
};
