import { type Context, Hono } from 'hono';
import { type HtmlPage, pageResponse, serveAsset } from 'xenia';
import { ACTIONS, signOut } from './actions.ts';
import { papyrusStylesheet, stylesheetPath } from './assets.ts';
import type { PapyrusOptions } from './options.ts';
import { homePage } from './pages/home.ts';
import { backChannelFailed, FORGOTTEN } from './problems.ts';
import { arriveSignedOut, beginSignIn, finishSignIn } from './sign-in.ts';
import { existingOrNewVisit, keepVisit, visitIdOf } from './visit-cookie.ts';
import { createVisits, type Visit, type Visits } from './visits.ts';

/** The sample app: what somebody else's product does with Xenia, with openid-client, server-side. */
export function createPapyrus(options: PapyrusOptions): Hono {
  const visits = createVisits();
  const app = new Hono();
  app.get('/assets/*', (c) => {
    if (c.req.path === stylesheetPath) return papyrusStylesheet();
    return serveAsset(c.req.path, c.req.header('if-none-match')) ?? c.notFound();
  });
  app.get('/', (c) => {
    const visit = visits.find(visitIdOf(c));
    if (visit !== null || visitIdOf(c) === undefined) return showHome(options, visit);
    const started = visits.start();
    keepVisit(c, started.visit_id);
    started.visit.notice = FORGOTTEN;
    return c.redirect('/', 303);
  });
  app.get('/sign-in', async (c) => {
    const { visit_id, visit } = existingOrNewVisit(c, visits);
    keepVisit(c, visit_id);
    try {
      return c.redirect(await beginSignIn(options, visit), 303);
    } catch (error) {
      visit.notice = backChannelFailed(error);
      return c.redirect('/', 303);
    }
  });
  app.get('/callback', async (c) => {
    const { visit_id, visit, forgotten } = existingOrNewVisit(c, visits);
    await finishSignIn(options, visit, new URL(c.req.url));
    // The visit that began this is gone, and with it what the answer could be checked against.
    if (forgotten) visit.notice = FORGOTTEN;
    keepVisit(c, visits.renew(visit_id, visit));
    return c.redirect('/', 303);
  });
  app.get('/signed-out', (c) => {
    const visit = visits.find(visitIdOf(c));
    if (visit !== null) arriveSignedOut(options, visit);
    return c.redirect('/', 303);
  });
  app.post('/*', (c) => answerForm(c, options, visits));
  app.notFound(() => showHome(options, null, 404));
  return app;
}

async function answerForm(c: Context, options: PapyrusOptions, visits: Visits): Promise<Response> {
  // Every form is on a page of our own, and the browser says where a post comes from.
  if (c.req.header('origin') !== options.app) return showHome(options, null, 403);
  const name = c.req.path.slice(1);
  const visit = visits.find(visitIdOf(c));
  if (name === 'forget') visit?.timeline.clear();
  else if (visit?.session) {
    if (name === 'sign-out') return c.redirect(await signOut(options, visit, visit.session), 303);
    const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    if (action === undefined) return showHome(options, visit, 404);
    const form = new URLSearchParams((await c.req.text()).slice(0, 4096));
    await action(options, visit, visit.session, form);
  }
  return c.redirect('/', 303);
}

function showHome(options: PapyrusOptions, visit: Visit | null, status = 200): Response {
  const notice = visit?.notice ?? null;
  if (visit !== null) visit.notice = null;
  return respond(options, homePage({ options, visit, notice, now: options.clock() }), status);
}

/** Signing out is a form whose answer leads to Xenia and back, so the policy names that one place more. */
function respond({ server }: PapyrusOptions, page: HtmlPage, status: number): Response {
  const response = pageResponse(page, { status });
  const policy = response.headers.get('content-security-policy') ?? '';
  response.headers.set('content-security-policy', policy.replace("form-action 'self'", `form-action 'self' ${server}`));
  return response;
}
