import { randomUUID } from 'node:crypto';
import express, { type RequestHandler } from 'express';
import { Passport } from 'passport';
import { Strategy } from 'passport-openidconnect';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { listeningServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { type RunningApp, serveApp, Visitor } from './visitor.ts';

describe('passport-openidconnect 0.1', () => {
  let server: TestServer;
  let user: TestUser;
  let app: RunningApp;
  beforeAll(async () => {
    server = await listeningServer();
    user = await server.aUser();
    const ready = Promise.withResolvers<ReturnType<typeof anApp>>();
    app = await serveApp((request, response) => ready.promise.then((handle) => handle(request, response)));
    // The library knows nothing of PKCE; its nonce binds the code instead (RFC 9700 §2.1.1).
    const client = await server.aClient({ redirect_uris: [`${app.origin}/callback`], require_pkce: false });
    ready.resolve(anApp(server.issuer, client, app.origin));
  });
  afterAll(async () => {
    await app.close();
    await server.close();
  });

  test('OIDC Core §3.1: state, nonce, code, ID token and userinfo lead to a profile', async () => {
    const response = await new Visitor(server, user).browse(`${app.origin}/login`);
    expect(await response.json()).toMatchObject({
      issuer: server.issuer,
      profile: { id: user.sub, displayName: 'Ada Lovelace', emails: [{ value: user.email }] },
    });
  });

  test('RFC 6749 §10.12: a code that another browser began is refused by the app', async () => {
    const began = await fetch(`${app.origin}/login`, { redirect: 'manual' });
    const arrival = await new Visitor(server, user).arrive(began.headers.get('location') ?? '');
    expect((await fetch(arrival.url)).status).toBe(403);
  });
});

function anApp(issuer: string, { client_id, client_secret = '' }: IssuedClient, origin: string) {
  const passport = new Passport();
  const strategy = new Strategy(
    {
      issuer,
      authorizationURL: `${issuer}/authorize`,
      tokenURL: `${issuer}/token`,
      userInfoURL: `${issuer}/userinfo`,
      clientID: client_id,
      clientSecret: client_secret,
      callbackURL: `${origin}/callback`,
      scope: ['profile', 'email'],
      nonce: true,
      skipUserProfile: false,
    },
    (from, profile, done) => done(null, { issuer: from, profile }),
  );
  passport.use(strategy);
  const app = express();
  app.use(sessions());
  app.get('/login', passport.authenticate('openidconnect', { session: false }));
  app.get('/callback', passport.authenticate('openidconnect', { session: false }), (request, response) =>
    response.json(request.user),
  );
  return app;
}

/** `request.session`, kept in memory. */
function sessions(): RequestHandler {
  const kept = new Map<string, Record<string, unknown>>();
  return (request, response, next) => {
    const id = /sid=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? randomUUID();
    request.session = kept.get(id) ?? {};
    kept.set(id, request.session);
    response.setHeader('set-cookie', `sid=${id}; Path=/; HttpOnly`);
    next();
  };
}
