import { OAuthError } from '@xenia/protocol/errors';
import { assertWellFormed, type Parameters } from '@xenia/protocol/parameters';
import { TOKEN_PREFIXES } from '@xenia/protocol/token-format';
import { minPasswordLength } from '../accounts/factors.ts';
import { type FoundSetup, findSetup, finishSetup, SETUP_PATH } from '../accounts/setup.ts';
import type { Exchange } from '../exchange.ts';
import { readForm } from '../http/form.ts';
import { HttpError } from '../http/http-error.ts';
import { seeOther } from '../http/responses.ts';
import { recordEvent } from '../storage/record-event.ts';
import type { UserRecord } from '../storage/records.ts';
import { pageContext } from './advance.ts';
import { browserOf, csrfToken, verifyForm } from './browser.ts';
import { openForBrowser, sealForBrowser } from './links/link-state.ts';
import { whenBusy } from './links/password-answer.ts';
import { continueSignIn } from './login.ts';
import { pageResponse, pageView } from './pages/page-response.ts';
import { type SetupError, type SetupView, setupPage } from './pages/setup.ts';
import { ownPlace } from './sign-in.ts';

const FORM = 'setup';

/** The account gets what these say and nothing else, whatever else a form says. */
const FIELDS = new Set(['csrf', 'email', 'password', 'password_again']);

/** Where whoever is set up goes on, relative to the issuer. */
const CONSOLE_PATH = '/console';

/**
 * `{issuer}/setup/{secret}`, as the command line prints it, and `{issuer}/setup/{state}`, where it leads: only this browser can open
 * that, so that the secret stays out of its history. Whatever does not work is as if there was no such page, which tells nobody
 * whether an installation is set up. Opening a link uses nothing up; only its form does.
 */
export async function respondToSetup(exchange: Exchange): Promise<Response> {
  const posted = exchange.request.method === 'POST';
  const value = exchange.path.slice(SETUP_PATH.length + 1);
  if (value.startsWith(TOKEN_PREFIXES.ticket)) {
    if (posted) throw noSuchPage();
    await existing(exchange, value);
    const browser = browserOf(exchange);
    return seeOther(pageUrl(exchange, sealForBrowser(exchange, browser, 'setup', value)), browser.cookies);
  }
  const found = await existing(exchange, openForBrowser(exchange, 'setup', value));
  return posted ? answer(exchange, found, await readSetupForm(exchange)) : show(exchange, found);
}

async function existing({ deps, tenant }: Exchange, secret: string | null): Promise<FoundSetup> {
  const found = secret === null ? null : await findSetup(deps, tenant, secret);
  if (found === null) throw noSuchPage();
  return found;
}

/** As for a path that leads nowhere. */
function noSuchPage(): HttpError {
  return new HttpError(404, 'There is no such page');
}

function pageUrl({ tenant }: Exchange, value: string): string {
  return `${tenant.issuer}${SETUP_PATH}/${value}`;
}

interface Problem {
  readonly email: string;
  readonly error: SetupError;
  readonly status: number;
}

async function show(exchange: Exchange, { link, user }: FoundSetup, problem?: Problem): Promise<Response> {
  const { deps, tenant, path } = exchange;
  const factors = user === null ? null : await deps.storage.credentials.factors(tenant.tenant_id, user.sub);
  const fresh: SetupView['purpose'] = link.purpose === 'first' ? 'first' : 'more';
  const page = setupPage({
    ...pageView(pageContext(exchange)),
    action: `${tenant.issuer}${path}`,
    csrf: csrfToken(exchange, browserOf(exchange), FORM),
    purpose: user === null ? fresh : 'restore',
    email: user?.email ?? problem?.email ?? '',
    min_length: minPasswordLength(factors),
    error: problem?.error,
  });
  return pageResponse(page, { status: problem?.status ?? 200 });
}

async function readSetupForm(exchange: Exchange): Promise<Parameters> {
  const form = await readForm(exchange.request);
  assertWellFormed(form);
  verifyForm(exchange, FORM, form.get('csrf'));
  const stranger = form.names().find((name) => !FIELDS.has(name));
  if (stranger === undefined) return form;
  throw new OAuthError('invalid_request', 'The form has a field that this page does not know', {
    reason: 'unknown_field',
    field: stranger.slice(0, 64),
  });
}

async function answer(exchange: Exchange, found: FoundSetup, form: Parameters): Promise<Response> {
  const email = form.get('email') ?? '';
  const password = form.get('password') ?? '';
  const again = (error: SetupError, status = 422) => show(exchange, found, { email, error, status });
  if (password !== form.get('password_again')) return again({ code: 'different' });
  const { deps, tenant } = exchange;
  const result = await finishSetup(deps, tenant, found, { email, password }).catch(whenBusy);
  switch (result.outcome) {
    case 'busy':
      return again({ code: 'busy' }, 429);
    case 'password_refused':
      return again(result.problem);
    case 'email_refused':
      return again({ code: 'email' });
    case 'email_taken':
      return again({ code: 'email_taken' });
    case 'unknown':
      throw noSuchPage();
    case 'done':
      return welcome(exchange, found, result.user);
  }
}

/** A second factor that the user has is still asked for. */
async function welcome(exchange: Exchange, { link }: FoundSetup, user: UserRecord): Promise<Response> {
  const { deps, tenant, log } = exchange;
  const { sub } = user;
  log.warn({ event: 'operator_set_up', sub, by: link.purpose }, 'somebody became an operator with a setup link');
  const details = { by: link.purpose, user: link.sub === null ? 'created' : 'restored' };
  await recordEvent(deps, tenant, { actor: `user:${sub}`, action: 'administrator.set_up', sub, details });
  const place = await ownPlace(exchange, '/console');
  const finish = async (cookies: readonly string[]) => seeOther(`${tenant.issuer}${CONSOLE_PATH}`, cookies);
  return continueSignIn(exchange, { ...place, finish }, user, 'password');
}
