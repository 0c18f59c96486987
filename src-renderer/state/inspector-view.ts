/** The segment of a track that is on screen. */
export interface TimeView {
  /** Seconds at the left edge. */
  readonly start: number;
  readonly secondsPerPixel: number;
}

/** What limits a view. */
export interface ViewLimits {
  readonly durationSeconds: number;
  readonly width: number;
  readonly sampleRate: number;
}

/** Browsers lay out no more than about 33 million pixels. */
const LONGEST_PIXELS = 16e6;

/** The whole track. */
export function wholeView({ durationSeconds, width }: ViewLimits): TimeView {
  return { start: 0, secondsPerPixel: durationSeconds / Math.max(1, width) };
}

/** The nearest view that can be shown: no wider than the track, no finer than samples. */
export function clampView(view: TimeView, limits: ViewLimits): TimeView {
  const { durationSeconds, width, sampleRate } = limits;
  const widest = wholeView(limits).secondsPerPixel;
  const finest = Math.min(widest, Math.max(1 / sampleRate, durationSeconds / LONGEST_PIXELS));
  const secondsPerPixel = Math.min(widest, Math.max(finest, view.secondsPerPixel));
  return {
    secondsPerPixel,
    start: Math.min(Math.max(0, view.start), Math.max(0, durationSeconds - width * secondsPerPixel)),
  };
}

/** The view with another scale in which `seconds` stays where it is. @param factor below 1 comes nearer */
export function zoomAbout(view: TimeView, seconds: number, factor: number, limits: ViewLimits): TimeView {
  const secondsPerPixel = clampView(
    { ...view, secondsPerPixel: view.secondsPerPixel * factor },
    limits,
  ).secondsPerPixel;
  const x = (seconds - view.start) / view.secondsPerPixel;
  return clampView({ secondsPerPixel, start: seconds - x * secondsPerPixel }, limits);
}

/** The view moved so that `seconds` is on screen; the same one if it is, or if no view comes nearer to it. */
export function viewWith(view: TimeView, seconds: number, limits: ViewLimits): TimeView {
  const span = limits.width * view.secondsPerPixel;
  if (seconds >= view.start && seconds <= view.start + span) return view;
  const moved = clampView({ ...view, start: seconds - span * 0.1 }, limits);
  return moved.start === view.start && moved.secondsPerPixel === view.secondsPerPixel ? view : moved;
}
