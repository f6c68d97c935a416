const LOOPBACK_IPV4 = /^127(?:\.\d{1,3}){3}$/;

/** Whether a URL's hostname (as `URL` gives it) names the machine itself: 127.0.0.0/8, [::1] or localhost (RFC 8252 §7.3). */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || LOOPBACK_IPV4.test(hostname);
}

/** Whether this is a URL that may carry credentials: https, or http that never leaves the machine. */
export function isSecureUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname));
}
