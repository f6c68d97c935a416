import type { Parameters } from '@xenia/protocol/parameters';
import { askToChangeEmail, askToVerify } from '../../accounts/email-change.ts';
import type { Exchange } from '../../exchange.ts';
import { canMail } from '../../mail/can-mail.ts';
import { pageContext } from '../advance.ts';
import { browserOf } from '../browser.ts';
import { type EmailPageProblem, emailPage as page } from '../pages/account-email.ts';
import { requireRecent } from '../recent-proof.ts';
import type { SignedIn } from '../session.ts';
import { linksForKnown } from '../sign-up.ts';
import type { AccountPage } from './account-page.ts';
import { confirmPassword } from './confirm-password.ts';
import { EMAIL_PATH } from './paths.ts';
import { accountResponse, done } from './respond.ts';

/** `action` tells the forms apart: `change` takes another address, `verify` confirms the one that the account has. */
export const emailPage: AccountPage = {
  show: (exchange, signedIn) => show(exchange, signedIn),
  answer: (exchange, signedIn, form) =>
    form.get('action') === 'verify' ? verify(exchange, signedIn) : change(exchange, signedIn, form),
};

interface Refused {
  readonly problem: EmailPageProblem;
  readonly email: string;
  readonly status: number;
}

function show(exchange: Exchange, signedIn: SignedIn, refused?: Refused): Promise<Response> {
  const { user } = signedIn;
  const view = {
    verified: user.email_verified === 1,
    has_password: user.password_hash !== null,
    can_mail: canMail(exchange.deps.config),
    email: refused?.email ?? '',
    problem: refused?.problem,
  };
  return Promise.resolve(accountResponse(exchange, signedIn, page(view), { status: refused?.status ?? 200 }));
}

async function verify(exchange: Exchange, signedIn: SignedIn): Promise<Response> {
  const { deps, tenant } = exchange;
  if (!canMail(deps.config)) return show(exchange, signedIn);
  const sent = await askToVerify(deps, tenant, signedIn.user, mailing(exchange));
  return done(exchange, signedIn, EMAIL_PATH, sent ? 'verification_sent' : 'too_many');
}

async function change(exchange: Exchange, signedIn: SignedIn, form: Parameters): Promise<Response> {
  const { deps, tenant } = exchange;
  const { user } = signedIn;
  if (!canMail(deps.config)) return show(exchange, signedIn);
  const email = form.get('email') ?? '';
  const again = (problem: EmailPageProblem, status: number) => show(exchange, signedIn, { problem, email, status });
  if (user.password_hash === null) {
    const detour = await requireRecent(exchange, signedIn, EMAIL_PATH);
    if (detour !== null) return detour;
  } else {
    const wrong = await confirmPassword(exchange, signedIn, form.get('password') ?? '');
    if (wrong !== null) return again({ code: wrong.error, retryAfter: wrong.retryAfter }, wrong.status);
  }
  const request = { ...mailing(exchange), email, links: linksForKnown(exchange) };
  const asked = await askToChangeEmail(deps, tenant, user, request);
  if (asked !== 'asked') return again({ code: asked }, asked === 'own_address' ? 422 : 400);
  return done(exchange, signedIn, EMAIL_PATH, 'email_asked');
}

function mailing(exchange: Exchange) {
  const onward = { continue: EMAIL_PATH, browser_hash: browserOf(exchange).hash };
  return { network: exchange.request.address, locale: pageContext(exchange).locale, onward };
}
