import type { FactorFacts, Letter, Letters, LinkFacts, MailOccasion, ReviewOutcome } from '../mail-letter.ts';
import { exactly, roughly } from './en-times.ts';

function validity(what: string, { expires_at }: LinkFacts, now: number): string {
  return `${what} for ${roughly(expires_at - now)}, until ${exactly(expires_at)}, and once.`;
}

function linkLetter(facts: LinkFacts, now: number): Pick<Letter, 'validity'> {
  return { validity: validity('The link works', facts, now) };
}

function occasion({ at, device, address }: MailOccasion): [string, string][] {
  const known: [string, string | undefined][] = [
    ['When', exactly(at)],
    ['With', device],
    ['From', address],
  ];
  return known.flatMap(([label, value]) => (value === undefined ? [] : [[label, value] as [string, string]]));
}

/** What the reader does about something that they did not do. */
function notYou(body: string, tenant: string, { link }: MailOccasion): Letter['notYou'] {
  return {
    heading: 'Was it not you?',
    ...(link === undefined
      ? { body: `${body} Tell ${tenant} at once.` }
      : { body, action: { label: 'Secure your account', href: link } }),
  };
}

const takenOver = 'Then somebody else may be using your account. Choose a new password: it signs out everybody.';

const factors = {
  passkey: { a: 'a passkey', name: 'Passkey' },
  totp: { a: 'an authenticator app', name: 'Authenticator app' },
  recovery_codes: { a: 'recovery codes', name: 'Recovery codes' },
  upstream: { a: 'a connected account at another provider', name: 'Connected sign-in' },
} as const;

function factorFacts(facts: FactorFacts): [string, string][] {
  const { factor, name } = facts;
  return [[factors[factor].name, name ?? ''] as [string, string], ...occasion(facts)].filter(
    ([, value]) => value !== '',
  );
}

/** What an admin says with a decision. */
function messageFacts(message: string | undefined): [string, string][] {
  return message === undefined ? [] : [['Message', message]];
}

const reviews: Readonly<
  Record<
    ReviewOutcome,
    Readonly<Record<'subject' | 'body', (app: string, tenant: string) => string>> & { heading: string }
  >
> = {
  submitted: {
    subject: (app, tenant) => `${app} was submitted to ${tenant}`,
    heading: 'The app was submitted',
    body: (app, tenant) => `${app} waits for its review. Once ${tenant} has decided, we will write to you.`,
  },
  withdrawn: {
    subject: (app, tenant) => `${app} was withdrawn from the review by ${tenant}`,
    heading: 'The app was withdrawn',
    body: (app, tenant) =>
      `One of its developers has withdrawn ${app}, so ${tenant} does not review it now. Submit it again when it is ready.`,
  },
  approved: {
    subject: (app, tenant) => `${app} is approved by ${tenant}`,
    heading: 'The app is approved',
    body: (app, tenant) =>
      `${tenant} has reviewed ${app} and approved it as it was submitted. It is in force from now on.`,
  },
  returned: {
    subject: (app, tenant) => `${app} needs another look before ${tenant} can approve it`,
    heading: 'The app was sent back',
    body: (app, tenant) =>
      `${tenant} has reviewed ${app} and sent it back to you. Change what is asked for, then submit it again.`,
  },
  suspended: {
    subject: (app, tenant) => `${app} was suspended by ${tenant}`,
    heading: 'The app is suspended',
    body: (app, tenant) =>
      `${tenant} has suspended ${app}: nobody can use it, and its tokens do not work until that is lifted.`,
  },
  reinstated: {
    subject: (app, tenant) => `${app} works again on ${tenant}`,
    heading: 'The app works again',
    body: (app, tenant) => `${tenant} has lifted the suspension of ${app}. What users had allowed it works again.`,
  },
};

const letters: Letters = {
  verify_email: (facts, { tenant, now }) => ({
    subject: `Confirm your email for ${tenant}`,
    heading: 'Confirm your email',
    body: [
      `Confirm that this address is yours, so that we can reach you and help you back into your ${tenant} account.`,
    ],
    action: { label: 'Confirm email', href: facts.link },
    ...linkLetter(facts, now),
    notYou: {
      heading: `No ${tenant} account?`,
      body: 'Then somebody has probably mistyped their own address. Ignore this mail; nothing will happen.',
    },
  }),
  reset_password: (facts, { tenant, now }) => ({
    subject: `Choose a new password for ${tenant}`,
    heading: 'Choose a new password',
    body: [
      `Somebody, probably you, asked for a new password for your ${tenant} account.`,
      'Choosing it signs you out everywhere else.',
    ],
    action: { label: 'Choose a new password', href: facts.link },
    ...linkLetter(facts, now),
    notYou: {
      heading: 'Was it not you?',
      body: 'Ignore this mail: your password stays as it is. Give the link to nobody; whoever has it can get into your account.',
    },
  }),
  change_email: (facts, { tenant, now }) => ({
    subject: `Confirm your new email for ${tenant}`,
    heading: 'Confirm your new email',
    body: [
      `You want to use this address for your ${tenant} account from now on. Until you confirm it, the old one stays.`,
    ],
    action: { label: 'Use this address', href: facts.link },
    ...linkLetter(facts, now),
    notYou: {
      heading: 'Was it not you?',
      body: 'Ignore this mail: the address is not used. Do not open the link; it would give your address to somebody else’s account.',
    },
  }),
  sign_up: (facts, { tenant, now }) => ({
    subject: `Create your ${tenant} account`,
    heading: 'Create your account',
    body: [`Confirm that this address is yours, and your ${tenant} account is ready.`],
    action: { label: 'Create account', href: facts.link },
    ...linkLetter(facts, now),
    notYou: {
      heading: 'Was it not you?',
      body: 'Ignore this mail: without the link there will be no account.',
    },
  }),
  sign_in_link: (facts, { tenant, now }) => ({
    subject: `Sign in to ${tenant}`,
    heading: 'Sign in',
    body: [
      `Type this code where you began to sign in to ${tenant}, or open the link on the device where you want to be signed in.`,
    ],
    code: facts.code,
    action: { label: 'Sign in', href: facts.link },
    validity: validity('Code and link work', facts, now),
    notYou: {
      heading: 'Was it not you?',
      body: 'Ignore this mail. Give the code to nobody, whoever asks: we never do.',
    },
  }),
  invitation: (facts, { tenant, now }) => ({
    subject: `You are invited to ${tenant}`,
    heading: `You are invited to ${tenant}`,
    body: [
      facts.invited_by === undefined
        ? `Somebody at ${tenant} has invited you to have an account there.`
        : `${facts.invited_by} has invited you to have an account at ${tenant}.`,
    ],
    action: { label: 'Accept invitation', href: facts.link },
    ...linkLetter(facts, now),
    notYou: {
      heading: 'Did you not expect this?',
      body: 'Ignore this mail: without the link there will be no account.',
    },
  }),
  sign_up_exists: (facts, { tenant }) => ({
    subject: `You already have a ${tenant} account`,
    heading: 'You already have an account',
    body: [
      `Somebody, probably you, tried to create a ${tenant} account with this address. You have one already: just sign in. If you forgot your password, choose a new one.`,
    ],
    action: { label: 'Sign in', href: facts.sign_in_link },
    more: { label: 'Choose a new password', href: facts.recovery_link },
    notYou: {
      heading: 'Was it not you?',
      body: 'There is nothing to do. Nobody got into your account, and whoever tried was not told that it exists.',
    },
  }),
  new_sign_in: (facts, { tenant }) => ({
    subject: `New sign-in to your ${tenant} account`,
    heading: 'New sign-in',
    body: [`Somebody signed in to your ${tenant} account. If it was you, there is nothing to do.`],
    facts: occasion(facts),
    notYou: notYou(takenOver, tenant, facts),
  }),
  password_changed: (facts, { tenant }) => ({
    subject: `Your ${tenant} password has changed`,
    heading: 'Your password has changed',
    body: [`Your ${tenant} account has a new password. If you chose it, there is nothing to do.`],
    facts: occasion(facts),
    notYou: notYou(takenOver, tenant, facts),
  }),
  email_changed: (facts, { tenant }) => ({
    subject: `Your ${tenant} account has another email`,
    heading: 'Your email has changed',
    body: [
      `Your ${tenant} account now has another address than this one. We will write to that one from now on.`,
      'If you changed it, there is nothing to do.',
    ],
    facts: occasion(facts),
    notYou: notYou('Then somebody else has probably taken over your account.', tenant, facts),
  }),
  factor_added: (facts, { tenant }) => ({
    subject: `New way to sign in to your ${tenant} account`,
    heading: 'New way to sign in',
    body: [
      `Your ${tenant} account can now be signed in to with ${factors[facts.factor].a}. If you set that up, there is nothing to do.`,
    ],
    facts: factorFacts(facts),
    notYou: notYou(`${takenOver} Then remove what you did not set up.`, tenant, facts),
  }),
  factor_removed: (facts, { tenant }) => ({
    subject: `A way to sign in to your ${tenant} account was removed`,
    heading: 'A way to sign in was removed',
    body: [
      `Your ${tenant} account can no longer be signed in to with ${factors[facts.factor].a}. If you removed that, there is nothing to do.`,
    ],
    facts: factorFacts(facts),
    notYou: notYou(takenOver, tenant, facts),
  }),
  factors_reset: (facts, { tenant }) => ({
    subject: `Your ${tenant} account is signed in to without a second step again`,
    heading: 'Ways to sign in were reset',
    body: [
      `An administrator of ${tenant} has removed the passkeys, the authenticator app and the recovery codes of your account, and signed it out everywhere. If you asked for that, sign in and set up anew what you want to use.`,
    ],
    facts: occasion(facts),
    notYou: notYou('Then somebody may have pretended to be you.', tenant, facts),
  }),
  app_requested: ({ app, organization, member, email, message, link }, { tenant }) => ({
    subject: `${member} asks for ${app} at ${tenant}`,
    heading: 'An app waits for your word',
    body: [
      `${member} would like to use ${app} with ${organization} on ${tenant}. Only an admin can approve an app, and you are one. Look at what it may do before you decide.`,
    ],
    action: { label: 'Look at the request', href: link },
    facts: [['From', email], ...(message === undefined ? [] : [['Message', message] as const])],
    notYou: {
      heading: 'Did you not expect this?',
      body: 'Ask them before you decide. The app gets nothing until an admin has approved it.',
    },
  }),
  app_approved: ({ app, organization, message }, { tenant }) => ({
    subject: `${app} is approved on ${tenant}`,
    heading: 'The app is approved',
    body: [
      `You asked to use ${app} with ${organization} on ${tenant}, and an admin has approved it. Go back to the app and connect it; you will be asked once more what it may do for you.`,
    ],
    facts: messageFacts(message),
    notYou: { heading: 'Did you not expect this?', body: 'Then do nothing: without you the app gets nothing.' },
  }),
  app_refused: ({ app, organization, message }, { tenant }) => ({
    subject: `${app} is not approved on ${tenant}`,
    heading: 'The app is not approved',
    body: [`You asked to use ${app} with ${organization} on ${tenant}, and an admin has said no to what it asked for.`],
    facts: messageFacts(message),
    notYou: {
      heading: 'Did you not expect this?',
      body: `Talk to the admins of ${organization}: they can change their mind.`,
    },
  }),
  app_review: ({ app, outcome, message, link }, { tenant }) => ({
    subject: reviews[outcome].subject(app, tenant),
    heading: reviews[outcome].heading,
    body: [reviews[outcome].body(app, tenant)],
    action: { label: 'Open the app', href: link },
    facts: messageFacts(message),
    notYou: {
      heading: 'Did you not expect this?',
      body: `You get it as a developer of ${app}. Who is one is changed in the console of ${tenant}.`,
    },
  }),
  organization_invitation: (facts, { tenant, now }) => ({
    subject: `${facts.invited_by} invites you to ${facts.organization} on ${tenant}`,
    heading: `Join ${facts.organization}`,
    body: [
      `${facts.invited_by} has invited you to ${facts.organization} on ${tenant}. As a member you can use apps with it.`,
      'The invitation is for this address. If you have no account with it yet, the link leads you to one.',
    ],
    action: { label: 'Look at the invitation', href: facts.link },
    ...linkLetter(facts, now),
    notYou: {
      heading: 'Did you not expect this?',
      body: 'Ignore this mail: without the link you join nothing. Opening it alone changes nothing either.',
    },
  }),
  operator_recovery: (facts, { tenant }) => ({
    subject: `A recovery link for the administration of ${tenant}`,
    heading: 'Somebody made a recovery link',
    body: [
      facts.name === undefined
        ? `On the machine that ${tenant} runs on, a link was made with which a new administrator can be set up. It works for a day, and once.`
        : `On the machine that ${tenant} runs on, a link was made with which the administrator ${facts.name} gets a new password. It works for a day, and once.`,
      'You get this mail because you may administer everything there. If you know about it, there is nothing to do.',
    ],
    facts: occasion(facts),
    notYou: {
      heading: 'Did you not expect this?',
      body: 'Then somebody has got onto the machine who should not. Talk to whoever looks after it, and read the audit log.',
    },
  }),
  account_deleted: (facts, { tenant }) => ({
    subject: `Your ${tenant} account is deleted`,
    heading: 'Your account is deleted',
    body: [
      `Your ${tenant} account and what it held are gone, and no app can use it any more. This is the last mail about it.`,
    ],
    facts: occasion(facts),
    notYou: notYou('Then somebody else had got into your account.', tenant, facts),
  }),
};

/** Mail to users, and the pages of the development inbox. Times are NumericDates. */
export const mail = {
  letters,
  /** The end of every mail. */
  foot: (tenant: string, host: string) =>
    `${tenant} sent this because of something that was done at ${host}. Answers to this address are not read.`,
  openInstead: 'If the button does not work, open this address:',
  inbox: {
    title: 'Mail',
    lead: 'In development mail stays here instead of going out. The newest stand first.',
    leadSent:
      'In development a copy of all mail stands here. It is sent as well, by the mail server of the configuration.',
    empty: {
      title: 'No mail yet',
      body: 'Ask for a new password, sign up or invite somebody: what they would get appears here.',
    },
    to: 'To',
    from: 'From',
    sent: 'When',
    subject: 'Subject',
    back: 'All mail',
    links: 'Links in it',
    formatted: 'As a mail program shows it',
    plain: 'As plain text',
    gone: 'This mail is not here, or not any more.',
    states: { sent: 'Sent', waiting: 'Waiting', givenUp: 'Given up' },
    attempts: (count: number) => (count === 1 ? '1 attempt' : `${count} attempts`),
    exactly,
  },
};
