import { describe, expect, test } from 'vitest';
import { formPostScriptHash } from '../../src/interaction/pages/form-post.ts';
import { contentSecurityPolicy, formActionSource, pageHeaders } from '../../src/interaction/pages/headers.ts';

describe('Content Security Policy Level 3', () => {
  test('a page runs no script, is framed by nobody and posts to us alone', () => {
    expect(contentSecurityPolicy()).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self' https: data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    );
  });

  test('§6.4.1 form-action: names the origins that the answer may be redirected to', () => {
    expect(contentSecurityPolicy({ formAction: ['https://app.example', 'com.example.app:'] })).toContain(
      "form-action 'self' https://app.example com.example.app:;",
    );
  });

  test('a script is allowed by its hash only', () => {
    expect(contentSecurityPolicy({ scriptHash: formPostScriptHash })).toContain(`script-src ${formPostScriptHash};`);
    expect(contentSecurityPolicy({ scriptHash: "'unsafe-inline'" })).not.toContain('script-src');
  });

  test('catalogue 65: a source cannot smuggle in a directive', () => {
    const policy = contentSecurityPolicy({
      formAction: [
        "https://a.example; script-src 'unsafe-inline'",
        'https://b.example,',
        '*',
        "'unsafe-inline'",
        'https:',
      ],
    });
    expect(policy).toContain("form-action 'self' https:;");
    expect(policy).not.toContain('unsafe-inline');
  });
});

test.each([
  ['https://app.example/cb?x=1', 'https://app.example'],
  ['https://app.example:8443/cb', 'https://app.example:8443'],
  ['http://127.0.0.1:51004/cb', 'http://127.0.0.1:51004'],
  ['https://münchen.example/', 'https://xn--mnchen-3ya.example'],
  ['com.example.app:/oauth', 'com.example.app:'],
  ['http://[::1]:51004/cb', 'http:'],
  ["https://a.example;script-src'*'/cb", 'https:'],
  ['not a URI', undefined],
])('formActionSource of %s is %s', (redirect_uri, source) => {
  expect(formActionSource(redirect_uri)).toBe(source);
});

describe('pageHeaders', () => {
  test('a page is not stored, sniffed, framed or named to other origins', () => {
    expect(pageHeaders()).toMatchObject({
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'X-Frame-Options': 'DENY',
      'Referrer-Policy': 'same-origin',
      'Cross-Origin-Opener-Policy': 'same-origin',
    });
  });

  test('a page of an authorization request keeps the tie to the window that opened it', () => {
    expect(pageHeaders({ keepOpener: true })['Cross-Origin-Opener-Policy']).toBe('unsafe-none');
  });
});
