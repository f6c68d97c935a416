import { describe, expect, test } from 'vitest';
import { consentPage } from '../../src/interaction/pages/consent.ts';
import { errorPage } from '../../src/interaction/pages/error.ts';
import { formPostPage } from '../../src/interaction/pages/form-post.ts';
import { loginPage } from '../../src/interaction/pages/login.ts';
import { logoutPage } from '../../src/interaction/pages/logout.ts';
import { imageSrc, linkHref, plainName } from '../../src/interaction/pages/untrusted.ts';
import { withoutOwnScript } from '../support/answers.ts';
import { aConsent, aLogin } from './views.ts';

const markup = `"><script>alert(1)</script><img src=x onerror='alert(1)'>`;
const { tenant, locale } = aLogin;

describe('catalogue 65, 66: markup is escaped', () => {
  const hostile = {
    login: loginPage({
      ...aLogin,
      client: { client_name: markup },
      email: markup,
      csrf: markup,
      action: markup,
      cancel: markup,
    }),
    tenant: loginPage({ ...aLogin, tenant: { display_name: markup, logo_uri: markup, help_uri: markup } }),
    consent: consentPage({
      ...aConsent,
      client: { client_name: markup, logo_uri: markup, client_uri: markup, verified: false, public: true },
      redirect_host: markup,
      account: { name: markup, email: markup },
      groups: {
        about_you: [{ ...aConsent.groups.about_you[1]!, name: markup, display_name: markup, description: markup }],
        may_do: [],
      },
      revoke_hint: markup,
    }),
    error: errorPage({
      tenant,
      locale,
      kind: 'request',
      reference: markup,
      whose_move: 'app',
      detail: markup,
      retry: markup,
    }),
    logout: logoutPage({ tenant, locale, action: '/logout', csrf: 'c', hidden: { state: markup, [markup]: 'x' } }),
    formPost: formPostPage({ tenant, locale, action: 'https://app.example/cb', parameters: { state: markup } }),
  };

  test.each(Object.entries(hostile))('%s', (_name, page) => {
    const text = withoutOwnScript(String(page)).replaceAll('<script>document.forms[0].submit()</script>', '');
    expect(text).not.toContain('<script');
    expect(text).not.toContain('<img src=x');
    expect(text).toContain('&lt;script&gt;');
  });
});

describe('catalogue 66: links and images of a client', () => {
  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    '//evil.example',
    '/x',
  ])('%s is not linked to', (uri) => {
    expect(linkHref(uri)).toBeUndefined();
    const client = { ...aConsent.client, client_uri: uri, tos_uri: uri, policy_uri: uri, logo_uri: undefined };
    expect(String(consentPage({ ...aConsent, client }))).not.toContain('Terms of service');
  });

  test.each([
    'javascript:alert(1)',
    'http://tracker.example/x.png',
    'data:text/html,x',
    '//evil.example/x.png',
    '/\\evil.example',
  ])('%s is no image', (uri) => {
    expect(imageSrc(uri)).toBeUndefined();
    expect(String(loginPage({ ...aLogin, client: { client_name: 'App', logo_uri: uri } }))).not.toContain('<img');
  });

  test.each(['https://cdn.example/logo.png', 'data:image/png;base64,AAAA', '/assets/icon.svg'])(
    '%s is an image',
    (uri) => {
      expect(imageSrc(uri)).toBe(uri);
    },
  );
});

describe('a name cannot pass for our own words', () => {
  test('Unicode UAX #9: overrides, controls and zero-width characters are dropped', () => {
    expect(plainName('Nice\u202eecin\u0000 \n\u200bApp')).toBe('Nice ecin App');
  });

  test('a long name is cut', () => {
    expect(plainName('x'.repeat(500))).toHaveLength(80);
  });

  test('a right-to-left name is isolated from the sentence around it', () => {
    expect(plainName('שלום')).toBe('\u2068שלום\u2069');
  });
});
