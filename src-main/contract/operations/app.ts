import { z } from 'zod';
import type { AppState, DoctorItem } from '../app-state.ts';
import { nothing, operation } from '../operation.ts';
import type { Settings } from '../settings.ts';
import { settingsChangeSchema } from '../settings.ts';

/** Of a UUID, in characters. */
const LONGEST_ID = 36;
const noticeId = z.strictObject({ id: z.uuid().max(LONGEST_ID) });

/** The app itself: state, settings, system check, notices. */
export const APP_OPERATIONS = {
  'app.state': operation(nothing).returns<AppState>(),
  'settings.change': operation(settingsChangeSchema).withConsequences().returns<Settings>(),
  /** Shows the dialog for FFmpeg's program and asks whether to run it; null where nothing was chosen. */
  'settings.chooseDecoder': operation(nothing).withConsequences().returns<Settings | null>(),
  /** FFmpeg is found automatically again. */
  'settings.resetDecoder': operation(nothing).withConsequences().returns<Settings>(),
  'doctor.run': operation(nothing).returns<readonly DoctorItem[]>(),
  'notices.dismiss': operation(noticeId).returns<null>(),
  /** Does what a notice offers. */
  'notices.accept': operation(noticeId).withConsequences().returns<null>(),
};
