import { isLoopbackHost } from './loopback.ts';

/** OpenID Connect Dynamic Client Registration §2 */
export type ApplicationType = 'web' | 'native';

const MAX_LENGTH = 2048;
const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):/;
/** Visible ASCII without the characters that parsers disagree about; the rest of the world goes in percent-encoded. */
const URI_TEXT = /^[\x21\x23-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]+$/;
const BROKEN_ESCAPE = /%(?![0-9A-Fa-f]{2})/;
/** Encoded dots, slashes and backslashes, also when encoded again: servers differ in when they decode them. */
const DISGUISED_PATH = /%(?:25)*(?:2e|2f|5c)/i;
const ENCODED_CONTROL = /%(?:25)*(?:[01][0-9a-f]|7f)/i;
const HTTP_URI = /^https?:\/\/(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?(?=[/?]|$)/i;
const LOOPBACK_URI = /^http:\/\/(127(?:\.\d{1,3}){3}|\[::1\]|localhost)(?::([1-9]\d{0,4}))?(?=[/?]|$)/;
const ACTIVE_SCHEMES: ReadonlySet<string> = new Set(['javascript', 'data', 'vbscript', 'file', 'blob', 'about']);
/** What an authorization response may add; a URI that brings one already makes the response ambiguous. */
const RESPONSE_PARAMETERS: ReadonlySet<string> = new Set([
  'code',
  'state',
  'error',
  'error_description',
  'error_uri',
  'iss',
  'id_token',
  'access_token',
  'token_type',
  'expires_in',
  'session_state',
  'response',
]);

function textProblem(uri: string): string | null {
  if (uri.length > MAX_LENGTH) return `is longer than ${MAX_LENGTH} characters; shorten it`;
  if (uri.includes('#')) return 'has a fragment; remove the # and what follows it';
  if (uri.includes('*')) return 'has a wildcard; register each URI in full';
  if (!URI_TEXT.test(uri)) return 'has a space, backslash or other character that must be percent-encoded';
  if (BROKEN_ESCAPE.test(uri)) return 'has a % that is not followed by two hexadecimal digits; write %25';
  if (ENCODED_CONTROL.test(uri)) return 'has an encoded control character; remove it';
  return null;
}

function schemeProblem(scheme: string, url: URL, application_type: ApplicationType): string | null {
  if (ACTIVE_SCHEMES.has(scheme)) return 'has a scheme that runs or reads content; use https';
  if (scheme === 'https') return null;
  if (scheme === 'http') {
    return isLoopbackHost(url.hostname) ? null : 'uses http; use https (http is for loopback hosts only)';
  }
  if (application_type === 'web') {
    return 'has a scheme that only a native app can receive; use https or register the app as native';
  }
  return scheme.includes('.') ? null : 'has a private-use scheme without a dot; use a domain you own, reversed';
}

function authorityProblem(uri: string, scheme: string, url: URL): string | null {
  if (url.username !== '' || url.password !== '') return 'has a user name or password; remove them';
  if (scheme !== 'https' && scheme !== 'http') {
    const authority = /^[^:]+:\/\/([^/?]*)/.exec(uri)?.[1] ?? '';
    return authority.includes('@') ? 'has a user name or password; remove them' : null;
  }
  const host = HTTP_URI.exec(uri)?.[1];
  if (host === undefined) return 'has no plain host name; write scheme://host/path without a user name';
  // A difference means that a browser would go elsewhere than the text says, as with http://0x7f.1/.
  return host.toLowerCase() === url.hostname ? null : 'has a host that browsers would rewrite; write it in plain form';
}

function pathProblem(uri: string): string | null {
  const path = uri.slice(uri.indexOf(':') + 1).split('?', 1)[0] ?? '';
  if (DISGUISED_PATH.test(path)) return 'has an encoded dot or slash in its path; write the path plainly';
  const hasDotSegment = path.split('/').some((segment) => /^\.\.?$/.test(segment.split(';', 1)[0] ?? ''));
  return hasDotSegment ? 'has a . or .. segment in its path; write the path it leads to' : null;
}

function queryProblem(url: URL): string | null {
  for (const name of url.searchParams.keys()) {
    if (RESPONSE_PARAMETERS.has(name.toLowerCase())) {
      return 'has a query parameter that the response itself uses (code, state, error ...); rename it';
    }
  }
  return null;
}

/**
 * What speaks against registering this redirect URI, worded to follow the URI in a sentence; null when it is fine.
 * RFC 6749 §3.1.2, RFC 8252 §7-8, RFC 9700 §2.1 and §4.1.
 */
export function redirectUriProblem(uri: string, application_type: ApplicationType): string | null {
  const text = textProblem(uri);
  if (text) return text;
  const scheme = SCHEME.exec(uri)?.[1]?.toLowerCase();
  if (scheme === undefined || !URL.canParse(uri)) return 'is not an absolute URI; write it in full';
  const url = new URL(uri);
  return (
    schemeProblem(scheme, url, application_type) ??
    authorityProblem(uri, scheme, url) ??
    pathProblem(uri) ??
    queryProblem(url)
  );
}

interface LoopbackUri {
  host: string;
  /** Path and query. */
  rest: string;
}

function readLoopbackUri(uri: string): LoopbackUri | null {
  const match = LOOPBACK_URI.exec(uri);
  if (!match?.[1] || Number(match[2] ?? 80) > 65_535) return null;
  return { host: match[1], rest: uri.slice(match[0].length) };
}

/**
 * The redirect URI to use, or null if the requested one is not registered. Strings are compared as they are
 * (RFC 9700 §4.1.3); for native apps the port of an http loopback URI may vary, nothing else (RFC 8252 §7.3).
 */
export function matchRedirectUri(
  registered: readonly string[],
  requested: string,
  application_type: ApplicationType,
): string | null {
  if (requested.length > MAX_LENGTH) return null;
  if (registered.includes(requested)) return requested;
  if (application_type !== 'native') return null;
  const wanted = readLoopbackUri(requested);
  if (!wanted) return null;
  const isRegistered = registered.some((uri) => {
    const known = readLoopbackUri(uri);
    return known?.host === wanted.host && known.rest === wanted.rest;
  });
  return isRegistered ? requested : null;
}

/** Whether only an app on the user's own device can receive this URI: loopback http or a private-use scheme. */
export function isNativeRedirectUri(uri: string): boolean {
  if (!URL.canParse(uri)) return false;
  const { protocol, hostname } = new URL(uri);
  if (protocol === 'http:') return isLoopbackHost(hostname);
  return protocol !== 'https:';
}
