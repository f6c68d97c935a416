import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchRedirectUri, redirectUriProblem } from '../../src/redirect-uri.ts';

const registered = ['https://a.example/cb', 'https://a.example/cb?tenant=1'];

describe('RFC 6749 §3.1.2, RFC 9700 §4.1: registering a redirect URI', () => {
  test.each([
    'https://a.example',
    'https://a.example/',
    'https://a.example:8443/cb/x;y=1?tenant=1&b=%20',
    'https://xn--bcher-kva.example/cb',
    'https://192.0.2.1/cb',
    'http://localhost:3000/cb',
    'http://127.0.0.1/cb',
    'http://127.1.2.3:5/cb',
    'http://[::1]:9/cb',
    "https://a.example/o'brien/(x)!$&+,=:@~_-",
    'https://a.example/cb?next=%2Fhome',
  ])('%s is fine for either type', (uri) => {
    expect(redirectUriProblem(uri, 'web')).toBeNull();
    expect(redirectUriProblem(uri, 'native')).toBeNull();
  });

  test.each(['com.example.app:/cb', 'com.example.app://cb/x', 'com.example.app:/cb?x=1'])(
    'RFC 8252 §7.1: %s is for native apps',
    (uri) => {
      expect(redirectUriProblem(uri, 'native')).toBeNull();
      expect(redirectUriProblem(uri, 'web')).toContain('native');
    },
  );

  test.each([
    ['"The endpoint URI MUST NOT include a fragment component"', 'https://a.example/cb#x', 'fragment'],
    ['"MUST NOT include a fragment", not even an empty one', 'https://a.example/cb#', 'fragment'],
    ['"MUST be an absolute URI"', '/cb', 'absolute'],
    ['"MUST be an absolute URI": scheme-relative', '//a.example/cb', 'absolute'],
    ['"MUST be an absolute URI": empty', '', 'character'],
    ['RFC 9700 §2.6: http', 'http://a.example/cb', 'https'],
    ['http to a name that only begins like loopback', 'http://localhost.evil.example/cb', 'https'],
    ['http to a number that is loopback in another spelling', 'http://0x7f.1/cb', 'rewrite'],
    ['http to an abbreviated loopback address', 'http://127.1/cb', 'rewrite'],
    ['RFC 8252 §7.1: private-use scheme without a dot', 'myapp:/cb', 'dot'],
    ['an authority that browsers would supply', 'https:a.example/cb', 'host'],
    ['three slashes', 'https:///a.example/cb', 'host'],
    ['a percent-encoded host', 'https://a%2eexample/cb', 'host'],
    ['a wildcard', 'https://*.a.example/cb', 'wildcard'],
    ['a wildcard path', 'https://a.example/*', 'wildcard'],
    ['a broken escape', 'https://a.example/%zz', '%25'],
    ['an encoded line break', 'https://a.example/cb?x=%0d%0aSet-Cookie', 'control'],
    ['an encoded NUL, twice encoded', 'https://a.example/cb%2500', 'control'],
    ['a non-ASCII host', 'https://bücher.example/cb', 'percent-encoded'],
    ['too long', `https://a.example/${'x'.repeat(2048)}`, 'shorten'],
  ])('%s', (_, uri, words) => {
    expect(redirectUriProblem(uri, 'native')).toContain(words);
    expect(redirectUriProblem(uri, 'web')).not.toBeNull();
  });

  test.each([
    'https://a.example/cb/..;/x',
    'https://a.example/cb/.;x=1/y',
    'https://a.example/cb/../x',
    'https://a.example/.',
    'https://a.example/cb/%2e%2e/x',
    'https://a.example/cb/%2E./x',
    'https://a.example/cb/%252e%252e/x',
    'https://a.example/cb%2f..%2fx',
    'https://a.example/cb%5cx',
    'com.example.app:/cb/../x',
  ])('catalogue 2: path tricks: %s', (uri) => {
    expect(redirectUriProblem(uri, 'native')).toMatch(/path/);
  });

  test.each([
    'https://good@evil.example/cb',
    'https://good:x@evil.example/cb',
    'https://@evil.example/cb',
    'https://good\\@evil.example/cb',
    'com.example.app://good@evil/cb',
    'com.example.app://@evil/cb',
  ])('catalogue 3: userinfo and host confusion: %s', (uri) => {
    expect(redirectUriProblem(uri, 'native')).not.toBeNull();
  });

  test.each([
    'JaVaScRiPt:alert(1)',
    'javascript://a.example/%0aalert(1)',
    '\tjavascript:alert(1)',
    ' https://a.example/cb',
    'java\tscript:alert(1)',
    'data:text/html,x',
    'DATA:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://a.example/x',
    'about:blank',
    'view-source:https://a.example',
    'intent://a#Intent;end',
  ])('catalogue 6: scheme case and prefixes: %j', (uri) => {
    expect(redirectUriProblem(uri, 'native')).not.toBeNull();
    expect(redirectUriProblem(uri, 'web')).not.toBeNull();
  });

  test.each(['code', 'state', 'error', 'iss', 'id_token', 'access_token', 'CODE', 'c%6fde'])(
    'catalogue 7: a registered query may not bring the response parameter %s',
    (name) => {
      expect(redirectUriProblem(`https://a.example/cb?x=1&${name}=`, 'web')).toContain('response');
    },
  );
});

describe('RFC 9700 §4.1.3: matching a redirect URI', () => {
  test('"exact string matching"', () => {
    for (const uri of registered) expect(matchRedirectUri(registered, uri, 'web')).toBe(uri);
  });

  test.each([
    'https://a.example/cb/',
    'https://a.example/CB',
    'https://A.example/cb',
    'https://a.example:443/cb',
    'https://a.example/cb?',
    'https://a.example/cb?tenant=2',
    'https://a.example/cb?tenant=1&x=1',
    'https://a.example/cb#x',
    'https://a.example/%63b',
    'https://a.example/cb/..;/x',
    'https://a.example/cb/%2e%2e/x',
    'https://a.example@evil.example/cb',
    'https://a.example\\@evil.example/cb',
    '',
  ])('catalogue 2, 3: %j is another URI', (uri) => {
    expect(matchRedirectUri(registered, uri, 'web')).toBeNull();
    expect(matchRedirectUri(registered, uri, 'native')).toBeNull();
  });

  test('catalogue 5: a dot stands for itself', () => {
    expect(matchRedirectUri(['https://a.example/cb'], 'https://aXexample/cb', 'web')).toBeNull();
  });

  test('catalogue 10: 64 KB of junk is refused, registering and matching', () => {
    const junk = [
      `http://[${':'.repeat(65_536)}]/cb`,
      `http://127${'.1'.repeat(32_768)}/cb`,
      `http://[::1]:${'9'.repeat(65_536)}/cb`,
      `https://a.example/${'%25'.repeat(20_000)}2e`,
      `${'a'.repeat(65_536)}:/cb`,
      '@'.repeat(65_536),
    ];
    for (const uri of junk) {
      expect(matchRedirectUri(['http://127.0.0.1/cb', 'http://[::1]/cb'], uri, 'native')).toBeNull();
      expect(redirectUriProblem(uri, 'native')).not.toBeNull();
      expect(redirectUriProblem(uri.slice(0, 2048), 'native')).not.toBeNull();
    }
  });

  test('whatever may be registered leads where its text says, without credentials or script', () => {
    const piece = fc.constantFrom(
      'https://',
      'http://',
      'com.example:',
      'a.example',
      'localhost',
      '127.0.0.1',
      '[::1]',
      '@',
      '\\',
      '/',
      '//',
      ':',
      '..',
      '.',
      ';',
      '%2e',
      '%2f',
      '%00',
      '?',
      '#',
      'code=',
      '&',
      '*',
      ' ',
      '\t',
      'é',
      'javascript:',
      '80',
      'x',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }),
        fc.constantFrom('web' as const, 'native' as const),
        (pieces, type) => {
          const uri = pieces.join('');
          if (redirectUriProblem(uri, type) !== null) return;
          const url = new URL(uri);
          expect(url.username + url.password + url.hash).toBe('');
          expect(uri.startsWith(url.protocol)).toBe(true);
          // An equal path proves that no dot segment was resolved on the way.
          const path = uri
            .slice(url.protocol.length)
            .replace(/^\/\/[^/?]*/, '')
            .split('?')[0];
          expect(url.pathname).toBe(path || url.pathname);
          if (url.protocol === 'http:') expect(url.hostname).toMatch(/^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/);
          if (type === 'web') expect(['http:', 'https:']).toContain(url.protocol);
          expect(matchRedirectUri([uri], uri, type)).toBe(uri);
        },
      ),
      { numRuns: 20_000 },
    );
  });
});
