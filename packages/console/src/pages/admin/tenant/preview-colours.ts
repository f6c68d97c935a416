import { themeStylesheet } from '../../../../../server/src/interaction/assets/theme.ts';
import tokens from '../../../../../server/src/interaction/assets/tokens.css?raw';

export type Properties = Readonly<Record<`--${string}`, string>>;

/** The custom properties of a stylesheet's blocks, in their order: tokens.css and the theme have light mode first, then dark mode. */
function blocksOf(stylesheet: string): readonly Properties[] {
  const plain = stylesheet.replaceAll(/\/\*[\s\S]*?\*\//g, '');
  return [...plain.matchAll(/\{([^{}]+)\}/g)].map(([, block = '']) =>
    Object.fromEntries(
      [...block.matchAll(/(--[\w-]+)\s*:\s*([^;]+)/g)].map(([, name = '', value = '']) => [name, value.trim()]),
    ),
  );
}

/** What the server's pages would be coloured by with this accent, whichever mode the console itself is in. */
export function previewColours(accent: string): { readonly light: Properties; readonly dark: Properties } {
  const [light = {}, dark = {}] = blocksOf(tokens);
  const [accentLight = {}, accentDark = {}] = blocksOf(themeStylesheet(accent));
  return { light: { ...light, ...accentLight }, dark: { ...light, ...dark, ...accentDark } };
}
