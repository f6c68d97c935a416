export interface PolicyOptions {
  /**
   * Where the page's forms may lead: `self` unless told. Chrome applies form-action to every redirect that follows a post, also
   * to those that the app makes after its redirect URI (to the page where its user began, to a deep link, to the app that it
   * signs users in for). Only the app knows those, so the pages of an authorization or logout request lead `anywhere`.
   */
  readonly formAction?: 'self' | 'anywhere' | undefined;
  /** `'sha256-…'` of the one script that the page carries; none is allowed otherwise. */
  readonly scriptHash?: string | undefined;
  /** The URL of the one script that the page links to. */
  readonly scriptUri?: string | undefined;
  /** The origins that the page's frames come from; no frame is allowed otherwise. */
  readonly frames?: readonly string[] | undefined;
}

export interface PageHeaderOptions extends PolicyOptions {
  /**
   * Keeps the window's tie to the app that opened it. Cross-Origin-Opener-Policy would cut it for good, and an app that
   * signs its users in through a popup would wait for ever: for the pages of an authorization request.
   */
  readonly keepOpener?: boolean | undefined;
}

/** No wildcard, no quote, no way to end the directive. */
const uriSource = /^https?:\/\/[\w.:[\]-]+\/[\w./-]+$/;
const hashSource = /^'sha(?:256|384|512)-[A-Za-z0-9+/]+={0,2}'$/;

/** The policy of every page: nothing but our own stylesheet, images, and the one script that a page may name. */
export function contentSecurityPolicy(options: PolicyOptions = {}): string {
  const { formAction = 'self', scriptHash, scriptUri, frames = [] } = options;
  const scripts = [
    ...(scriptHash !== undefined && hashSource.test(scriptHash) ? [scriptHash] : []),
    ...(scriptUri !== undefined && uriSource.test(scriptUri) ? [scriptUri] : []),
  ];
  return [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' https: data:",
    ...(scripts.length > 0 ? [`script-src ${scripts.join(' ')}`] : []),
    ...(frames.length > 0 ? [`frame-src ${frames.join(' ')}`] : []),
    ...(formAction === 'self' ? ["form-action 'self'"] : []),
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
