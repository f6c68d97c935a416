import { type Context, Hono } from 'hono';
import { type HtmlPage, pageResponse, serveAsset } from 'xenia';
import type { SampleAppOptions } from './options.ts';
import type { Problems } from './problems.ts';
import type { OwnAsset } from './stylesheet.ts';
import { visitCookie } from './visit-cookie.ts';
import { createVisits, type Notice, type Visit } from './visits.ts';

/** What an app does when a signed-in visitor presses a button. */
export type Action<Session, Pending, Kind extends string> = (
  visit: Visit<Session, Pending, Kind>,
  session: Session,
  form: URLSearchParams,
) => Promise<void>;

/** What makes one server-rendered sample app different from another. */
export interface SampleApp<Session, Pending, Kind extends string> {
  readonly options: SampleAppOptions;
  /** Of its visits; no other app on localhost may have the same. */
  readonly cookie: string;
  readonly assets: readonly OwnAsset[];
  readonly problems: Problems;
  /** Where the answer to an authorization request arrives: with the browser's address, or as a form that the issuer's page posts. */
  readonly callback: { readonly path: string; readonly method: 'GET' | 'POST' };
  /** Where the browser arrives after the sign-out; null: the app has no such place. */
  readonly signedOutPath: string | null;
  /** Begins a sign-in; returns where the browser goes. What it throws becomes a notice. */
  begin(visit: Visit<Session, Pending, Kind>): Promise<string>;
  /** Takes the answer of an authorization request; what became of it stands in the visit. `answer`: its parameters. */
  finish(visit: Visit<Session, Pending, Kind>, answer: URLSearchParams): Promise<void>;
  /** By the path that their form is posted to, without its slash. */
  readonly actions: Readonly<Record<string, Action<Session, Pending, Kind>>>;
  /** Ends the session here; returns where the browser goes to end it elsewhere. */
  signOut(visit: Visit<Session, Pending, Kind>, session: Session): Promise<string>;
  /** Back after signOut(). Anybody can link here, so it must change nothing by itself. `answer`: its parameters. */
  arriveSignedOut(visit: Visit<Session, Pending, Kind>, answer: URLSearchParams): void;
  /** The one page. `visit` null: a browser that has not begun anything. */
  page(visit: Visit<Session, Pending, Kind> | null, notice: Notice | null): HtmlPage;
}

export type SampleKit<Session, Pending, Kind extends string> = ReturnType<typeof openVisits<Session, Pending, Kind>>;

function openVisits<Session, Pending, Kind extends string>(cookie: string) {
  const visits = createVisits<Session, Pending, Kind>();
  return { visits, ...visitCookie(cookie, visits) };
}

/**
 * The routes of a server-rendered sample app: `/`, `/sign-in`, the callback, the sign-out and a form for each action. An app
 * that has more registers them in `extend`, which comes first.
 */
export function createSampleApp<Session, Pending, Kind extends string>(
  sample: SampleApp<Session, Pending, Kind>,
  extend?: (app: Hono, kit: SampleKit<Session, Pending, Kind>) => void,
): Hono {
  const kit = openVisits<Session, Pending, Kind>(sample.cookie);
  const { visits } = kit;
  const app = new Hono();
  extend?.(app, kit);
  app.get('/assets/*', (c) => {
    const own = sample.assets.find(({ path }) => path === c.req.path);
    return own?.response() ?? serveAsset(c.req.path, c.req.header('if-none-match')) ?? c.notFound();
  });
  app.get('/', (c) => {
    const visit = visits.find(kit.idOf(c));
    if (visit !== null || kit.idOf(c) === undefined) return showHome(sample, visit);
    const started = visits.start();
    kit.keep(c, started.visit_id);
    started.visit.notice = sample.problems.forgotten;
    return c.redirect('/', 303);
  });
  app.get('/sign-in', async (c) => {
    const { visit_id, visit } = kit.existingOrNew(c);
    kit.keep(c, visit_id);
    try {
      return c.redirect(await sample.begin(visit), 303);
    } catch (error) {
      visit.notice = sample.problems.backChannelFailed(error);
      return c.redirect('/', 303);
    }
  });
  app.on(sample.callback.method, sample.callback.path, (c) => takeAnswer(c, sample, kit));
  if (sample.signedOutPath !== null) {
    app.get(sample.signedOutPath, (c) => {
      const visit = visits.find(kit.idOf(c));
      if (visit !== null) sample.arriveSignedOut(visit, new URL(c.req.url).searchParams);
      return c.redirect('/', 303);
    });
  }
  app.post('/*', (c) => answerForm(c, sample, kit));
  app.notFound(() => showHome(sample, null, 404));
  return app;
}

async function takeAnswer<Session, Pending, Kind extends string>(
  c: Context,
  sample: SampleApp<Session, Pending, Kind>,
  kit: SampleKit<Session, Pending, Kind>,
): Promise<Response> {
  const { visit_id, visit, forgotten } = kit.existingOrNew(c);
  const answer = c.req.method === 'POST' ? await form(c, 65_536) : new URL(c.req.url).searchParams;
  await sample.finish(visit, answer);
  // The visit that began this is gone, and with it what the answer could be checked against.
  if (forgotten) visit.notice = sample.problems.forgotten;
  kit.keep(c, kit.visits.renew(visit_id, visit));
  return c.redirect('/', 303);
}

async function answerForm<Session, Pending, Kind extends string>(
  c: Context,
  sample: SampleApp<Session, Pending, Kind>,
  kit: SampleKit<Session, Pending, Kind>,
): Promise<Response> {
  // Every form is on a page of our own, and the browser says where a post comes from.
  if (c.req.header('origin') !== sample.options.app) return showHome(sample, null, 403);
  const name = c.req.path.slice(1);
  const visit = kit.visits.find(kit.idOf(c));
  if (name === 'forget') visit?.timeline.clear();
  else if (visit?.session) {
    if (name === 'sign-out') return c.redirect(await sample.signOut(visit, visit.session), 303);
    const action = Object.hasOwn(sample.actions, name) ? sample.actions[name] : undefined;
    if (action === undefined) return showHome(sample, visit, 404);
    await action(visit, visit.session, await form(c, 4096));
  }
  return c.redirect('/', 303);
}

async function form(c: Context, longest: number): Promise<URLSearchParams> {
  return new URLSearchParams((await c.req.text()).slice(0, longest));
}

function showHome<Session, Pending, Kind extends string>(
  sample: SampleApp<Session, Pending, Kind>,
  visit: Visit<Session, Pending, Kind> | null,
  status = 200,
): Response {
  const notice = visit?.notice ?? null;
  if (visit !== null) visit.notice = null;
  return respond(sample.options, sample.page(visit, notice), status);
}

/** Signing out is a form whose answer leads to the issuer and back, so the policy names that one place more. */
function respond({ server }: SampleAppOptions, page: HtmlPage, status: number): Response {
  const response = pageResponse(page, { status });
  const policy = response.headers.get('content-security-policy') ?? '';
  response.headers.set('content-security-policy', policy.replace("form-action 'self'", `form-action 'self' ${server}`));
  return response;
}
