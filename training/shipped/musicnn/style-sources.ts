/** Where a style's or a descriptor's scores come from. */
export interface StyleSource {
  readonly name: string;
  readonly kind: 'style' | 'descriptor';
  /** `labels`: AllMusic's genre of this name; `tag`: musicnn's own tag; `teacher`: the likeliest of some of AudioSet's classes. */
  readonly from:
    | { readonly labels: string }
    | { readonly tag: number; readonly called: string }
    | { readonly teacher: readonly number[] };
}

const labelled = (name: string, genre: string): StyleSource => ({ name, kind: 'style', from: { labels: genre } });
const taught = (name: string, ...classes: number[]): StyleSource => ({
  name,
  kind: 'style',
  from: { teacher: classes },
});
const tagged = (name: string, tag: number, called = name.replaceAll('-', ' ')): StyleSource => ({
  name,
  kind: 'style',
  from: { tag, called },
});
const described = (name: string, tag: number, called = name): StyleSource => ({
  ...tagged(name, tag, called),
  kind: 'descriptor',
});

/** Everything that the head scores beside its genres. Tags are numbered as in MSD_musicnn, classes as in AudioSet. */
export const STYLE_SOURCES: readonly StyleSource[] = [
  labelled('rnb', 'R&B'),
  labelled('latin', 'Latin'),
  labelled('folk', 'Folk'),
  labelled('new-age', 'New Age'),
  labelled('world', 'International'),
  labelled('traditional-pop', 'Vocal'),
  labelled('easy-listening', 'Easy Listening'),
  tagged('alternative-rock', 8),
  tagged('chillout', 12),
  tagged('classic-rock', 14),
  tagged('dance', 6),
  tagged('electronica', 18),
  tagged('ambient', 28),
  tagged('funk', 40),
  tagged('hard-rock', 27),
  tagged('heavy-metal', 42),
  tagged('indie-pop', 46),
  tagged('indie-rock', 16),
  tagged('progressive-rock', 43),
  tagged('punk', 24),
  tagged('soul', 15),
  taught('african', 256),
  taught('asian', 260),
  taught('bluegrass', 231),
  taught('choral', 28),
  taught('christian', 258),
  taught('drum-and-bass', 243),
  taught('dubstep', 242),
  taught('flamenco', 250),
  taught('gospel', 259),
  taught('grunge', 222),
  taught('house', 240),
  taught('indian', 261, 262),
  taught('middle-eastern', 234),
  taught('opera', 238),
  taught('psychedelic-rock', 225),
  taught('rock-and-roll', 224),
  taught('salsa', 249),
  taught('ska', 263),
  taught('swing', 230),
  taught('techno', 241),
  taught('trance', 247),
  described('female-vocals', 5, 'female vocalists'),
  described('male-vocals', 13, 'male vocalists'),
  described('instrumental', 23),
  described('guitar', 32),
  described('acoustic', 29),
  described('mellow', 17),
  described('happy', 49),
  described('sad', 47),
  described('party', 35),
  described('catchy', 39),
  described('sexy', 38),
  described('beautiful', 10),
  described('chill', 22),
  described('experimental', 30),
  described('oldies', 25),
  described('60s', 44),
  described('70s', 34),
  described('80s', 19),
  described('90s', 21),
  described('00s', 7),
];
