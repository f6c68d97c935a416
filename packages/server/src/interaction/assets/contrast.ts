/** sRGB, each channel 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

export const black: Colour = [0, 0, 0];
export const white: Colour = [255, 255, 255];

/** Reads `#rgb` or `#rrggbb`; undefined for anything else. */
export function parseColour(text: string): Colour | undefined {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text.trim())?.[1];
  if (digits === undefined) return undefined;
  const full = digits.length === 3 ? digits.replace(/./g, '$&$&') : digits;
  const channel = (at: number): number => Number.parseInt(full.slice(at, at + 2), 16);
  return [channel(0), channel(2), channel(4)];
}

export function formatColour(colour: Colour): string {
  return `#${colour.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

/** Relative luminance, 0 to 1 (WCAG 2.2, definition "relative luminance"). */
export function relativeLuminance(colour: Colour): number {
  const linear = (channel: number): number => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2]);
}

/** Contrast ratio, 1 to 21 (WCAG 2.2, definition "contrast ratio"). */
export function contrastRatio(one: Colour, other: Colour): number {
  const [darker = 0, lighter = 0] = [relativeLuminance(one), relativeLuminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** `colour` moved towards `goal` in steps of 4% until it stands out from every background by at least `minimum`. */
export function moveUntilReadable(colour: Colour, goal: Colour, backgrounds: Colour[], minimum: number): Colour {
  for (let share = 0; share < 1; share += 0.04) {
    const mix = (index: 0 | 1 | 2): number => Math.round(colour[index] + (goal[index] - colour[index]) * share);
    const moved: Colour = [mix(0), mix(1), mix(2)];
    if (backgrounds.every((background) => contrastRatio(moved, background) >= minimum)) return moved;
  }
  return goal;
}
