const maxLength = 254; // RFC 5321 §4.5.3.1.3, less the angle brackets

/**
 * The form by which e-mail addresses are compared; null if `email` is none. Trimmed and lower-cased, never more clever than that: dots
 * and plus signs mean something at some providers and nothing at others, and two people must never become one account.
 * Characters that only look like others (a full-width @) are refused rather than folded.
 */
export function emailKey(email: string): string | null {
  const key = email.trim().normalize('NFC').toLowerCase();
  if (key.length > maxLength || key.normalize('NFKC') !== key) return null;
  return /^[^\s@\p{C}"(),:;<>[\\\]]{1,64}@[^\s@\p{C}"(),:;<>[\\\]]+$/u.test(key) &&
    isHost(key.slice(key.indexOf('@') + 1))
    ? key
    : null;
}

/** Labels of letters, digits and hyphens in any script (RFC 6531); one label is enough on an internal network. */
function isHost(host: string): boolean {
  return host
    .split('.')
    .every((label) => /^[\p{L}\p{M}\p{N}]([\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?$/u.test(label) && label.length <= 63);
}
