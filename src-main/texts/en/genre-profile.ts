import { decimal } from '../format.ts';
import { tracks } from './common.ts';

/** What a genre sounds like in the open folder. */
export const genreProfile = {
  title: ({ genre }: { genre: string }) => `Genre profile of ${genre}`,
  comparing: { title: 'Comparing tracks…', text: 'The tracks of this genre are compared with one another.' },
  empty: {
    title: 'No tracks to compare',
    text: ({ genre }: { genre: string }) =>
      `The model predicts ${genre} for no track of this folder. Tracks that an older version analysed must be analysed again.`,
  },
  mean: ({ tracks: amount, genre }: { tracks: number; genre: string }) =>
    `The mean of ${tracks(amount)} of this folder for which the model predicts ${genre}.`,
  typical: 'Most typical',
  farthest: 'Least typical',
  farthestHint: 'These tracks differ most from the others. Listen to them to check the prediction.',
  modulation: 'Modulation',
  modulationSpoken: ({ decibels }: { decibels: number }) =>
    `Modulation: the loudness changes by up to ${decimal(decibels, 1)} dB`,
  modulationAxis: ({ decibels }: { decibels: number }) => `changes per second, up to ${decimal(decibels, 1)} dB`,
  hertz: (hertz: number) => `${hertz} Hz`,
  meanSpectrum: 'Mean spectrum',
  meanSpectrumSpoken: ({ low, high }: { low: number; high: number }) =>
    `Mean spectrum, from ${Math.round(low)} to ${Math.round(high)} dB around its mean`,
  thumbnail: ({ name }: { name: string }) => `Spectrogram from the middle of ${name}`,
  distance: 'Distance: 0 means the same sound',
};
