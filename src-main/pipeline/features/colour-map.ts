/** A colour [red, green, blue, alpha], each 0 to 1, for a level of 0 to 1; levels beyond are clamped. */
export type ColourMap = (level: number) => Float32Array;

/** Ten evenly spaced colours of viridis (Smith & van der Walt 2015); what lies between is interpolated. */
const VIRIDIS = ['440154', '482878', '3e4a89', '31688e', '26828e', '1f9e89', '35b779', '6ece58', 'b5de2b', 'fde725'];
const SHADES = 256;

/** Readable in grey and to the colour-blind: equal steps of level look equally far apart. */
export function createColourMap(_name: 'viridis'): ColourMap {
  const anchors = VIRIDIS.map((hex) => [0, 2, 4].map((start) => Number.parseInt(hex.slice(start, start + 2), 16) / 255));
  const shades = Array.from({ length: SHADES }, (_, shade) => {
    const position = (shade / (SHADES - 1)) * (anchors.length - 1);
    const below = Math.min(anchors.length - 2, Math.floor(position));
    const share = position - below;
    const mix = (part: number) => (anchors[below]?.[part] ?? 0) * (1 - share) + (anchors[below + 1]?.[part] ?? 0) * share;
    return Float32Array.of(mix(0), mix(1), mix(2), 1);
  });
  return (level) => shades[Math.round(Math.min(1, Math.max(0, level)) * (SHADES - 1))] as Float32Array;
}
