import { callApi, damage } from '../../sample/api-call.ts';
import type { SampleAppOptions } from '../../sample/options.ts';
import type { Action } from '../../sample/routes.ts';
import type { StepKind } from './explanations.ts';
import { halcyonFetch } from './issuer-calls.ts';
import { PARTIES, PROBLEMS } from './parties.ts';
import type { Desk, HalcyonVisit, Installed, PendingInstallation, Session } from './session.ts';
import { dropInstallation, uninstallHere } from './uninstall.ts';

interface ChatCall {
  readonly title: string;
  readonly kind: StepKind;
  readonly method: 'GET' | 'POST';
  /** Also the scope that it needs. */
  readonly collection: 'widgets' | 'faqs' | 'contacts' | 'conversations';
  readonly body?: unknown;
  /** Instead of the session's. */
  readonly access_token?: string;
}

type HalcyonAction = Action<Session, PendingInstallation, StepKind>;

/** What the owner of an account on which Halcyon is installed can make it do, by the path that their form is posted to. */
export function actions(options: SampleAppOptions): Readonly<Record<string, HalcyonAction>> {
  return {
    desk: whileInstalled(async (visit, installed) => {
      visit.timeline.begin('Set up the help desk');
      await readDesk(options, visit, installed);
    }),
    reply: whileInstalled(async (visit, installed, form) => {
      visit.timeline.begin('Answer a customer');
      const conversation_id = form.get('conversation_id') ?? '';
      const text = (form.get('text') ?? '').trim() || 'We are looking into it.';
      const body = { conversation_id, text };
      const title = 'Answering';
      const answered = await callChat(options, visit, installed, {
        title,
        kind: 'reply',
        method: 'POST',
        collection: 'conversations',
        body,
      });
      if (answered !== null) await readDesk(options, visit, installed, ['conversations']);
    }),
    overreach: whileInstalled(async (visit, installed) => {
      visit.timeline.begin('Try to read the contacts');
      await callChat(options, visit, installed, {
        title: 'Reading your contacts',
        kind: 'overreach',
        method: 'GET',
        collection: 'contacts',
      });
    }),
    damaged: whileInstalled(async (visit, installed) => {
      visit.timeline.begin('Use a damaged token');
      await callChat(options, visit, installed, {
        title: 'Reading with a damaged token',
        kind: 'damaged',
        method: 'GET',
        collection: 'widgets',
        access_token: damage(installed.access_token),
      });
    }),
    uninstall: whileInstalled((visit, installed) => uninstallHere(options, visit, installed)),
  };
}

function whileInstalled(
  act: (visit: HalcyonVisit, installed: Installed, form: URLSearchParams) => Promise<void>,
): HalcyonAction {
  return async (visit, session, form) => {
    // The page may be older than the message that says otherwise.
    if (session.status === 'installed') await act(visit, session, form);
  };
}

const TITLES = {
  widgets: 'Reading your widgets',
  faqs: 'Reading your FAQs',
  conversations: 'Reading your conversations',
} as const;

/** Reads what was allowed of it, and stops at the first refusal. */
async function readDesk(
  options: SampleAppOptions,
  visit: HalcyonVisit,
  installed: Installed,
  collections: readonly (keyof Desk)[] = ['widgets', 'faqs', 'conversations'],
): Promise<void> {
  const desk: Desk = { ...installed.desk };
  for (const collection of collections.filter((name) => installed.scope.includes(name))) {
    const call: ChatCall = { title: TITLES[collection], kind: collection, method: 'GET', collection };
    const answer = (await callChat(options, visit, installed, call)) as Desk | null;
    if (answer === null) return;
    Object.assign(desk, { [collection]: answer[collection] ?? [] });
  }
  installed.desk = desk;
}

/** What the API allowed, null if it did not. */
function callChat(
  options: SampleAppOptions,
  visit: HalcyonVisit,
  installed: Installed,
  call: ChatCall,
): Promise<unknown> {
  const caller = {
    visit,
    problems: PROBLEMS,
    fetch: (kind: StepKind) => halcyonFetch(options, visit.timeline, kind),
    accessToken: () => installed.access_token,
    renew: async () => {
      // It does not expire and there is no other: if the API does not know it any more, that has one reason only.
      dropInstallation(visit, { by: 'unknown', at: options.clock() });
      visit.notice = {
        tone: 'bad',
        title: 'The API does not know Halcyon’s token any more.',
        body: `Such a token does not expire, so ${PARTIES.app} was uninstalled.`,
      };
      return false;
    },
  };
  const { collection, ...rest } = call;
  const url = `${options.api}/v1/${collection}`;
  return callApi(caller, { ...rest, url, allowed: installed.scope.includes(collection) });
}
