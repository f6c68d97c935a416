import { Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { type HtmlPage, pageResponse, serveAsset } from 'xenia';
import { ACTIONS, signOut } from './actions.ts';
import { papyrusStylesheet, stylesheetPath } from './assets.ts';
import { APP, ISSUER } from './names.ts';
import type { PapyrusOptions } from './options.ts';
import { homePage } from './pages/home.ts';
import { backChannelFailed, FORGOTTEN } from './problems.ts';
import { beginSignIn, finishSignIn } from './sign-in.ts';
import { createVisits, type Visit, type Visits } from './visits.ts';

/** Cookies know no ports: the name keeps it apart from those of other programs on localhost. */
const COOKIE = 'papyrus_visit';
const COOKIE_OPTIONS = { httpOnly: true, sameSite: 'Lax', path: '/' } as const;

/** The sample app: what somebody else's product does with Xenia, with openid-client, server-side. */
export function createPapyrus(options: PapyrusOptions): Hono {
  const visits = createVisits();
  const app = new Hono();
  const home = (visit: Visit | null, status = 200): Response => {
    const notice = visit?.notice ?? null;
    if (visit !== null) visit.notice = null;
    return respond(options, homePage({ options, visit, notice, now: options.clock() }), status);
  };

  app.get('/assets/*', (c) => {
    if (c.req.path === stylesheetPath) return papyrusStylesheet();
    return serveAsset(c.req.path, c.req.header('if-none-match')) ?? c.notFound();
  });
  app.get('/', (c) => {
    const visit_id = getCookie(c, COOKIE);
    const visit = visits.find(visit_id);
    if (visit !== null || visit_id === undefined) return home(visit);
    const started = visits.start();
    setCookie(c, COOKIE, started.visit_id, COOKIE_OPTIONS);
    started.visit.notice = FORGOTTEN;
    return c.redirect('/', 303);
  });
  app.get('/sign-in', async (c) => {
    const { visit_id, visit } = existingOrNew(visits, getCookie(c, COOKIE));
    setCookie(c, COOKIE, visit_id, COOKIE_OPTIONS);
    try {
      return c.redirect(await beginSignIn(options, visit), 303);
    } catch (error) {
      visit.notice = backChannelFailed(error);
      return c.redirect('/', 303);
    }
  });
  app.get('/callback', async (c) => {
    const { visit_id, visit, isNew } = existingOrNew(visits, getCookie(c, COOKIE));
    await finishSignIn(options, visit, new URL(c.req.url));
    // Nothing can have been begun in a visit that is a moment old: the one that began it is gone.
    if (isNew) visit.notice = FORGOTTEN;
    setCookie(c, COOKIE, visits.renew(visit_id, visit), COOKIE_OPTIONS);
    return c.redirect('/', 303);
  });
  app.get('/signed-out', (c) => {
    const visit = visits.find(getCookie(c, COOKIE));
    visit?.timeline.add({
      kind: 'signed_out',
      channel: 'browser',
      from: ISSUER,
      to: APP,
      request: { method: 'GET', url: `${options.app}/signed-out`, parts: [] },
      answer: null,
    });
    if (visit)
      visit.notice = {
        tone: 'good',
        title: 'You are signed out, here and at Xenia.',
        body: 'What you allowed is remembered: next time Xenia asks only for your password.',
      };
    return c.redirect('/', 303);
  });

  app.post('/*', async (c) => {
    // Every form here is a page's of our own; the browser says where a post comes from.
    if (c.req.header('origin') !== options.app) return home(null, 403);
    const visit = visits.find(getCookie(c, COOKIE));
    const name = c.req.path.slice(1);
    if (name === 'forget') {
      visit?.timeline.clear();
      return c.redirect('/', 303);
    }
    if (visit?.session) {
      if (name === 'sign-out') return c.redirect(await signOut(options, visit, visit.session), 303);
      const form = new URLSearchParams((await c.req.text()).slice(0, 4096));
      if (!Object.hasOwn(ACTIONS, name)) return home(visit, 404);
      await ACTIONS[name]?.(options, visit, visit.session, form);
    }
    return c.redirect('/', 303);
  });
  app.notFound(() => home(null, 404));
  return app;
}

function existingOrNew(
  visits: Visits,
  visit_id: string | undefined,
): { visit_id: string; visit: Visit; isNew: boolean } {
  const visit = visits.find(visit_id);
  return visit !== null && visit_id !== undefined
    ? { visit_id, visit, isNew: false }
    : { ...visits.start(), isNew: true };
}

/** Signing out is a form that leads to Xenia, so the policy lets forms do that. */
function respond({ server }: PapyrusOptions, page: HtmlPage, status: number): Response {
  return pageResponse(page, { status, formAction: 'anywhere' });
}
