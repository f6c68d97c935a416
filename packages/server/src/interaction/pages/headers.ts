export interface PolicyOptions {
  /**
   * Sources besides 'self' that a form may lead to, each from formActionSource(). Chrome applies form-action to the
   * redirects that follow a post too, so the pages of an authorization request must name where its answer goes.
   */
  readonly formAction?: readonly string[] | undefined;
  /** `'sha256-…'` of the one script that the page carries; none is allowed otherwise. */
  readonly scriptHash?: string | undefined;
}

export interface PageHeaderOptions extends PolicyOptions {
  /**
   * Keeps the window's tie to the app that opened it. Cross-Origin-Opener-Policy would cut it for good, and an app that
   * signs its users in through a popup would wait for ever: for the pages of an authorization request.
   */
  readonly keepOpener?: boolean | undefined;
}

/** A scheme (`app.example:`), or scheme, host and port: no separator of CSP's own syntax can hide in it. */
const formSource = /^[a-z][a-z0-9+.-]*:(?:\/\/[a-z0-9._-]+(?::\d+)?)?$/;
const hashSource = /^'sha(?:256|384|512)-[A-Za-z0-9+/]+={0,2}'$/;

/** What `form-action` must name so that a form's answer may be redirected to `redirect_uri`; undefined for no URI. */
export function formActionSource(redirect_uri: string): string | undefined {
  if (!URL.canParse(redirect_uri)) return undefined;
  const { protocol, host } = new URL(redirect_uri);
  if (protocol !== 'https:' && protocol !== 'http:') return protocol;
  // CSP's grammar has no IPv6 addresses (CSP3 §2.3.1 host-source), yet RFC 8252 §7.3 has apps listen on [::1].
  return formSource.test(`${protocol}//${host}`) ? `${protocol}//${host}` : protocol;
}

/**
 * The policy of every page: nothing but our own stylesheet, and images. Sources that do not fit CSP's grammar are left
 * out rather than let into the header.
 */
export function contentSecurityPolicy(options: PolicyOptions = {}): string {
  const targets = (options.formAction ?? []).filter((source) => formSource.test(source));
  const { scriptHash } = options;
  return [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' https: data:",
    ...(scriptHash !== undefined && hashSource.test(scriptHash) ? [`script-src ${scriptHash}`] : []),
    ["form-action 'self'", ...targets].join(' '),
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

/** The headers of every page, which is never stored, framed or sniffed. */
export function pageHeaders(options: PageHeaderOptions = {}): Record<string, string> {
  return {
    'Content-Security-Policy': contentSecurityPolicy(options),
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    // Tells other origins as little as no-referrer does. Under no-referrer browsers would send `Origin: null` with our own
    // forms (Fetch §3.2), and a check of the Origin header against CSRF could not tell them from a stranger's.
    'Referrer-Policy': 'same-origin',
    'Cache-Control': 'no-store',
    'Cross-Origin-Opener-Policy': options.keepOpener ? 'unsafe-none' : 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy':
      'camera=(), microphone=(), geolocation=(), payment=(), usb=(), publickey-credentials-get=(self), publickey-credentials-create=(self)',
  };
}
