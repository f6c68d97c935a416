import type { Deps } from '../deps.ts';
import type { Letter, Letters, MailContext, MailFacts } from '../interaction/pages/mail-letter.ts';
import { messagesFor } from '../interaction/pages/messages/index.ts';
import { linkHref, plainName } from '../interaction/pages/untrusted.ts';
import type { MailRecord } from '../storage/account-records.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { type MailContent, MailContentError, type MailTemplate } from './content.ts';
import { letterHtml } from './letter-html.ts';
import { letterText } from './letter-text.ts';
import { sealMail } from './message.ts';

/** Seconds for which a mail and what became of it can be looked up. Longer than it is tried. */
const KEPT = 3 * 86_400;

/**
 * A mail, ready to be queued by the operation that is its reason.
 * @param mail.to one address that emailKey() knows
 * @param mail.locale BCP 47 tag, as in PageContext
 * @throws MailContentError if `to` is no single address or a link is not http(s). Names are made fit for one line instead.
 */
export function composeMail(
  deps: Pick<Deps, 'sealer' | 'random' | 'clock'>,
  tenant: Pick<Tenant, 'tenant_id' | 'issuer' | 'displayName' | 'settings'>,
  mail: { readonly to: string; readonly locale: string } & MailContent,
): MailRecord {
  const { tenant_id } = tenant;
  const now = deps.clock();
  const messages = messagesFor(mail.locale);
  const name = plainName(tenant.displayName);
  const letter = safeLetter(write(messages.mail.letters, mail, { tenant: name, now }));
  const frame = {
    lang: messages.lang,
    dir: messages.dir,
    tenant: name,
    accent: tenant.settings.accentColor,
    foot: messages.mail.foot(name, new URL(tenant.issuer).host),
    openInstead: messages.mail.openInstead,
  };
  const key = { tenant_id, mail_id: deps.random(16).toString('base64url') };
  const sealed_message = sealMail(deps, key, {
    template: mail.template,
    to: mail.to,
    from_name: name,
    subject: letter.subject,
    text: letterText(letter, frame),
    html: letterHtml(letter, frame),
    lang: messages.lang,
    link_expires_at: 'expires_at' in mail.facts ? mail.facts.expires_at : null,
  });
  return {
    ...key,
    sealed_message,
    created_at: now,
    attempts: 0,
    next_attempt_at: now,
    sent_at: null,
    last_error: null,
    expires_at: now + KEPT,
  };
}

function write<T extends MailTemplate>(
  letters: { readonly [K in T]: Letters[K] },
  { template, facts }: { template: T; facts: MailFacts[T] },
  context: MailContext,
): Letter {
  return letters[template](withPlainNames(facts), context);
}

/** What people and devices call themselves, fit to stand in a line of ours. */
function withPlainNames<F extends object>(facts: F): F {
  const named = ['name', 'invited_by', 'device', 'address', 'app', 'member', 'organization'] as const;
  const given = facts as Partial<Record<(typeof named)[number], string>>;
  return {
    ...facts,
    ...Object.fromEntries(named.flatMap((key) => (given[key] === undefined ? [] : [[key, plainName(given[key])]]))),
  };
}

function safeLetter(letter: Letter): Letter {
  const link = <L extends { readonly href: string }>(action: L): L => {
    const href = linkHref(action.href);
    if (href === undefined) throw new MailContentError('a link is not http or https');
    return { ...action, href };
  };
  const { action, more, notYou } = letter;
  return {
    ...letter,
    ...(action === undefined ? {} : { action: link(action) }),
    ...(more === undefined ? {} : { more: link(more) }),
    ...(notYou.action === undefined ? {} : { notYou: { ...notYou, action: link(notYou.action) } }),
  };
}
