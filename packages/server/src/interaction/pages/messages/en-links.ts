import type { PasswordProblem, PasswordStrength } from '../password-fields.ts';
import { duration } from './en-times.ts';

/** How an account is reached by mail: signing up, forgotten passwords, the links in mails. Times are seconds. */
export const links = {
  email: 'Email',
  toSignIn: 'Go to sign-in',
  wrongAddress: {
    title: 'That is no email address.',
    body: 'Write it like name@example.com.',
    check: 'Check the email',
  },
  mailOff: {
    heading: 'We cannot send mail here',
    body: (tenant: string) =>
      `${tenant} sends no mail at the moment, so this is not available. Ask ${tenant} for help.`,
  },
  ask: {
    sign_up: {
      heading: 'Create your account',
      lead: 'First tell us your address. We send a link there, so that nobody else can use it.',
      submit: 'Send link',
      back: 'I have an account',
    },
    recovery: {
      heading: 'Choose a new password',
      lead: 'Tell us the address of your account. We send a link there with which you choose a new password.',
      submit: 'Send link',
      back: 'Back to sign-in',
    },
    sign_in: {
      heading: 'Sign in by email',
      lead: 'We send a link and a code to the address of your account. You need no password.',
      submit: 'Send link and code',
      back: 'Use a password instead',
    },
  },
  byInvitation: {
    heading: 'You need an invitation',
    body: (tenant: string) => `${tenant} gives accounts by invitation. If you have one, open the link in its mail.`,
  },
  sent: {
    heading: 'Look into your mail',
    sign_up: (email: string) => `We have sent a mail to ${email}. Open the link in it to go on.`,
    recovery: (email: string) =>
      `If ${email} has an account, a mail is on its way there. Open the link in it to choose a new password.`,
    sign_in: (email: string) =>
      `If ${email} has an account, a mail is on its way there. Type the code from it here, or open its link.`,
    sameBrowser: (app: string) => `Open the link in this browser: then you come straight back to ${app}.`,
    nothing: 'No mail after a few minutes? Look among the junk, or check the address:',
    works: (seconds: number) => `The link works for ${duration(seconds)}, and once.`,
    otherAddress: 'Use another address',
  },
  code: {
    label: 'Code',
    hint: 'Six digits, from the mail',
    submit: 'Sign in',
    check: 'Check the code',
    wrong: {
      title: 'That is not the code.',
      body: 'Take the one from the newest mail. It works for ten minutes, and only in this browser.',
    },
    throttled: (retryAfter: number) => ({
      title: 'Too many tries.',
      body: `Wait ${duration(retryAfter)}, then try again.`,
    }),
  },
  password: {
    label: 'New password',
    ownLabel: 'Password',
    again: 'The same again',
    hint: (min: number) =>
      `At least ${min} characters. Long beats complicated: a few words that do not belong together are fine, and you may paste.`,
    strengths: {
      fair: 'Your password is just hard enough to guess.',
      good: 'Your password is hard to guess.',
      strong: 'Your password is very hard to guess.',
    } satisfies Record<PasswordStrength, string>,
    different: { title: 'The two passwords differ.', body: 'Type the same password twice.' },
    check: 'Check the password',
    problem: (found: PasswordProblem): { title: string; body: string } => {
      switch (found.code) {
        case 'too_short':
          return { title: 'The password is too short.', body: `It takes at least ${found.min} characters.` };
        case 'too_long':
          return { title: 'The password is too long.', body: `It can have ${found.max} bytes.` };
        case 'malformed':
          return { title: 'The password has a broken character in it.', body: 'Type it rather than paste it.' };
        case 'guessable':
          return {
            title: 'The password is too easy to guess.',
            body: 'It is made of what is tried first: common words, keys in a row, years, repetitions. Add words that nobody expects.',
          };
        case 'personal':
          return {
            title: 'The password is too easy to guess.',
            body: 'It is made of your name, your address or the name of this service. Add words that nobody expects.',
          };
      }
    },
    busy: { title: 'We are very busy right now.', body: 'Wait a moment, then try again.' },
  },
  name: 'Your name',
  nameHint: 'As apps may call you, if you allow them to see it.',
  open: {
    sign_up: {
      heading: 'Create your account',
      lead: 'This address is yours. Two things are left.',
      submit: 'Create account',
    },
    invitation: {
      heading: 'Welcome',
      lead: (tenant: string) => `You are invited to ${tenant}. Two things are left.`,
      submit: 'Create account',
    },
    reset_password: {
      heading: 'Choose a new password',
      lead: 'You will be signed out everywhere, and sign in with the new password.',
      submit: 'Set new password',
    },
    verify_email: {
      heading: 'Confirm your email',
      lead: 'Is this your address? Then confirm it.',
      submit: 'Confirm email',
    },
    change_email: {
      heading: 'Use this address?',
      lead: (before: string) => `It takes the place of ${before}, also for signing in.`,
      submit: 'Use this address',
    },
    sign_in: {
      heading: 'Sign in',
      lead: (tenant: string) => `You will be signed in to ${tenant} in this browser.`,
      submit: 'Sign in',
      notYou: 'Did you not ask for this? Then close this page. Nothing happens.',
    },
  },
  signInFirst: {
    heading: 'Sign in first',
    body: 'To give your account another address you have to be signed in to it. Then come back to this page.',
    other: (email: string) =>
      `You are signed in as ${email}. This link is for another account: sign out, and open it again.`,
    signIn: 'Sign in',
  },
  over: {
    used: {
      heading: 'This link was used already',
      body: 'It works once. If that was you, everything is done.',
    },
    unknown: {
      heading: 'This link does not work any more',
      body: 'It was open for too long, a newer mail has taken its place, or your account has changed since. Nothing has happened.',
    },
    browser: {
      heading: 'Open the link from the mail',
      body: 'This page belongs to another browser, or cookies are switched off here. Open the link in the mail once more.',
    },
    email_taken: {
      heading: 'This address is in use',
      body: 'An account has it by now. If it is yours, sign in with it. Nothing has changed.',
    },
    closed: {
      heading: 'No new accounts here',
      body: 'Accounts are not made here any more. Nothing has happened.',
    },
  },
  done: {
    signed_up: {
      heading: 'Your account is ready',
      body: 'You are signed in in this browser.',
    },
    reset_password: {
      heading: 'Your password has changed',
      body: 'You were signed out everywhere. Sign in with the new one.',
    },
    verify_email: { heading: 'Your email is confirmed', body: 'Thank you. You can close this page.' },
    signed_in: { heading: 'You are signed in', body: 'You are signed in in this browser.' },
    elsewhere: 'You began in another browser. Go back there and sign in, and what you began goes on.',
    toAccount: 'Your account',
    goOn: 'Go on',
  },
  verifyFirst: {
    heading: 'Confirm your email',
    lead: (email: string) => `Before you go on we have to know that ${email} is yours. We send a link there; open it.`,
    send: 'Send link',
    goOn: 'I have opened the link',
    sent: { title: 'Mail is on its way.', body: 'It can take a few minutes.' },
    tooMany: { title: 'Too many mails.', body: 'Wait an hour before you ask again.' },
    not: { title: 'Not yet.', body: 'The address is not confirmed so far.' },
  },
  account: {
    password: {
      title: 'Password',
      lead: (has: boolean): string =>
        has ? 'Choose a new one. You are signed out everywhere but here.' : 'You have no password yet. Choose one.',
      current: 'Current password',
      submit: 'Change password',
      checkCurrent: 'Check the current password',
      wrong: { title: 'The password is not right.', body: 'Nothing has changed.' },
    },
    email: {
      title: 'Email',
      lead: (email: string, verified: boolean) => `${email}, ${verified ? 'confirmed' : 'not confirmed yet'}.`,
      heading: 'Use another address',
      explanation: 'We send a link to the new address. The old one stays until you open it.',
      label: 'New email',
      submit: 'Send link',
      own: { title: 'That is your address already.', body: 'Type another one.' },
      verify: 'Confirm this address',
      verifyBody: 'Not confirmed yet: we can help you back into your account only at an address that we know is yours.',
      sendVerification: 'Send confirmation',
    },
    done: {
      password_changed: { title: 'Password changed.', body: 'Everyone else was signed out.' },
      email_asked: { title: 'Look into your mail.', body: 'Open the link that we sent to the new address.' },
      email_changed: { title: 'Email changed.', body: 'Sign in with the new address from now on.' },
      verification_sent: { title: 'Mail is on its way.', body: 'Open the link in it.' },
      too_many: { title: 'Too many mails.', body: 'Wait an hour before you ask again.' },
    },
  },
};
