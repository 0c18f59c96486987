/** Colour maps whose lightness grows evenly with the level: readable in grey and to the colour-blind. */
export const COLOUR_MAPS = ['magma', 'viridis', 'inferno', 'grey'] as const;
/** See {@link COLOUR_MAPS}. */
export type ColourMapName = (typeof COLOUR_MAPS)[number];

/** A colour [red, green, blue, alpha], each 0 to 1, for a level of 0 to 1; levels beyond are clamped. */
export type ColourMap = (level: number) => Float32Array;

/** Evenly spaced colours of matplotlib's maps (Smith & van der Walt 2015); what lies between is interpolated. */
const ANCHORS: Readonly<Record<ColourMapName, readonly string[]>> = {
  magma: ['000004', '140e36', '3b0f70', '641a80', '8c2981', 'b73779', 'de4968', 'f7705c', 'fe9f6d', 'fecf92', 'fcfdbf'],
  viridis: ['440154', '482878', '3e4a89', '31688e', '26828e', '1f9e89', '35b779', '6ece58', 'b5de2b', 'fde725'],
  inferno: [
    '000004',
    '160b39',
    '420a68',
    '6a176e',
    '932667',
    'bc3754',
    'dd513a',
    'f37819',
    'fca50a',
    'f6d746',
    'fcffa4',
  ],
  grey: ['000000', 'ffffff'],
};

/** Shades of a map. */
export const SHADES = 256;

/** The map as a function. */
export function createColourMap(name: ColourMapName): ColourMap {
  const shades = Array.from({ length: SHADES }, (_, shade) => colourAt(name, shade));
  return (level) => shades[Math.round(Math.min(1, Math.max(0, level)) * (SHADES - 1))] as Float32Array;
}

/** The map as [SHADES] 32-bit pixels in the byte order of a canvas: red, green, blue, alpha. */
export function colourTable(name: ColourMapName): Uint32Array {
  const bytes = new Uint8ClampedArray(SHADES * 4);
  for (let shade = 0; shade < SHADES; shade++)
    colourAt(name, shade).forEach((part, index) => (bytes[shade * 4 + index] = Math.round(part * 255)));
  return new Uint32Array(bytes.buffer);
}

function colourAt(name: ColourMapName, shade: number): Float32Array {
  const anchors = ANCHORS[name];
  const position = (shade / (SHADES - 1)) * (anchors.length - 1);
  const below = Math.min(anchors.length - 2, Math.floor(position));
  const share = position - below;
  const part = (index: number, start: number) =>
    Number.parseInt((anchors[index] ?? '').slice(start, start + 2), 16) / 255;
  const mix = (start: number) => part(below, start) * (1 - share) + part(below + 1, start) * share;
  return Float32Array.of(mix(0), mix(2), mix(4), 1);
}
