import { describe, expect, test } from 'vitest';
import { formPostScriptHash } from '../../src/interaction/pages/form-post.ts';
import { contentSecurityPolicy, pageHeaders } from '../../src/interaction/pages/headers.ts';

describe('Content Security Policy Level 3', () => {
  test('a page runs no script, is framed by nobody and posts to us alone', () => {
    expect(contentSecurityPolicy()).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self' https: data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    );
  });

  test('§6.4.1 form-action: the pages of a request do not stop the redirects that follow their answer', () => {
    expect(contentSecurityPolicy({ formAction: 'anywhere' })).not.toContain('form-action');
  });

  test('a script is allowed by its hash only', () => {
    expect(contentSecurityPolicy({ scriptHash: formPostScriptHash })).toContain(`script-src ${formPostScriptHash};`);
    expect(contentSecurityPolicy({ scriptHash: "'unsafe-inline'" })).not.toContain('script-src');
  });
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
