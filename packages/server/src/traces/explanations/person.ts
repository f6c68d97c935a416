import { type Explainers, fact, parameter, type Told } from '../explanation.ts';
import type { TraceFacts } from '../facts.ts';

/** What depends on who is signed in, and on what they do on our pages. */
export const personExplanations: Explainers = {
  not_signed_in: (of) => needsPage(of, 'Nobody is signed in on this browser'),
  login_requested: (of) => needsPage(of, 'The request asks for a new sign-in'),
  max_age_exceeded: (of) => needsPage(of, 'The user signed in longer ago than max_age allows'),
  another_user_hinted: (of) => needsPage(of, 'Another user is signed in than the one whom the request names'),
  another_user_signed_in: {
    what: 'The user signed in as somebody else than the one whom the request names.',
    step: 'Leave out id_token_hint and the claim sub, unless it must be that user.',
  },
  selection_requested: (of) => needsPage(of, 'The request asks for a choice of the account'),
  email_not_verified: (of) => needsPage(of, 'The user has to verify their address first'),
  acr_not_proved: (of) => needsPage(of, 'The user has to prove more (acr) than they did'),
  acr_beyond_user: {
    what: 'The request insists on more (acr) than this user can prove.',
    step: 'Let the user add a second factor to their account, or do not make the acr essential.',
  },
  never_allowed: (of) => needsPage(of, 'The user has not allowed the app anything yet'),
  consent_requested: (of) => needsPage(of, 'The request asks the user anew'),
  more_scope: (of) => needsPage(of, 'The request asks for more than the user has allowed'),
  client_not_assured: (of) =>
    needsPage(of, 'Anybody could pose as this public client, so that the user is asked each time'),
  terms_not_accepted: (of) => needsPage(of, 'The user has not accepted the newest terms of the app'),
  no_organization: (of) => needsPage(of, 'The user belongs to no organization that the app could be installed on'),
  organization_ambiguous: (of) => needsPage(of, 'The user belongs to several organizations and has to choose one'),
  organization_choice_wanted: (of) => needsPage(of, 'The user wants to choose another organization'),
  organization_hint_unmet: (of) => needsPage(of, 'The user does not belong to the organization that the request names'),
  app_approval_missing: (of) => needsPage(of, 'An admin of the organization has to allow the app first'),
  app_approval_waiting: (of) => needsPage(of, 'The admins of the organization were asked to allow the app'),
  app_approval_refused: (of) => needsPage(of, 'An admin of the organization has refused the app'),
  user_denied: {
    what: 'The user did not allow the access.',
    step: 'Nothing is wrong. Let your app take error=access_denied kindly, and offer to try again.',
  },
  session_ended: {
    what: 'The user signed out before the authorization was complete.',
    step: 'Start again from the app.',
  },
  membership_ended: {
    what: 'The user left the organization before the authorization was complete.',
    step: 'Start again from the app.',
  },
  too_many_organizations: {
    what: 'The user was to make an organization for the app, and owns as many as one person may.',
    step: 'They hand one on or delete one first. An operator can raise the setting organizationsPerPerson.',
  },
  app_not_approved: {
    what: 'The app is not approved: by the reviewers of this tenant, or by the admins of the user’s organization.',
    step: 'Submit the app in the console. Until it is approved, its developers and test users can sign in to it.',
  },
  app_suspended: {
    what: 'The app is suspended, so that nobody can use it.',
    step: 'Its page in the console says why, and what to do.',
  },
  app_internal: {
    what: 'The app is internal: only those who have a role in this tenant can use it.',
    step: 'Change its visibility in the console, if others shall use it.',
  },
  interaction_unknown: {
    what: 'The page was open for too long, or was answered before.',
    step: 'Start again from the app. Do not link to the pages of the server: they are good once.',
  },
  interaction_finished: { what: 'The page was answered before.', step: 'Start again from the app.' },
  interaction_of_another_browser: {
    what: 'The page was opened in another browser than the one that began.',
    step: 'Let begin and end in one browser: no copied links, and in an app the browser of the system.',
  },
  form_from_another_origin: {
    what: 'A form of ours was sent by a page of another site.',
    step: 'Do not frame or imitate the pages of the server: send the browser there.',
  },
  form_without_browser_cookie: {
    what: 'The browser did not send the cookie that it got with the page.',
    step: 'Cookies must be allowed; a frame of another site, or a web view without cookies, has none.',
  },
  csrf_token_wrong: {
    what: 'The form was not made for this page and browser: the page was old, or its cookie was replaced.',
    step: 'Start again from the app.',
  },
};

/** A page is needed: by the client's own wish there may be none, or there is nowhere to show it. */
function needsPage(of: TraceFacts, why: string): Told {
  const silent = parameter(of, 'prompt')?.split(' ').includes('none') === true;
  const needed = fact(of, 'needed');
  return {
    what: silent
      ? `${why}, and prompt=none forbids to show a page.`
      : `${why}, and there is no place to show a page: a program or a frame asked.`,
    expected: 'an answer without any page',
    received: needed === null ? 'a page is needed' : `the page ${needed} is needed`,
    step: silent
      ? 'Send the request again without prompt=none, in the browser’s own window.'
      : 'Send the browser’s own window to the authorization endpoint.',
    hints:
      silent && needed === 'login'
        ? ['Browsers that block cookies of other sites show a frame no session: this looks the same.']
        : [],
  };
}
