import { createEventReceiver } from '@xenia/resource-server';
import type { Hono } from 'hono';
import { describeRequest } from '../../sample/back-channel.ts';
import type { OpenIdKind } from '../../sample/openid/explanations.ts';
import type { PendingSignIn } from '../../sample/openid/session.ts';
import type { SampleAppOptions } from '../../sample/options.ts';
import type { SampleKit } from '../../sample/routes.ts';
import type { SentRequest } from '../../sample/timeline.ts';
import type { KontorKind } from './explanations.ts';
import { PARTIES } from './parties.ts';
import type { KontorVisit, Session } from './session.ts';

type Kit = SampleKit<Session, PendingSignIn, KontorKind | OpenIdKind>;

/** Characters; no logout token is longer. */
const LONGEST_BODY = 16_384;

/** Where Xena tells that a session has ended: through the browser that ended it, and directly. */
export function singleLogout(options: SampleAppOptions): (app: Hono, kit: Kit) => void {
  const receiver = createEventReceiver({ ...options, fetch: (url, init) => options.fetch(String(url), init ?? {}) });
  return (app, { visits }) => {
    app.get('/signout-oidc', (c) => {
      const url = new URL(c.req.url);
      const { iss, sid } = Object.fromEntries(url.searchParams);
      // OIDC Front-Channel Logout 1.0 §2: both must be those of the session.
      const ended = iss === options.issuer && sid !== undefined ? sessionsOf(visits.all(), { sid, sub: null }) : [];
      const request = describeRequest(`${options.app}${url.pathname}${url.search}`, 'GET');
      for (const visit of ended) end(visit, 'frontchannel_logout', request);
      return framed(options, 'Signed out.');
    });
    app.post('/backchannel-logout', async (c) => {
      const body = (await c.req.text()).slice(0, LONGEST_BODY);
      const notice = { contentType: c.req.header('content-type'), body };
      // OIDC Back-Channel Logout 1.0 §2.6 is checked there: signature, iss, aud, iat, exp, jti, events, and that it is no ID token.
      const {
        status,
        headers,
        body: answer,
      } = await receiver.receive(notice, (event) => {
        if (event.type !== 'signed_out') return;
        const form = new URLSearchParams(body);
        const request = describeRequest(`${options.app}/backchannel-logout`, 'POST', { body: form });
        for (const visit of sessionsOf(visits.all(), event)) end(visit, 'backchannel_logout', request);
      });
      return new Response(answer === null ? null : JSON.stringify(answer), { status, headers });
    });
  };
}

/** Shown in a frame of Xena's page and nowhere else. */
function framed({ server }: SampleAppOptions, text: string): Response {
  const policy = `default-src 'none'; frame-ancestors ${server}`;
  return new Response(text, {
    headers: { 'content-type': 'text/plain', 'cache-control': 'no-store', 'content-security-policy': policy },
  });
}

function sessionsOf(
  visits: Iterable<KontorVisit>,
  { sid, sub }: { sid: string | null; sub: string | null },
): KontorVisit[] {
  return [...visits].filter(({ session }) => {
    if (session === null) return false;
    return sid === null ? session.person.sub === sub : session.sid === sid;
  });
}

function end(visit: KontorVisit, kind: 'frontchannel_logout' | 'backchannel_logout', request: SentRequest): void {
  visit.session = null;
  visit.timeline.begin('Signed out elsewhere');
  visit.timeline.add({
    kind,
    channel: kind === 'frontchannel_logout' ? 'browser' : 'direct',
    from: PARTIES.issuer,
    to: PARTIES.app,
    request,
    answer: { status: 200, summary: 'Kontor ends its own session.', parts: [] },
  });
  visit.notice = {
    tone: 'good',
    title: 'You signed out elsewhere.',
    body: 'Xena told Kontor, and Kontor ended your session here too.',
  };
}
