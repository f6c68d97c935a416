/** The keys that begin with `prefix`: from the first (inclusive) to the end (exclusive). Nothing sorts behind the last code point. */
export function prefixRange(prefix: string): { from: string; end: string } {
  return { from: prefix, end: `${prefix}\u{10ffff}` };
}
