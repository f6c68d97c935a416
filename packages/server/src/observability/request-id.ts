import type { Random } from '../deps.ts';

/** Crockford's base 32: no I, L, O or U, so that it can be read out over the telephone. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** What a person quotes and the log is searched for: `XR-7K3M-9QPD`, 40 random bits. */
export function newRequestId(random: Random): string {
  const characters = Array.from(random(8), (byte) => alphabet[byte & 31]).join('');
  return `XR-${characters.slice(0, 4)}-${characters.slice(4)}`;
}
