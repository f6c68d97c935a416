/**
 * What comes from a client's metadata or from a user is shown next to our own words. Escaping is the template's duty;
 * these keep such a value from passing for something that it is not.
 */

/** C0/C1 controls, zero-width characters and bidirectional overrides: invisible, yet they reorder or hide what we say. */
const invisible = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/gu;
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;
const longestName = 80;

/** A name fit to stand in a sentence: one line, at most `longest` characters, unable to reorder its surroundings. */
export function plainName(name: string, longest: number = longestName): string {
  const clean = name.replace(invisible, ' ').replace(/\s+/g, ' ').trim();
  const characters = [...clean];
  const short = characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : clean;
  // First-strong isolate … pop directional isolate (Unicode UAX #9), only where they change anything.
  return rightToLeft.test(short) ? `\u2068${short}\u2069` : short;
}

function parseUri(uri: string | undefined): URL | undefined {
  return uri !== undefined && URL.canParse(uri) ? new URL(uri) : undefined;
}

/** The URI if a page may link to it: absolute, https or http. `javascript:` and its kin give undefined. */
export function linkHref(uri: string | undefined): string | undefined {
  const url = parseUri(uri);
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.href : undefined;
}

/**
 * The URI, as it stands, if a user may go on to it: what linkHref takes, or an app's private-use scheme, which has a dot
 * (RFC 8252 §7.1). Only for what a client registered to be returned to.
 */
export function returnHref(uri: string | undefined): string | undefined {
  return linkHref(uri) !== undefined || /^[a-z][a-z\d+-]*\.[a-z\d+.-]+:/i.test(uri ?? '') ? uri : undefined;
}

/** The URI if it may be an image's source under the pages' CSP: https, a raster or SVG `data:` image, or a path of ours. */
export function imageSrc(uri: string | undefined): string | undefined {
  if (uri === undefined) return undefined;
  if (/^\/[\w.-][\w./-]*$/.test(uri)) return uri;
  if (/^data:image\/(?:png|jpeg|gif|webp|svg\+xml)[;,]/i.test(uri)) return uri;
  const url = parseUri(uri);
  return url?.protocol === 'https:' ? url.href : undefined;
}
