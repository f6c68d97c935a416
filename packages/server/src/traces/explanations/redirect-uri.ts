import { isLoopbackHost } from '@xenia/protocol/loopback';
import { differenceOf, nearestOf } from '../difference.ts';
import { type Explainers, fact, facts, type Told } from '../explanation.ts';
import type { TraceFacts } from '../facts.ts';

const REGISTER = 'Register this URI at the client, or send one that is registered, character for character.';

export const redirectUriExplanations: Explainers = {
  redirect_uri_mismatch: (of) => mismatch(of, 'The redirect_uri is none of those that the client is registered with.'),
  post_logout_redirect_uri_mismatch: (of) =>
    mismatch(of, 'The post_logout_redirect_uri is none of those that the client is registered with.'),
  redirect_uri_missing: (of) => ({
    what: 'The request has no redirect_uri, and the client is registered with none or with several.',
    expected: facts(of, 'registered').join(', ') || 'a registered redirect_uri',
    step: 'Send the redirect_uri that you want to be answered at.',
  }),
  code_redirect_uri_mismatch: (of) => {
    const [expected, received] = [fact(of, 'expected') ?? '', fact(of, 'received')];
    return {
      what: 'The redirect_uri of the token request is not the one of the authorization request (RFC 6749 §4.1.3).',
      step: 'Send in the token request the very redirect_uri that the authorization request had.',
      received: received ?? 'no redirect_uri',
      hints: received === null ? [] : uriHints(expected, received),
      difference: received === null ? null : differenceOf(expected, received),
    };
  },
  logout_client_unknown: {
    what: 'The logout request does not say which app it comes from, so that no post_logout_redirect_uri can be registered for it.',
    step: 'Send id_token_hint or client_id with the request.',
  },
};

function mismatch(of: TraceFacts, what: string): Told {
  const received = fact(of, 'received') ?? '';
  const nearest = nearestOf(facts(of, 'registered'), received);
  if (nearest === null) return { what, expected: 'no URI is registered', step: 'Register this URI at the client.' };
  return {
    what,
    expected: nearest,
    step: REGISTER,
    hints: uriHints(nearest, received),
    difference: differenceOf(nearest, received),
  };
}

/** What the usual mistakes look like. */
function uriHints(expected: string, received: string): string[] {
  const hints: string[] = [];
  if (expected.replace(/\/$/, '') === received.replace(/\/$/, '')) {
    hints.push(`They differ in the slash at the end: it is ${received.endsWith('/') ? 'surplus' : 'missing'}.`);
  } else if (expected.toLowerCase() === received.toLowerCase()) {
    hints.push('They differ in upper and lower case only, which counts.');
  }
  if (received !== received.trim()) hints.push('There is a space or a line break before or after the URI that came.');
  if (isEncodedTwice(received))
    hints.push('The URI that came is percent-encoded twice: encode the parameter only once.');
  else if (decoded(received) === decoded(expected) && received !== expected)
    hints.push('They differ in their percent-encoding only.');
  if (URL.canParse(expected) && URL.canParse(received)) hints.push(...partHints(new URL(expected), new URL(received)));
  return hints;
}

function partHints(expected: URL, received: URL): string[] {
  const hints: string[] = [];
  if (expected.protocol !== received.protocol) {
    hints.push(
      `The scheme is ${received.protocol}// and ${expected.protocol}// is registered.${proxyHint(expected, received)}`,
    );
  }
  if (expected.hostname !== received.hostname) hints.push(hostHint(expected.hostname, received.hostname));
  if (expected.port !== received.port) {
    hints.push(`The port is ${received.port || 'left out'}, and ${expected.port || 'none'} is registered.`);
  }
  if (expected.search !== received.search && expected.pathname === received.pathname) {
    hints.push('The query differs: what changes from request to request belongs into state.');
  }
  if (received.hash !== '') hints.push('A redirect URI has no fragment: leave out the # and what follows.');
  return hints;
}

function proxyHint(expected: URL, received: URL): string {
  const lost = expected.protocol === 'https:' && received.protocol === 'http:';
  return lost ? ' Behind a proxy that ends TLS, tell your framework the address that the outside sees.' : '';
}

function hostHint(expected: string, received: string): string {
  if (isLoopbackHost(expected) && isLoopbackHost(received)) {
    return `${received} and ${expected} are the same machine, but not the same text.`;
  }
  if (`www.${expected}` === received || `www.${received}` === expected) return 'They differ in the www. of the host.';
  return `The host is ${received}, and ${expected} is registered.`;
}

function isEncodedTwice(uri: string): boolean {
  return /^[a-z][a-z0-9+.-]*%(?:25)*3a/i.test(uri);
}

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}
