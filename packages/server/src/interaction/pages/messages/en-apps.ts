import { day, exactly, roughly } from './en-times.ts';

const DAY = 86_400;

/** The pages where a user sees and uninstalls what they allowed. Times are NumericDates; `now` is the page's. */
export const apps = {
  heading: 'Apps with access',
  lead: (tenant: string) => `Apps that may use your ${tenant} account. Uninstall what you no longer need.`,
  empty: {
    title: 'No app has access',
    body: (tenant: string) => `Nothing but you can use your ${tenant} account.`,
    next: 'When an app asks to use your account, you decide what it may do. What you allow then stands here, and you can end it at any time.',
  },
  active: 'Have access now',
  dormant: 'No access now',
  dormantHint: 'What these could do has ended. We remember your answer until you uninstall them.',
  managed: 'Set up by an administrator',
  managedHint: (tenant: string) =>
    `You did not allow these yourself, and only an administrator of ${tenant} can end them. Ask them if you do not want one.`,
  verified: 'Verified',
  unverified: 'Not verified',
  allowed: 'Allowed',
  on: (organization: string) => `On ${organization}`,
  lastUsed: 'Last used',
  neverUsed: 'Not used yet',
  setUp: 'Set up',
  sees: 'About you',
  does: 'For you',
  nothing: 'It knows only that you have an account here.',
  ago: (at: number, now: number) => {
    const passed = now - at;
    if (passed >= DAY) return `on ${day(at)}`;
    return passed < 60 ? 'just now' : `${roughly(passed)} ago`;
  },
  exactly,
  untilEnded: 'Has access until you end it',
  untilEndedByAdministrator: 'Has access until an administrator ends it',
  until: (at: number, now: number) =>
    at - now >= DAY ? `Has access until ${day(at)}` : `Has access for ${roughly(at - now)} more`,
  atTheLatest: (at: number) => `at the latest on ${day(at)}`,
  noAccess: 'Has no access now',
  disabled: (tenant: string) => `Switched off by ${tenant}: it cannot use your account.`,
  notOpen: (tenant: string) => `Cannot use your account now: ${tenant} has not opened it to you.`,
  managedBy: (tenant: string) => `Set up by an administrator of ${tenant}; acts in your name without asking.`,
  account: 'Your account',
  back: 'All apps with access',
  seesAboutYou: 'What it sees about you',
  mayDo: 'What it can do for you',
  each: {
    heading: 'Each time you allowed it',
    one: 'Ending it stops this access. Uninstalling also forgets that you allowed it.',
    many: 'Every sign-in or device has its own access. You can end one and keep the others.',
    given: 'Allowed',
    forScopes: (names: string) => `For: ${names}`,
    forAll: 'For everything above',
    end: 'End this one',
    endOf: (when: string) => `the one allowed ${when}`,
    none: 'Nothing is in force. If you go back to it, it may not have to ask you for the same again.',
  },
  ended: { title: 'That access has ended.', body: 'The app can no longer use it.' },
  changed: { title: 'That is taken back.', body: 'The app has it no longer. It would have to ask you again.' },
  change: {
    button: 'Change what it may do',
    heading: (app: string) => `What may ${app} do?`,
    lead: (app: string) => `Untick what ${app} shall lose. More than this only the app itself can ask you for.`,
    save: 'Save',
    keep: 'Leave it as it is',
  },
  leave: {
    heading: 'Take it back',
    body: (app: string) => `${app} loses access at once, everywhere you allowed it.`,
    forget: (app: string) => `${app} has no access now. Uninstalling also forgets what you allowed it.`,
    uninstall: (app: string) => `Uninstall ${app}`,
    managedHeading: 'Who can end this',
    managedBody: (tenant: string) =>
      `Only an administrator of ${tenant} can, because they set it up. Ask them if you do not want it.`,
  },
  confirm: {
    heading: (app: string) => `Uninstall ${app}?`,
    atOnce: (app: string, tenant: string) =>
      `${app} loses access to your ${tenant} account at once, on all your devices.`,
    keeps: 'What it has copied it keeps. Ask its makers if you want that deleted.',
    again: 'You can allow it again later. It will have to ask you.',
    keep: 'Keep it',
    uninstall: 'Uninstall',
  },
  uninstalled: {
    title: (app: string) => `${app} is uninstalled.`,
    body: 'It has no access to your account. What it has copied it keeps.',
  },
  gone: {
    heading: 'This app has no access',
    body: 'It was uninstalled already, or it is not an app of this account. There is nothing left to do.',
    back: 'See apps with access',
  },
};
