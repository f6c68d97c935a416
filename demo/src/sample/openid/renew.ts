import * as client from 'openid-client';
import { isRefusal } from '../problems.ts';
import type { OpenIdApp, OpenIdSession, OpenIdVisit } from './session.ts';
import { tokensFrom } from './tokens.ts';

/** Gets fresh tokens. Whether it worked; if not, the visit says why, and a session that the issuer has ended is over here too. */
export async function renewTokens<Session extends OpenIdSession, Kind extends string>(
  { options, parties, problems }: OpenIdApp<Session>,
  visit: OpenIdVisit<Session, Kind>,
  session: Session,
): Promise<boolean> {
  const { refresh_token } = session.tokens;
  if (refresh_token === null) {
    visit.notice = {
      tone: 'bad',
      title: `${parties.app} has no refresh token.`,
      body: 'You unticked “Keep access while you are away”. It has to ask you again when the access token expires.',
    };
    return false;
  }
  try {
    const fresh = await client.refreshTokenGrant(session.config, refresh_token);
    session.tokens = tokensFrom(fresh, options.clock(), session.tokens);
    return true;
  } catch (error) {
    visit.notice = problems.backChannelFailed(error);
    if (isRefusal(error) && error.error === 'invalid_grant') visit.session = null;
    return false;
  }
}
