/** What means nothing special between the quotes of any of the languages: letters, digits, the space and some signs. */
const PLAIN = /^[\p{L}\p{M}\p{N} !#%&()*+,\-./:;=?@[\]^_|~]$/u;

/** How a language writes a character between its quotes without saying it. `codePoint`: never a surrogate. */
type Escape = (codePoint: number) => string;

/**
 * The text as a string literal. An allow-list decides what stands there as it is; everything else, whatever a language makes of it, is
 * written by its number, so that no value can end its literal or be taken for code. A lone surrogate, which is no character, becomes
 * U+FFFD.
 */
export function literal(text: string, quote: '"' | "'", written: Escape, plain = PLAIN): string {
  const characters = [...text.replaceAll(/\p{Surrogate}/gu, '\ufffd')];
  const parts = characters.map((character) =>
    plain.test(character) ? character : written(character.codePointAt(0) ?? 0),
  );
  return `${quote}${parts.join('')}${quote}`;
}

/** The number in hexadecimal digits, with leading zeros. */
export function hex(number: number, digits = 1): string {
  return number.toString(16).padStart(digits, '0');
}
