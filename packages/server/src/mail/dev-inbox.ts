import { isLoopbackHost } from '@xenia/protocol/loopback';
import type { Deps } from '../deps.ts';
import { iconPath } from '../interaction/assets/index.ts';
import { pageHeaders } from '../interaction/pages/headers.ts';
import type { PageView } from '../interaction/pages/html-page.ts';
import { type MailRow, type MailState, mailInboxPage } from '../interaction/pages/mail-inbox.ts';
import { mailPage } from '../interaction/pages/mail-one.ts';
import { negotiateLocale, pageResponse } from '../interaction/pages/page-response.ts';
import type { MailRecord } from '../storage/account-records.ts';
import { everyPage } from '../storage/every-page.ts';
import type { TenantRecord } from '../storage/records.ts';
import { type MailMessage, openMail } from './message.ts';
import { smtpServer } from './smtp-server.ts';

type InboxDeps = Pick<Deps, 'storage' | 'sealer' | 'clock' | 'config'>;

/** Where it stands on the installation's root. */
export const INBOX_PATH = '/dev/mail';
/** Mails of one tenant, and of all. */
const NEWEST = 200;
const SHOWN = 100;

/**
 * `/dev/mail`, `/dev/mail/{tenant}/{mail_id}` and the HTML of a mail below that; null: there is no such page. In development only: whoever
 * reads it can sign in as anybody.
 */
export async function showInbox(deps: InboxDeps, request: Request): Promise<Response | null> {
  const url = new URL(request.url);
  if (deps.config.mode !== 'development' || !isOwnHost(deps, url)) return null;
  const [name, mail_id, part, ...rest] = url.pathname.slice(INBOX_PATH.length).split('/').slice(1);
  if (rest.length > 0 || (part !== undefined && part !== 'html')) return null;
  const view: PageView = {
    locale: negotiateLocale([], request.headers.get('accept-language'), 'en'),
    tenant: { display_name: 'Xenia', logo_uri: iconPath },
  };
  if (name === undefined || (name === '' && mail_id === undefined)) return showList(deps, view);
  const found = await find(deps, name, mail_id ?? '');
  if (found === null) return null;
  return part === 'html' ? mailHtml(found.message) : showMail(deps, view, found);
}

/** A page of somebody else's whose name was made to resolve to this machine (DNS rebinding) must not read it. */
function isOwnHost({ config }: InboxDeps, { host, hostname }: URL): boolean {
  return host === new URL(config.publicUrl).host || isLoopbackHost(hostname);
}

interface Found {
  readonly tenant: TenantRecord;
  readonly record: MailRecord;
  readonly message: MailMessage;
}

async function showList(deps: InboxDeps, view: PageView): Promise<Response> {
  const found: Found[] = [];
  const tenants = everyPage(
    (page) => deps.storage.tenants.list(page),
    ({ name }) => name,
  );
  for await (const tenant of tenants) found.push(...(await mailsOf(deps, tenant)));
  const mails = found.sort((a, b) => b.record.created_at - a.record.created_at).slice(0, SHOWN);
  const sends = smtpServer(deps.config) !== null;
  return pageResponse(
    mailInboxPage({ ...view, mails: mails.map((mail) => rowOf(deps, mail)), sends, now: deps.clock() }),
  );
}

function showMail(deps: InboxDeps, view: PageView, found: Found): Response {
  const row = rowOf(deps, found);
  const { text } = found.message;
  const mail = { ...row, html_url: `${row.url}/html`, text, links: text.match(/^https?:\/\/\S+$/gm) ?? [] };
  return pageResponse(mailPage({ ...view, mail, inbox_url: INBOX_PATH }), { frames: ["'self'"] });
}

/** What mail programs get, which has its styles inline; framed by our own page alone, and able to do nothing but open links. */
function mailHtml({ html }: MailMessage): Response {
  return new Response(html, {
    headers: {
      ...pageHeaders(),
      'content-type': 'text/html; charset=utf-8',
      'Content-Security-Policy':
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox",
      'X-Frame-Options': 'SAMEORIGIN',
      'Referrer-Policy': 'no-referrer',
    },
  });
}

async function find(deps: InboxDeps, name: string, mail_id: string): Promise<Found | null> {
  const tenant = await deps.storage.tenants.findByName(name);
  const mails = tenant === null ? [] : await mailsOf(deps, tenant);
  return mails.find(({ record }) => record.mail_id === mail_id) ?? null;
}

async function mailsOf(deps: InboxDeps, tenant: TenantRecord): Promise<Found[]> {
  const records = await deps.storage.mails.newest(tenant.tenant_id, NEWEST);
  return records.flatMap((record) => {
    const message = openMail(deps, record);
    return message === null ? [] : [{ tenant, record, message }];
  });
}

function rowOf(deps: InboxDeps, { tenant, record, message }: Found): MailRow {
  return {
    url: `${INBOX_PATH}/${tenant.name}/${record.mail_id}`,
    tenant: message.from_name,
    to: message.to,
    subject: message.subject,
    at: record.created_at,
    state: stateOf(deps, record),
  };
}

function stateOf({ config }: InboxDeps, { sent_at, next_attempt_at, attempts, last_error }: MailRecord): MailState {
  const rest = { attempts, error: last_error };
  if (smtpServer(config) === null) return { kind: 'kept', ...rest };
  if (sent_at !== null) return { kind: 'sent', ...rest };
  return { kind: next_attempt_at === null ? 'givenUp' : 'waiting', ...rest };
}
