/** Signing in through other OpenID Providers; `name` is the provider's. */
export const upstream = {
  notSignedIn: {
    declined: (name: string) => ({
      title: `You did not sign in with ${name}.`,
      body: 'Nothing was shared. Try again, or sign in another way.',
    }),
    unreachable: (name: string) => ({
      title: `${name} cannot be reached.`,
      body: 'Nothing was lost. Try again in a moment, or sign in another way.',
    }),
    failed: (name: string) => ({
      title: `Signing in with ${name} did not work.`,
      body: 'We could not use its answer. Nothing was lost: try again, or sign in another way.',
    }),
    stale: (name: string) => ({
      title: `${name} did not ask you to sign in again.`,
      body: 'We need to know that it is still you. Sign out there first, or sign in another way.',
    }),
  },
  over: {
    heading: 'This sign-in is over',
    body: 'It was used already, took too long, or began in another browser. Nothing has happened.',
    again: 'Go to sign-in',
  },
  signInFirst: {
    heading: (name: string) => `Sign in first to connect ${name}`,
    body: (name: string, tenant: string) =>
      `If you have a ${tenant} account, sign in to it the way you usually do. Then we ask you whether to connect ${name} to it.`,
    onward: 'Go to sign-in',
  },
  noAccount: {
    heading: (tenant: string) => `You have no ${tenant} account yet`,
    closed: (name: string, tenant: string) =>
      `${name} told us who you are, but there is no ${tenant} account for you, and none can be made this way. Ask ${tenant} for one.`,
    noEmail: (name: string, tenant: string) =>
      `${name} did not tell us your email, without which we cannot make a ${tenant} account.`,
    onward: 'Sign in another way',
  },
  offer: {
    heading: (name: string) => `Connect ${name}?`,
    body: (name: string, tenant: string) =>
      `From then on you can sign in to ${tenant} with ${name}, too. Connect it only if the account there is yours alone.`,
    there: (name: string) => `Your account at ${name}`,
    here: (tenant: string) => `Your ${tenant} account`,
    connect: 'Connect',
    skip: 'Not now',
  },
  page: {
    heading: 'Connected sign-ins',
    about: 'Accounts elsewhere with which you can sign in here.',
    connected: 'Connected',
    used: 'Last used',
    unused: 'Not used yet',
    off: 'Cannot be used at the moment',
    connect: (name: string) => `Connect ${name}`,
    disconnect: 'Disconnect',
  },
  disconnect: {
    title: (name: string) => `Disconnect ${name}?`,
    facts: {
      out: (name: string) => `${name} will no longer sign you in here.`,
      there: (name: string) => `Your account at ${name} stays as it is.`,
      last: 'It is your only way to sign in.',
    },
    only: 'Set a password or add a passkey first.',
    keep: 'Keep it',
    remove: 'Disconnect',
  },
  done: {
    provider_connected: { title: 'Connected.', body: 'You can sign in with it from now on.' },
    provider_disconnected: { title: 'Disconnected.', body: 'It no longer signs you in here.' },
  } as Readonly<Record<string, { readonly title: string; readonly body: string } | undefined>>,
  notDone: {
    provider_declined: { title: 'Nothing was connected.', body: 'You did not finish there.' },
    provider_unreachable: { title: 'It cannot be reached.', body: 'Nothing has changed. Try again in a moment.' },
    provider_failed: { title: 'That did not work.', body: 'We could not use the answer. Nothing has changed.' },
    provider_taken: {
      title: 'That account belongs to somebody else here.',
      body: 'It is connected to another account of ours. Nothing has changed.',
    },
    provider_has_another: {
      title: 'You have connected another account there.',
      body: 'Disconnect that one first. Nothing has changed.',
    },
  } as Readonly<Record<string, { readonly title: string; readonly body: string } | undefined>>,
};
