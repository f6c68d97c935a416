import { describe, expect, test } from 'vitest';
import { matchRedirectUri } from '../../src/redirect-uri.ts';

const registered = ['http://127.0.0.1/cb?x=1', 'http://[::1]:4000/cb', 'http://localhost/cb', 'https://a.example/cb'];

describe('RFC 8252 §7.3: loopback interface redirection', () => {
  test.each(['http://127.0.0.1:51004/cb?x=1', 'http://[::1]/cb', 'http://[::1]:9/cb', 'http://localhost:65535/cb'])(
    '"MUST allow any port to be specified at the time of the request": %s',
    (uri) => {
      expect(matchRedirectUri(registered, uri, 'native')).toBe(uri);
      expect(matchRedirectUri(registered, uri, 'web')).toBeNull();
    },
  );

  test.each([
    'http://127.0.0.1:9/cb',
    'http://127.0.0.1:9/cb?x=2',
    'http://127.0.0.1:9/cb?x=1&y=2',
    'http://127.0.0.1:9/cb?x=1#y',
    'http://127.0.0.1:9/cb/?x=1',
    'http://127.0.0.2:9/cb?x=1',
    'http://localhost:9/cb?x=1',
    'https://127.0.0.1:9/cb?x=1',
    'http://127.0.0.1:99999/cb?x=1',
    'http://127.0.0.1:0/cb?x=1',
    'http://127.0.0.1:/cb?x=1',
    'http://127.0.0.1:9@evil.example/cb?x=1',
    'http://127.0.0.1.evil.example/cb?x=1',
    'HTTP://127.0.0.1:9/cb?x=1',
    'https://a.example:9/cb',
  ])('catalogue 4: only the port may vary: %s', (uri) => {
    expect(matchRedirectUri(registered, uri, 'native')).toBeNull();
  });
});
