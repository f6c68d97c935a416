import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { supportedLocales } from '../../src/interaction/pages/messages/index.ts';
import { composeMail } from '../../src/mail/compose.ts';
import { type MailContent, MailContentError } from '../../src/mail/content.ts';
import { type MailMessage, openMail, sealMail } from '../../src/mail/message.ts';
import { tenantSettingsSchema } from '../../src/tenants/settings.ts';
import { createSealer, type Sealer } from '../../src/tokens/sealer.ts';
import { contents } from './contents.ts';

const NOW = 1_800_000_000;
const deps = { clock: () => NOW, random: randomBytes, sealer: createSealer('k'.repeat(43), randomBytes) };

function aTenant(displayName = 'Acme', settings: object = {}) {
  return {
    tenant_id: 'tenant_1',
    issuer: 'https://id.example/acme',
    displayName,
    settings: tenantSettingsSchema.parse(settings),
  };
}

const [verify] = contents as [MailContent];

function message(content: MailContent = verify, tenant = aTenant(), to = 'ada@example.com'): MailMessage {
  const opened = openMail(deps, composeMail(deps, tenant, { to, locale: 'en', ...content }));
  if (opened === null) throw new Error('it cannot be opened');
  return opened;
}

describe('every template', () => {
  test.each(contents)(
    '$template: says in text and HTML what it is about and what to do if it was not you',
    (content) => {
      const { subject, text, html, to, from_name, template, lang } = message(content);
      expect({ to, from_name, template, lang }).toEqual({
        to: 'ada@example.com',
        from_name: 'Acme',
        template: content.template,
        lang: 'en',
      });
      expect(subject).toMatch(/Acme/);
      expect(text).toMatch(/\nWas it not you\?|\nNo Acme account\?|\nDid you not expect this\?/);
      expect(text).toContain('done at id.example.');
      expect(html).toContain('<html lang="en" dir="ltr">');
      for (const line of text
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('--') && !line.endsWith(':'))) {
        const [, value = line] = /^(?:When|With|From|Message|Passkey): (.*)$/.exec(line) ?? [];
        expect(html).toContain(escaped(value));
      }
      expect(`${text}${html}`).not.toMatch(/undefined|null|NaN|\[object/);
    },
  );

  test.each(contents)(
    '$template: has its links on lines of their own, and nothing that is fetched when it is opened',
    (content) => {
      const { text, html } = message(content);
      const links = Object.values(content.facts).filter((fact) => String(fact).startsWith('https://'));
      expect(text.match(/^https?:.*$/gm) ?? []).toEqual(links);
      for (const link of links) expect(html).toContain(`href="${escaped(String(link))}"`);
      expect(html).not.toMatch(/<(?:img|link|script|iframe|style|svg)|url\(|src=/i);
    },
  );

  test('links that end say how long they work, and the worker knows it', () => {
    expect(message(verify).link_expires_at).toBe(NOW + 3_600);
    for (const content of contents.filter(({ facts }) => 'expires_at' in facts)) {
      expect(message(content).text).toContain('for 1 hour, until 15 January 2027 at 09:00 UTC, and once.');
    }
    expect(message(contents.find(({ template }) => template === 'new_sign_in')).link_expires_at).toBeNull();
  });

  test('the code of a sign-in link stands on a line of its own', () => {
    const signIn = contents.find(({ template }) => template === 'sign_in_link');
    expect(message(signIn).text).toMatch(/^024680$/m);
    expect(message(signIn).subject).not.toContain('024680');
  });

  test('what happened to an account is told with time, device and address, as far as they are known', () => {
    const { text } = message(contents.find(({ template }) => template === 'factor_added'));
    expect(text).toContain(
      'Passkey: Blue key\nWhen: 15 January 2027 at 08:00 UTC\nWith: Firefox on Windows\nFrom: 192.0.2.7\n',
    );
    const { text: bare } = message(contents.find(({ template }) => template === 'factor_removed'));
    expect(bare).toContain('When: 15 January 2027 at 08:00 UTC\n\nWas it not you?');
    expect(bare).toContain('Tell Acme at once.');
  });

  test('the mail to the old address does not tell the new one', () => {
    expect(message(contents.find(({ template }) => template === 'email_changed')).text).not.toMatch(/\S@\S/);
  });
});

test.each(supportedLocales)('%s: every template has its words, the same links and the same facts', (locale) => {
  for (const content of contents) {
    const record = composeMail(deps, aTenant(), { to: 'ada@example.com', locale, ...content });
    const mail = openMail(deps, record);
    expect(mail?.lang).toBe(locale);
    expect(mail?.subject).toContain('Acme');
    const english = message(content);
    const links = (text = '') => text.match(/^https?:.*$/gm);
    expect(links(mail?.text)).toEqual(links(english.text));
    expect(mail?.text.split('\n').length).toBe(english.text.split('\n').length);
    expect(`${mail?.text}${mail?.html}`).not.toMatch(/undefined|null|NaN|\[object/);
  }
});

describe('the record', () => {
  test('is due at once, kept for three days, and sealed: links in it open accounts', () => {
    const record = composeMail(deps, aTenant(), { to: 'ada@example.com', locale: 'en', ...verify });
    expect(record).toMatchObject({
      tenant_id: 'tenant_1',
      created_at: NOW,
      attempts: 0,
      next_attempt_at: NOW,
      sent_at: null,
      last_error: null,
      expires_at: NOW + 3 * 86_400,
    });
    expect(JSON.stringify(record)).not.toMatch(/ada@|s3cr3t/);
    expect(Buffer.from(record.sealed_message, 'base64url').toString('latin1')).not.toMatch(/ada@|s3cr3t/);
  });

  test('opens under its own key only: a message cannot be moved to another mail or tenant', () => {
    const record = composeMail(deps, aTenant(), { to: 'ada@example.com', locale: 'en', ...verify });
    expect(openMail(deps, record)).not.toBeNull();
    expect(openMail(deps, { ...record, mail_id: 'other' })).toBeNull();
    expect(openMail(deps, { ...record, tenant_id: 'other' })).toBeNull();
    expect(openMail({ sealer: createSealer('other', randomBytes) }, record)).toBeNull();
  });

  test('a sealer derives and keeps as many keys for a thousand mails as for one', () => {
    const purposes = new Set<string>();
    const sealer: Sealer = {
      ...deps.sealer,
      seal: (purpose, plaintext) => deps.sealer.seal(purposes.add(`seal:${purpose}`) && purpose, plaintext),
      open: (purpose, sealed) => deps.sealer.open(purposes.add(`seal:${purpose}`) && purpose, sealed),
    };
    const seen = [1, 999].map((mails) => {
      for (let i = 0; i < mails; i += 1) {
        const record = composeMail({ ...deps, sealer }, aTenant(), { to: 'ada@example.com', locale: 'en', ...verify });
        expect(openMail({ sealer }, record)?.to).toBe('ada@example.com');
      }
      return purposes.size;
    });
    expect(seen).toEqual([1, 1]);
  });
});

describe('RFC 5322 §2.2: header injection', () => {
  const evil = ['\r\nBcc: mallory@example.com', '\nSubject: x', '\r', '\0', '\u2028Bcc: x', '\u0085x'];

  test.each(evil)('a recipient with %j in it is refused', (text) => {
    for (const to of [`ada@example.com${text}`, `ada${text}@example.com`, `${text}ada@example.com`]) {
      expect(() => message(verify, aTenant(), to)).toThrow(MailContentError);
    }
  });

  test.each([
    'ada@example.com, mallory@example.com',
    'ada@example.com;mallory@example.com',
    'Ada <ada@example.com>',
    '"ada mallory"@example.com',
    'ada@example.com ',
    '',
    'ada',
    `${'a'.repeat(65)}@example.com`,
  ])('a recipient that is not exactly one bare address is refused: %j', (to) => {
    expect(() => message(verify, aTenant(), to)).toThrow(MailContentError);
  });

  test.each(evil)('a display name with %j in it becomes one line', (text) => {
    const { from_name, subject } = message(verify, aTenant(`Acme${text}`));
    expect(`${from_name}${subject}`).not.toMatch(/[\p{Cc}\u2028]/u);
    expect(from_name.startsWith('Acme')).toBe(true);
  });

  test('and whatever comes past that is refused where the message is sealed', () => {
    const key = { tenant_id: 't', mail_id: 'm' };
    for (const text of evil) {
      expect(() => sealMail(deps, key, { ...message(), subject: `x${text}` })).toThrow(MailContentError);
      expect(() => sealMail(deps, key, { ...message(), from_name: `x${text}` })).toThrow(MailContentError);
    }
  });

  test('names are shown as text, cut to a length, and cannot pass for lines of ours', () => {
    const long = `Grace\r\n\r\nhttps://evil.example/\r\n${'x'.repeat(200)}`;
    const content: MailContent = {
      template: 'invitation',
      facts: { link: 'https://id.example/i', expires_at: NOW + 60, invited_by: long },
    };
    const { text } = message(content, aTenant('<b>Acme</b>'));
    expect(text.match(/^https?:.*$/gm)).toEqual(['https://id.example/i']);
    expect(text).not.toContain('x'.repeat(80));
    const { html } = message(content, aTenant('<b>Acme</b>'));
    expect(html).not.toContain('<b>');
    expect(html).toContain('&lt;b&gt;Acme');
  });

  test.each(['javascript:alert(1)', 'data:text/html,x', '/relative', ''])(
    'a link that is not http(s) is refused: %j',
    (link) => {
      expect(() => message({ template: 'sign_up', facts: { link, expires_at: NOW } })).toThrow(MailContentError);
      const at = { at: NOW, link };
      expect(() => message({ template: 'password_changed', facts: at })).toThrow(MailContentError);
    },
  );
});

test('UTF-8 names and addresses stay what they are', () => {
  const { from_name, subject, to } = message(verify, aTenant('Żółć & 東京'), 'jörg@bücher.example');
  expect({ from_name, to }).toEqual({ from_name: 'Żółć & 東京', to: 'jörg@bücher.example' });
  expect(subject).toBe('Confirm your email for Żółć & 東京');
});

test('WCAG 2.2 §1.4.3: the button can be read on every accent colour', () => {
  for (const [accentColor, on] of [
    ['#ffdd00', '#000000'],
    ['#14595a', '#ffffff'],
    ['#000000', '#ffffff'],
    ['#ffffff', '#000000'],
  ] as const) {
    expect(message(verify, aTenant('Acme', { accentColor })).html).toContain(`background:${accentColor};color:${on}`);
  }
});

function escaped(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
