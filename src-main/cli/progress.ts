/** A progress line on stderr: rewritten in place on a terminal, every few seconds elsewhere. */
export interface Progress {
  step(done: number, total: number, failed: number): void;
  /** Ends the line; a second call does nothing. */
  finish(): void;
}

const TERMINAL_MILLISECONDS = 100;
const LOG_MILLISECONDS = 5_000;

/** @param noun what is counted, in the plural */
export function createProgress(noun: string, stream: NodeJS.WriteStream = process.stderr): Progress {
  const started = performance.now();
  let last = -Infinity;
  let shown = false;
  return {
    step(done, total, failed) {
      const now = performance.now();
      if (done < total && now - last < (stream.isTTY ? TERMINAL_MILLISECONDS : LOG_MILLISECONDS)) return;
      last = now;
      shown = true;
      const line = progressLine(noun, { done, total, failed, seconds: (now - started) / 1000 });
      stream.write(stream.isTTY ? `\r\u001b[K${line}` : `${line}\n`);
    },
    finish() {
      if (shown && stream.isTTY) stream.write('\n');
      shown = false;
    },
  };
}

/** `12/100 tracks, 8.3/s, ETA 0:11, 1 failed` */
function progressLine(noun: string, state: { done: number; total: number; failed: number; seconds: number }): string {
  const rate = state.done / Math.max(state.seconds, 1e-3);
  const eta = state.done > 0 ? formatSeconds((state.total - state.done) / rate) : '–';
  const failed = state.failed > 0 ? `, ${state.failed} failed` : '';
  return `${state.done}/${state.total} ${noun}, ${rate.toFixed(1)}/s, ETA ${eta}${failed}`;
}

/** `1:02:03` or `2:03` */
function formatSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const tail = `${hours > 0 ? String(minutes).padStart(2, '0') : minutes}:${String(rest).padStart(2, '0')}`;
  return hours > 0 ? `${hours}:${tail}` : tail;
}
