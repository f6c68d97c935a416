import { black, type Colour, contrastRatio, formatColour, moveUntilReadable, parseColour, white } from './contrast.ts';

/** WCAG 2.2 §1.4.3: the least contrast of text. */
const leastContrast = 4.5;

/** What text stands on in each mode: the values of --page, --surface and --sunken in tokens.css. */
export const lightBackgrounds = ['#f5f5f2', '#ffffff', '#f6f6f4'] as const;
export const darkBackgrounds = ['#121416', '#1b1e20', '#24282b'] as const;

function declarations(fill: Colour, text: Colour): string {
  const onWhite = contrastRatio(fill, white) >= leastContrast;
  const entries = {
    '--accent': formatColour(fill),
    '--on-accent': formatColour(onWhite ? white : black),
    '--accent-text': formatColour(text),
    // Away from the text on the fill, so that the contrast under the pointer only grows.
    '--accent-shade': formatColour(onWhite ? black : white),
  };
  return Object.entries(entries)
    .map(([name, value]) => `${name}:${value}`)
    .join(';');
}

const colours = (values: readonly string[]): Colour[] =>
  values.map(parseColour).filter((colour) => colour !== undefined);

/**
 * The stylesheet of a tenant's accent colour, to serve at the tenant's `theme_uri` as text/css: the strict CSP leaves no
 * room for inline styles. The fill keeps the colour in light mode and takes black or white text, whichever can be read;
 * as link text, and for everything in dark mode, the colour is darkened or lightened until it reaches 4.5:1 (WCAG 2.2
 * §1.4.3). What is not `#rgb` or `#rrggbb` leaves the default accent in place.
 */
export function themeStylesheet(accent: string): string {
  const colour = parseColour(accent);
  if (colour === undefined) return '/* The default accent. */\n';
  const onLight = moveUntilReadable(colour, black, colours(lightBackgrounds), leastContrast);
  const onDark = moveUntilReadable(colour, white, colours(darkBackgrounds), leastContrast);
  return [
    `:root{${declarations(colour, onLight)}}`,
    `@media (prefers-color-scheme:dark){:root{${declarations(onDark, onDark)}}}`,
    '',
  ].join('\n');
}
