/** A family of genres and what belongs to it, as people speak of them. Names are those of models; `displayGenre` writes them. */
export interface GenreFamily {
  readonly name: string;
  readonly styles: readonly string[];
}

/**
 * The tree: the families are told apart by the model's genres (one of them is a track's genre), the styles by scores of
 * their own (a track may have several or none).
 */
export const GENRE_TREE: readonly GenreFamily[] = [
  { name: 'blues', styles: [] },
  { name: 'classical', styles: ['opera', 'choral', 'new-age'] },
  { name: 'country', styles: ['bluegrass'] },
  { name: 'disco', styles: [] },
  {
    name: 'electronic',
    styles: ['house', 'techno', 'trance', 'drum-and-bass', 'dubstep', 'ambient', 'electronica', 'chillout', 'dance'],
  },
  { name: 'folk', styles: ['world', 'african', 'asian', 'middle-eastern', 'indian'] },
  { name: 'hiphop', styles: [] },
  { name: 'jazz', styles: ['swing', 'easy-listening'] },
  { name: 'latin', styles: ['salsa', 'flamenco'] },
  { name: 'metal', styles: ['heavy-metal'] },
  { name: 'pop', styles: ['indie-pop', 'traditional-pop', 'christian'] },
  { name: 'reggae', styles: ['ska'] },
  { name: 'rnb', styles: ['soul', 'funk', 'gospel'] },
  {
    name: 'rock',
    styles: [
      'alternative-rock',
      'classic-rock',
      'grunge',
      'hard-rock',
      'indie-rock',
      'progressive-rock',
      'psychedelic-rock',
      'punk',
      'rock-and-roll',
    ],
  },
];
