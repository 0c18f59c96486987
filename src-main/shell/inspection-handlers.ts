import type { InspectionController } from '../app/inspection-controller.ts';
import type { Handlers } from '../contract/operations/index.ts';

/** The operations of looking into a track. */
export function createInspectionHandlers(
  inspection: InspectionController,
): Pick<Handlers, Extract<keyof Handlers, `inspect.${string}`>> {
  return {
    'inspect.open': ({ id, settings }) => inspection.open(id, settings),
    'inspect.close': async () => {
      await inspection.close();
      return null;
    },
    'inspect.overview': (known) => inspection.ask('overview', { known }),
    'inspect.preview': () => inspection.ask('preview', {}),
    'inspect.thumbnail': ({ id }) => inspection.thumbnail(id),
    'inspect.peaks': ({ maxPoints }) => inspection.ask('peaks', { maxPoints }),
    'inspect.waveform': (span) => inspection.ask('waveform', { span }),
    'inspect.level': (segment) => inspection.ask('level', segment),
    'inspect.tile': (range) => inspection.ask('tile', { range }),
    'inspect.listen': async ({ model }) => {
      await inspection.listen(model);
      return null;
    },
    'inspect.modelInput': (range) => inspection.ask('modelInput', { range }),
    'inspect.saliency': (request) => inspection.ask('saliency', request),
  };
}
