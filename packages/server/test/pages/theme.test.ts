import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Colour, contrastRatio, parseColour } from '../../src/interaction/assets/contrast.ts';
import { assets, stylesheetPath } from '../../src/interaction/assets/index.ts';
import { darkBackgrounds, lightBackgrounds, themeStylesheet } from '../../src/interaction/assets/theme.ts';

const tokens = readFileSync(new URL('../../src/interaction/assets/tokens.css', import.meta.url), 'utf8');

const colour = (text: string | undefined): Colour => parseColour(text ?? '')!;
/** The values of a custom property in order: light mode first, then dark. */
const values = (css: string, property: string): string[] =>
  [...css.matchAll(new RegExp(`${property}:\\s*(#\\w+)`, 'g'))].map((match) => match[1]!);

describe('WCAG 2.2 §1.4.3 Contrast (Minimum): at least 4.5:1', () => {
  test('contrast ratios agree with the published ones', () => {
    expect(contrastRatio(colour('#000'), colour('#fff'))).toBeCloseTo(21, 5);
    expect(contrastRatio(colour('#777777'), colour('#ffffff'))).toBeCloseTo(4.48, 2);
  });

  test('whatever accent a tenant chooses, text on it and text in it can be read', () => {
    const hex = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, '0')}`);
    fc.assert(
      fc.property(hex, (accent) => {
        const css = themeStylesheet(accent);
        [lightBackgrounds, darkBackgrounds].forEach((backgrounds, mode) => {
          const [fill, on, text] = ['--accent', '--on-accent', '--accent-text'].map((p) =>
            colour(values(css, p)[mode]),
          );
          expect(contrastRatio(fill!, on!)).toBeGreaterThanOrEqual(4.5);
          for (const background of backgrounds) {
            expect(contrastRatio(text!, colour(background))).toBeGreaterThanOrEqual(4.5);
          }
        });
      }),
    );
  });

  test('an accent that already reads well is kept as it is', () => {
    expect(values(themeStylesheet('#14595A'), '--accent-text')[0]).toBe('#14595a');
  });

  test('the backgrounds are those of tokens.css', () => {
    const [light, dark] = [0, 1].map((mode) => ['--page', '--surface', '--sunken'].map((p) => values(tokens, p)[mode]));
    expect([light, dark]).toEqual([[...lightBackgrounds], [...darkBackgrounds]]);
  });
});

test.each(['red', '#12', '#1234567', 'url(//evil.example)', '#fff}body{display:none'])(
  'what is no colour (%s) leaves the default accent in place',
  (accent) => {
    expect(themeStylesheet(accent)).toBe('/* The default accent. */\n');
  },
);

test('assets: content-hashed paths, nothing fetched from outside', () => {
  const stylesheet = assets.get(stylesheetPath);
  expect(stylesheetPath).toMatch(/^\/assets\/xenia\.[\w-]{16}\.css$/);
  expect(stylesheet).toMatchObject({
    contentType: 'text/css; charset=utf-8',
    etag: expect.stringMatching(/^"[\w-]{16}"$/),
  });
  expect(stylesheet?.body).not.toMatch(/url\(|@import|https?:/);
});
