/** The player at the foot of the window, and the buttons of lists that play a track. */
export const player = {
  region: 'Player',
  play: 'Play',
  pause: 'Pause',
  playTrack: ({ name }: { name: string }) => `Play ${name}`,
  pauseTrack: ({ name }: { name: string }) => `Pause ${name}`,
  inspectTrack: ({ name }: { name: string }) => `Inspect ${name}`,
  /** Before the title of the track that is in the player. */
  playing: 'Playing: ',
  paused: 'Paused: ',
  previous: 'Previous track of the list',
  next: 'Next track of the list',
  position: 'Playback position',
  positionText: ({ seconds, duration }: { seconds: string; duration: string }) => `${seconds} of ${duration}`,
  volume: 'Player volume',
  segment: 'Skip to the analysed segment',
  toOpenTrack: 'Back to the open track, at the same relative moment (B)',
  toOtherTrack: 'Back to the track that it is compared with (B)',
  close: 'Close the player',
  failed: 'The sound cannot be played.',
};
