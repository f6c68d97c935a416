import { day, duration, exactly, roughly } from './en-times.ts';

const DAY = 86_400;

const wait = (retryAfter: number | undefined): string =>
  retryAfter === undefined ? 'Wait a moment, then try again.' : `Wait ${duration(retryAfter)}, then try again.`;

const passkeyDevice = 'your fingerprint, face, or the code that unlocks your device';

/** Ways to prove who one is besides a password: where they are asked for, and the pages where they are kept. Times are seconds. */
export const security = {
  again: {
    heading: 'Confirm that it is you',
    lead: 'You are about to change something important. Please sign in again.',
  },
  passkey: {
    add: 'Add a passkey',
    failed: 'Nothing came from your device. Try again, or go on in another way.',
    exists: 'This device has a passkey for your account already.',
    noScript: 'Passkeys need JavaScript, which is off in this browser.',
    impossible: 'This browser cannot use passkeys here.',
  },
  loginErrors: {
    passkey: (_retryAfter?: number) => ({
      title: 'That passkey did not work.',
      body: 'It may have been removed from your account, or the page was open for too long. Try again, or use your password.',
    }),
  },
  secondFactor: {
    heading: 'One more step',
    lead: {
      totp: 'Enter the code that your authenticator app shows now.',
      other: 'Prove in a second way that it is you.',
      wanted: (app: string) => `${app} asks for a stronger proof that it is you.`,
    },
    code: 'Code',
    codeHint: '6 digits',
    submit: 'Continue',
    or: 'or',
    passkey: 'Use a passkey',
    lost: 'No access to your app?',
    recoveryCode: 'Recovery code',
    recoveryHint: 'One of the ten that you kept. Each works once.',
    useRecovery: 'Use this recovery code',
    decline: 'Go on without',
    restart: 'Start again',
    checkCode: 'Check the code',
    errors: {
      code: (_retryAfter?: number) => ({
        title: 'That code did not match.',
        body: 'It may have changed meanwhile. Each code works once.',
      }),
      recovery_code: (_retryAfter?: number) => ({
        title: 'That recovery code did not match.',
        body: 'It may have been used before, or replaced by newer ones.',
      }),
      passkey: (_retryAfter?: number) => ({
        title: 'That passkey did not work.',
        body: 'It may have been removed from your account, or the page was open for too long. Please try again.',
      }),
      throttled: (retryAfter?: number) => ({ title: 'Too many tries.', body: wait(retryAfter) }),
    },
  },
  page: {
    title: 'Sign-in and security',
    lead: 'How you prove that it is you.',
    ago: (at: number, now: number) => {
      const passed = now - at;
      if (passed >= DAY) return day(at);
      return passed < 60 ? 'just now' : `${roughly(passed)} ago`;
    },
    exactly,
    password: {
      heading: 'Password',
      set: 'You sign in with your email and a password.',
      none: 'You have no password.',
      change: 'Change password',
      create: 'Set a password',
    },
    passkeys: {
      heading: 'Passkeys',
      about: `Sign in with ${passkeyDevice}. A passkey cannot be guessed, and cannot be used on a false copy of this page.`,
      added: 'Added',
      used: 'Last used',
      unused: 'Not used yet',
      synced: 'Kept in sync between your devices',
      rename: 'Rename',
      renameOf: (name: string) => `the passkey ${name}`,
      remove: 'Remove',
      name: 'Name',
      save: 'Save',
    },
    totp: {
      heading: 'Authenticator app',
      about:
        'After your password you also enter a code from an app on your phone. Who only knows your password stays out.',
      on: 'On. After your password you are asked for a code.',
      since: 'Since',
      setUp: 'Set up an authenticator app',
      remove: 'Turn off',
    },
    recovery: {
      heading: 'Recovery codes',
      about: 'For the day when your phone or passkey is gone. Each code works once, after your password.',
      left: (count: number) =>
        count === 1 ? 'One code is left.' : count === 0 ? 'You have no codes.' : `${count} codes are left.`,
      few: 'Make new ones before you run out.',
      make: 'Make recovery codes',
      renew: 'Make new recovery codes',
    },
    done: {
      passkey_added: { title: 'The passkey was added.', body: 'You can sign in with it from now on.' },
      passkey_renamed: { title: 'The passkey has a new name.', body: '' },
      passkey_removed: {
        title: 'The passkey was removed.',
        body: 'It no longer signs you in. Your device may still list it: delete it there, too.',
      },
      totp_removed: {
        title: 'The authenticator app is turned off.',
        body: 'Your password alone signs you in again, and your recovery codes are gone.',
      },
    } as Readonly<Record<string, { readonly title: string; readonly body: string } | undefined>>,
  },
  addPasskey: {
    title: 'Add a passkey',
    lead: `You will be asked for ${passkeyDevice}.`,
    name: 'Name',
    nameHint: 'So that you recognise it later, such as “My phone”.',
    defaultName: 'Passkey',
    error: {
      title: 'The passkey was not added.',
      body: 'Your device did not answer as it should, or the page was open for too long. Please try again.',
    },
    many: { title: 'You have as many passkeys as an account can have.', body: 'Remove one that you no longer use.' },
  },
  removePasskey: {
    title: (name: string) => `Remove the passkey ${name}?`,
    facts: {
      out: 'It will no longer sign you in.',
      left: (count: number) =>
        count === 1 ? 'You have one more passkey, which stays.' : `Your other ${count} passkeys stay.`,
      password: 'You can still sign in with your password.',
      providers: (names: readonly string[]) =>
        `You can still sign in with ${new Intl.ListFormat('en', { type: 'disjunction' }).format(names)}.`,
      last: 'It is your only way to sign in.',
    },
    keep: 'Keep it',
    remove: 'Remove',
    only: 'This passkey is your only way to sign in. Set a password or add another passkey first.',
  },
  setUpTotp: {
    title: 'Set up an authenticator app',
    lead: 'You need an app that makes codes, such as the one that your phone or password manager brings.',
    scan: 'Scan this code with the app',
    scanHint: 'With the app’s own camera, on the phone that will show your codes.',
    scanLabel: 'QR code with the key. It is written out further down.',
    open: 'Open in the app on this device',
    openHint: 'Works where such an app is installed on the device that you read this on.',
    type: 'Or type this key into the app',
    typeHint: 'Time-based, 6 digits, every 30 seconds. Keep the key to yourself.',
    key: 'Key',
    code: 'Code that the app shows now',
    submit: 'Turn on',
    others: 'Other browsers in which you are signed in will be signed out: they have not shown a code.',
    errors: {
      code: {
        title: 'That code did not match.',
        body: 'Enter the newest one. If it still does not match, see whether the clock of your phone is right.',
      },
      expired: {
        title: 'This page was open for too long.',
        body: 'Here is a new key. Remove the one before from your app.',
      },
      exists: {
        title: 'An authenticator app is turned on already.',
        body: 'Turn it off first if you want to use another.',
      },
    },
    checkCode: 'Check the code',
  },
  removeTotp: {
    title: 'Turn off the authenticator app?',
    facts: {
      alone: 'Your password alone will sign you in.',
      codes: 'Your recovery codes stop working.',
      passkeys: 'Your passkeys stay.',
    },
    keep: 'Keep it on',
    remove: 'Turn off',
  },
  recoveryCodes: {
    title: 'Your recovery codes',
    lead: 'This is the only time that they are shown. Keep them where you find them without your phone.',
    on: { title: 'The authenticator app is on.', body: 'From now on you are asked for a code after your password.' },
    replaced: { title: 'These are new.', body: 'The ones that you had before no longer work.' },
    download: 'Save as a text file',
    fileName: 'recovery-codes.txt',
    file: (tenant: string, email: string, at: number) =>
      `Recovery codes for ${email} at ${tenant}\nMade on ${exactly(at)}. Each works once, after your password.\n`,
    kept: 'I have kept them',
    heading: 'Make new recovery codes?',
    confirm: 'The codes that you have now stop working at once.',
    make: 'Make new codes',
    keep: 'Keep the old ones',
  },
};
