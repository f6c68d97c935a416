import { day, exactly, roughly } from './en-times.ts';

const DAY = 86_400;

const count = (value: number, one: string, many: string) => `${value} ${value === 1 ? one : many}`;

const list = (items: readonly string[]) => new Intl.ListFormat('en', { type: 'conjunction' }).format(items);

const all = (names: readonly string[], more: number) => list(more > 0 ? [...names, `${more} more`] : names);

/** The pages where a user keeps their account. Times are NumericDates; `now` is the page's. */
export const account = {
  sections: {
    overview: { title: 'Your account', about: '' },
    profile: { title: 'Profile', about: 'Your name, picture, phone number and address' },
    security: { title: 'Sign-in and security', about: 'How you prove that it is you' },
    devices: { title: 'Devices', about: 'Where you are signed in' },
    apps: { title: 'Apps with access', about: 'What other people’s apps may do for you' },
    organizations: { title: 'Organizations', about: 'Companies and teams that you belong to' },
    data: { title: 'Your data', about: 'Download it, or delete your account' },
  },
  exactly,
  ago: (at: number, now: number) => {
    const passed = now - at;
    if (passed >= 7 * DAY) return `on ${day(at)}`;
    return passed < 60 ? 'just now' : `${roughly(passed)} ago`;
  },
  list,
  overview: {
    signedIn: (tenant: string) => `You are signed in to ${tenant}.`,
    devices: (sessions: number) => `Signed in on ${count(sessions, 'device', 'devices')}`,
    apps: (apps: number) => (apps === 0 ? 'No app has access' : `${count(apps, 'app has', 'apps have')} access`),
    factors: {
      password: 'Password',
      passkeys: (passkeys: number) => count(passkeys, 'passkey', 'passkeys'),
      totp: 'authenticator app',
      none: 'Add a way to sign in',
    },
  },
  profile: {
    lead: 'Everything here is optional. An app sees a part only if you allowed it to.',
    saved: { title: 'Saved.', body: 'Apps that you share it with see it the next time they ask.' },
    wrong: { title: 'Nothing was saved yet.', body: 'Some of it cannot stay as it is.' },
    groups: {
      profile: 'About you',
      phone: 'Phone',
      address: 'Address',
    },
    email: {
      heading: 'Email',
      verified: 'Verified',
      unverified: 'Not verified',
      change: 'Change',
      changeWhat: 'your email address',
    },
    released: (permission: string) => `Shown to apps that you allow to “${permission}”.`,
    seenBy: (apps: readonly string[]) => `Now: ${list(apps)}.`,
    seenByMany: (apps: readonly string[], more: number) => `Now: ${apps.join(', ')} and ${more} more.`,
    seenByNobody: 'No app sees it now.',
    labels: {
      name: 'Full name',
      given_name: 'Given name',
      family_name: 'Family name',
      nickname: 'Nickname',
      preferred_username: 'Username that apps may show',
      picture: 'Address of a picture of you',
      website: 'Website',
      birthdate: 'Date of birth',
      gender: 'Gender',
      zoneinfo: 'Time zone',
      locale: 'Language',
      phone_number: 'Phone number',
      street_address: 'Street and house number',
      locality: 'City',
      region: 'State or region',
      postal_code: 'Postal code',
      country: 'Country',
    },
    hints: {
      picture: 'Begins with https://',
      birthdate: 'Such as 1990-02-28, or the year alone',
      phone_number: 'With the country code, such as +44 20 7946 0018',
    } as Partial<Record<string, string>>,
    unset: 'Not said',
    save: 'Save',
    problems: {
      too_long: (limit: number) => `Use at most ${limit} characters.`,
      invisible: (_limit: number) =>
        'It contains characters that cannot be seen and change the order of others. Type it anew.',
      space: (_limit: number) => 'Leave out the spaces.',
      https_url: (_limit: number) => 'Give a whole address that begins with https://.',
      web_url: (_limit: number) => 'Give a whole address that begins with https:// or http://.',
      date: (_limit: number) => 'Write it as 1990-02-28, or only the year.',
      future: (_limit: number) => 'This day is still to come.',
      phone: (_limit: number) => 'Begin with + and the country code, then digits: +44 20 7946 0018.',
      choice: (_limit: number) => 'Choose one of the list.',
    },
  },
  devices: {
    lead: (tenant: string) => `Browsers in which somebody is signed in to ${tenant} as you.`,
    here: 'This device',
    unknownDevice: 'Unknown device',
    on: (browser: string, system: string) => `${browser} on ${system}`,
    from: (address: string) => `From ${address}`,
    fromNowhere: 'From an unknown address',
    signedIn: 'Signed in',
    lastActive: 'Last active',
    active: 'Active now',
    signOut: 'Sign out',
    signOutOf: (device: string, when: string) => `${device}, signed in ${when}`,
    unsure: 'Is one of them not yours? Sign it out and change your password.',
    all: {
      heading: 'Everywhere at once',
      body: 'Apps that you signed in to from these devices are told, so that they can sign you out too. What apps may do only while you are signed in ends; what you allowed them while you are away goes on until you uninstall them.',
      others: 'Sign out everywhere else',
      everywhere: 'Sign out everywhere, here too',
      onlyHere: 'You are signed in on this device only.',
    },
    done: {
      one: { title: 'That device is signed out.', body: 'Whoever uses it has to sign in again.' },
      others: (devices: number) => ({
        title: `${count(devices, 'device is', 'devices are')} signed out.`,
        body: 'You are still signed in here.',
      }),
    },
    gone: { title: 'That device is not signed in.', body: 'It was signed out already, or it is not one of yours.' },
  },
  data: {
    lead: (tenant: string) => `What ${tenant} keeps about you, and the end of it.`,
    download: {
      heading: 'Download your data',
      body: 'One file that people and programs can read (JSON). It contains no passwords and no keys.',
      contents: [
        'Your profile and email address',
        'The devices you are signed in on',
        'The apps you allowed, and what for',
        'The names of your passkeys',
        'What was done with your account, and when',
      ],
      button: 'Download',
    },
    deletion: {
      heading: 'Delete your account',
      body: 'Your account, your profile and every way to sign in are removed for good. Only the record of what was done stays.',
      button: 'Delete your account',
    },
  },
  deletion: {
    heading: 'Delete your account?',
    lead: 'This cannot be undone, and nobody can bring it back, not even for you.',
    breaks: 'What happens at once',
    apps: (names: readonly string[], more: number) =>
      more > 0
        ? `${names.join(', ')} and ${more} more lose access.`
        : `${list(names)} ${names.length === 1 ? 'loses' : 'lose'} access.`,
    noApps: 'No app has access, so none loses it.',
    organizations: {
      inherited: (names: readonly string[], more: number) =>
        `${all(names, more)}: nobody else owns ${names.length === 1 ? 'it' : 'them'}. Whoever has been an admin there for longest becomes the owner; where there is no admin, whoever has been a member for longest.`,
      deleted: (names: readonly string[], more: number) =>
        `${all(names, more)}: nobody else belongs to ${names.length === 1 ? 'it, so it is' : 'them, so they are'} deleted, with every app’s access.`,
    },
    copies: 'What apps have copied they keep. Ask their makers if you want that deleted.',
    sessions: (sessions: number) =>
      sessions === 1
        ? 'You are signed out on this device, and of the apps that you signed in to from it.'
        : `You are signed out on all ${sessions} devices, and of the apps that you signed in to from them.`,
    all: (tenant: string) =>
      `Your profile, passwords and passkeys are removed. You cannot sign in to ${tenant} any more.`,
    again: 'A new account with the same email address would be a stranger to every app.',
    confirm: 'Is it really you?',
    password: 'Your password',
    button: 'Delete my account',
    keep: 'Keep it',
    signInFirst: 'Sign in once more first, so that nobody else can do this at a browser that you left open.',
    signIn: 'Sign in again',
    errors: {
      credentials: { title: 'That did not match.', body: 'The password is not right. Nothing was deleted.' },
      last_operator: {
        title: 'You are the only administrator.',
        body: 'Give somebody else the role operator first. Nothing was deleted.',
      },
    },
    checkPassword: 'Check the password',
    wrongPassword: 'This is not your password.',
    deleted: {
      heading: 'Your account is deleted',
      body: (tenant: string) =>
        `${tenant} no longer keeps anything that you can sign in to, and no app has access any more.`,
      apps: 'The apps that you used with it are being told.',
      next: 'You can close this window.',
    },
  },
};
