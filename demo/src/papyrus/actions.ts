import * as client from 'openid-client';
import { describeRequest } from './back-channel.ts';
import { recordedFetch } from './connect.ts';
import { APP, ISSUER } from './names.ts';
import type { PapyrusOptions } from './options.ts';
import { API_UNREACHABLE, backChannelFailed, refusedByApi } from './problems.ts';
import type { StepKind } from './timeline.ts';
import type { Note, Session, Visit } from './visits.ts';

/** One thing that a signed-in visitor can make Papyrus do. */
export type Action = (options: PapyrusOptions, visit: Visit, session: Session, form: URLSearchParams) => Promise<void>;

interface ApiCall {
  readonly title: string;
  readonly kind: StepKind;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** What the visitor must have allowed. */
  readonly scope: string;
  readonly body?: unknown;
  /** Instead of the session's. */
  readonly access_token?: string;
}

/** By the last segment of the path that their form is posted to. */
export const ACTIONS: Readonly<Record<string, Action>> = {
  async read(options, visit, session) {
    visit.timeline.begin('Read the notes');
    await readNotes(options, visit, session);
  },
  async write(options, visit, session, form) {
    visit.timeline.begin('Add a note');
    const text = (form.get('text') ?? '').trim() || 'Thank the host';
    const call: ApiCall = {
      title: 'Adding a note',
      kind: 'write',
      method: 'POST',
      scope: 'notes.write',
      body: { text },
    };
    if ((await callApi(options, visit, session, call)) !== null) await readNotes(options, visit, session);
  },
  async refresh(_options, visit, session) {
    visit.timeline.begin('Get fresh tokens');
    if (await refresh(visit, session)) {
      visit.notice = {
        tone: 'good',
        title: 'Papyrus has fresh tokens.',
        body: 'Without a question to you: compare the times of the access token below.',
      };
    }
  },
  async overreach(options, visit, session) {
    visit.timeline.begin('Try to delete the notes');
    await callApi(options, visit, session, {
      title: 'Deleting all notes',
      kind: 'overreach',
      method: 'DELETE',
      scope: 'notes.delete',
    });
  },
  async damaged(options, visit, session) {
    visit.timeline.begin('Use a damaged token');
    const access_token = damage(session.tokens.access_token);
    await callApi(options, visit, session, {
      title: 'Reading with a damaged token',
      kind: 'damaged',
      method: 'GET',
      scope: 'notes.read',
      access_token,
    });
  },
};

async function readNotes(options: PapyrusOptions, visit: Visit, session: Session): Promise<void> {
  const call: ApiCall = { title: 'Reading your notes', kind: 'read', method: 'GET', scope: 'notes.read' };
  const body = (await callApi(options, visit, session, call)) as { notes?: readonly Note[] } | null;
  if (body !== null) session.notes = body.notes ?? [];
}

/** Ends the session here; returns where the browser goes to end it at Xenia. */
export async function signOut(options: PapyrusOptions, visit: Visit, session: Session): Promise<string> {
  const { config, tokens } = session;
  visit.timeline.begin('Sign out');
  visit.session = null;
  try {
    if (tokens.refresh_token !== null) await client.tokenRevocation(config, tokens.refresh_token);
  } catch (error) {
    // Here the visitor is signed out all the same; to send the browser to a Xenia that is down would strand it.
    const { title, body } = backChannelFailed(error);
    visit.notice = { tone: 'bad', title: 'You are signed out of Papyrus, but not of Xenia.', body: `${title} ${body}` };
    return '/';
  }
  const url = client.buildEndSessionUrl(config, {
    id_token_hint: tokens.id_token,
    post_logout_redirect_uri: `${options.app}/signed-out`,
  });
  const request = describeRequest(url.href, 'GET');
  visit.timeline.add({ kind: 'logout', channel: 'browser', from: APP, to: ISSUER, request, answer: null });
  return url.href;
}

/** Calls the API; if the token has expired, gets a new one and tries once more. Returns what it allowed, null if it did not. */
async function callApi(options: PapyrusOptions, visit: Visit, session: Session, call: ApiCall): Promise<unknown> {
  try {
    let response = await sendToApi(options, visit, session, call);
    const renewable = call.access_token === undefined && session.tokens.refresh_token !== null;
    if (response.status === 401 && renewable && (await refresh(visit, session))) {
      response = await sendToApi(options, visit, session, call);
    }
    const body: unknown = await response.json().catch(() => null);
    if (response.ok) return body;
    visit.notice ??= refusedByApi({
      title: call.title,
      status: response.status,
      body,
      allowed: session.tokens.scope.includes(call.scope),
      step: visit.timeline.chapters.at(-1)?.steps.at(-1)?.number,
    });
  } catch {
    visit.notice = API_UNREACHABLE;
  }
  return null;
}

function sendToApi(options: PapyrusOptions, visit: Visit, session: Session, call: ApiCall): Promise<Response> {
  const { method, body, access_token = session.tokens.access_token } = call;
  return recordedFetch(
    options,
    visit.timeline,
    call.kind,
  )(`${options.api}/notes`, {
    method,
    headers: {
      authorization: `Bearer ${access_token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(5000),
  });
}

/** Whether it worked; if not, the visit says why, and a session that Xenia has ended is over here too. */
async function refresh(visit: Visit, session: Session): Promise<boolean> {
  const { refresh_token } = session.tokens;
  if (refresh_token === null) {
    visit.notice = {
      tone: 'bad',
      title: 'Papyrus has no refresh token.',
      body: 'You unticked “Keep access while you are away”. It has to ask you again when the access token expires.',
    };
    return false;
  }
  try {
    const fresh = await client.refreshTokenGrant(session.config, refresh_token);
    session.tokens = {
      access_token: fresh.access_token,
      id_token: fresh.id_token ?? session.tokens.id_token,
      refresh_token: fresh.refresh_token ?? refresh_token,
      scope: fresh.scope?.split(' ') ?? session.tokens.scope,
    };
    return true;
  } catch (error) {
    visit.notice = backChannelFailed(error);
    if (error instanceof client.ResponseBodyError && error.error === 'invalid_grant') visit.session = null;
    return false;
  }
}

/** Another letter in the middle of the signature. */
function damage(token: string): string {
  const at = token.length - 10;
  return `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
}
