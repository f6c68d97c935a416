import express from 'express';
import { auth, requiresAuth } from 'express-openid-connect';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningApp, serveApp, Visitor } from '../interop/visitor.ts';
import { listeningServer, type TestServer, type TestUser } from '../support/start-server.ts';

type Session = { cookie: object };

describe('express-openid-connect 3 as a receiver of logout tokens', () => {
  let server: TestServer;
  let user: TestUser;
  const running: RunningApp[] = [];
  beforeAll(async () => {
    server = await listeningServer();
    user = await server.aUser();
  });
  afterAll(async () => {
    for (const app of running) await app.close();
    await server.close();
  });

  async function startApp() {
    const ready = Promise.withResolvers<ReturnType<typeof express>>();
    const app = await serveApp((request, response) => ready.promise.then((handle) => handle(request, response)));
    running.push(app);
    const { origin } = app;
    const client = await server.aClient({
      redirect_uris: [`${origin}/callback`],
      post_logout_redirect_uris: [`${origin}/goodbye`],
      backchannel_logout_uri: `${origin}/backchannel-logout`,
    });
    const told = Promise.withResolvers<void>();
    const notes = new Map<string, Session>();
    const store = {
      get: (sid: string, done: (error: unknown, session?: Session | null) => void) => done(null, notes.get(sid)),
      set: (sid: string, session: Session, done?: (error?: unknown) => void) => {
        notes.set(sid, session);
        done?.();
        told.resolve();
      },
      destroy: (sid: string, done?: (error?: unknown) => void) => {
        notes.delete(sid);
        done?.();
      },
    };
    const handle = express();
    handle.use(
      auth({
        issuerBaseURL: server.issuer,
        baseURL: origin,
        clientID: client.client_id,
        clientSecret: client.client_secret ?? '',
        secret: 'a secret that signs the cookies of the app',
        // Both apps are on this host, and cookies do not know ports.
        session: { name: `session-${client.client_id}` },
        authorizationParams: { response_type: 'code', scope: 'openid' },
        authRequired: false,
        idpLogout: true,
        backchannelLogout: { store: store as never },
        routes: { postLogoutRedirect: '/goodbye' },
      }),
    );
    handle.get('/profile', requiresAuth(), (request, response) => response.json({ sub: request.oidc.user?.sub }));
    handle.get('/state', (request, response) => response.json({ signedIn: request.oidc.isAuthenticated() }));
    handle.get('/goodbye', (_request, response) => response.json({}));
    ready.resolve(handle);
    return { origin, told: told.promise };
  }

  test('signing out of one app signs out of the other as well', async () => {
    const [first, second] = [await startApp(), await startApp()];
    const visitor = new Visitor(server, user);
    for (const { origin } of [first, second]) {
      expect(await (await visitor.browse(`${origin}/profile`)).json()).toEqual({ sub: user.sub });
    }
    const signedIn = async () => (await (await visitor.browse(`${second.origin}/state`)).json()) as object;
    expect(await signedIn()).toEqual({ signedIn: true });
    await visitor.browse(`${first.origin}/logout`);
    await second.told;
    expect(await signedIn()).toEqual({ signedIn: false });
  });
});
