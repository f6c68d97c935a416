import { day, roughly } from './en-times.ts';

const DAY = 86_400;

const count = (value: number, one: string, many: string) => `${value} ${value === 1 ? one : many}`;

/** The pages of organizations for those who belong to them. Times are NumericDates; `now` is the page's. */
export const organizations = {
  lead: 'Companies and teams that you belong to. Apps can work for you there.',
  roles: { owner: 'Owner', admin: 'Admin', member: 'Member' },
  youAre: { owner: 'You own it.', admin: 'You are an admin.', member: 'You are a member.' },
  abilities: {
    owner: 'Everything, also who is admin or owner, the name, and the end of it.',
    admin: 'Invites and removes members, and decides about apps.',
    member: 'Uses apps for the organization.',
  },
  yourApps: (apps: number) => (apps === 0 ? 'No apps of yours' : `${count(apps, 'app', 'apps')} of yours`),
  theirApps: (apps: number) => (apps === 0 ? 'No apps installed' : `${count(apps, 'app', 'apps')} installed`),
  installedBy: (members: number) =>
    members === 0 ? 'Nobody has installed it' : `Installed by ${count(members, 'member', 'members')}`,
  waiting: (apps: number) => `${apps} waiting`,
  switchedOff: 'Switched off',
  switchedOffBy: (tenant: string) => `${tenant} has switched it off. No app works for it.`,
  empty: {
    title: 'You belong to no organization',
    body: 'An organization is a company or a team that people share, and for which apps can work.',
    make: 'Make one, or ask somebody who has one to invite you.',
    ask: 'Ask one of its admins to invite you: they need your email address.',
  },
  make: {
    title: 'Make an organization',
    lead: 'It will be yours. You can invite others to it.',
    label: 'Name',
    hint: 'What people know it by, such as the name of your company.',
    submit: 'Make it',
    tooMany: {
      title: 'You own as many organizations as one person may.',
      body: (most: number) =>
        `${count(most, 'organization', 'organizations')}. To make another one, hand one of yours on to somebody else, or delete one.`,
      back: 'To your organizations',
    },
  },
  pending: {
    heading: 'You are invited',
    lead: (email: string) => `Sent to ${email}, which you have verified.`,
    accept: 'Join',
    decline: 'Decline',
  },
  nameWrong: {
    title: 'That cannot be its name.',
    body: 'Write a name of at most 80 characters.',
    check: 'Check the name',
  },
  doors: {
    members: { title: 'Members', about: 'Who belongs to it, and who is invited' },
    apps: { title: 'Apps', about: 'What members have installed on it' },
  },
  mine: { heading: 'Your apps here', none: 'You have not installed any app on it.' },
  leaders: { heading: 'Who decides here', lead: 'They invite people, remove them, and decide about apps.' },
  rename: { label: 'Name of the organization', submit: 'Save' },
  leave: {
    heading: 'Leave',
    body: 'Your apps here lose access. You keep your account.',
    lastOwner:
      'Nobody else owns it, so you cannot leave yet. Make another member an owner first, or delete the organization.',
    button: 'Leave it',
    where: 'To the organization',
    question: (name: string) => `Leave ${name}?`,
    apps: (apps: number) =>
      apps === 0 ? 'You have no app installed on it.' : `${count(apps, 'app', 'apps')} of yours lose access at once.`,
    again: 'You can come back only by an invitation.',
    keep: 'Stay',
    confirm: 'Leave',
  },
  delete: {
    heading: 'Delete the organization',
    body: 'Every app loses access to it, and nobody belongs to it any more.',
    button: 'Delete it',
    question: (name: string) => `Delete ${name}?`,
    apps: (apps: number) =>
      apps === 0 ? 'No app is installed on it.' : `${count(apps, 'app loses', 'apps lose')} access at once.`,
    members: (members: number) =>
      members === 1
        ? 'You are its only member. You keep your account.'
        : `${members} people do not belong to it any more. They keep their accounts.`,
    never: 'It cannot be brought back. One that you make anew is another one to every app.',
    label: (name: string) => `To be sure, type its name: ${name}`,
    wrong: { title: 'That is not its name.', body: 'Type it exactly as it stands above.', check: 'Check the name' },
    keep: 'Keep it',
    confirm: 'Delete',
  },
  ends: 'What happens at once',
  members: {
    lead: (name: string) => `Who belongs to ${name}. Open one to change what they may do, or to remove them.`,
    heading: 'Who belongs to it',
    invite: 'Invite somebody',
    since: 'Joined',
    you: 'You',
    switchedOff: 'Account switched off',
    pages: 'More members',
    first: 'To the first',
    next: 'Show more',
  },
  role: {
    heading: 'Role',
    label: 'What they are',
    submit: 'Change role',
    lastOwner: 'The only owner stays one: somebody has to own it. Make another member an owner first.',
  },
  remove: {
    heading: 'Remove from the organization',
    body: 'Their apps here lose access. They keep their account.',
    byOwner: 'Only an owner can remove an admin or another owner.',
    button: 'Remove',
    question: (name: string) => `Remove ${name}?`,
    apps: (apps: number) =>
      apps === 0
        ? 'They have no app installed on it.'
        : `${count(apps, 'app of theirs loses', 'apps of theirs lose')} access at once.`,
    again: 'They do not belong to it any more. You can invite them again.',
    keep: 'Keep',
    confirm: 'Remove',
  },
  invitations: {
    heading: 'Open invitations',
    lead: 'Mailed and not accepted yet.',
    until: (at: number, now: number) =>
      at - now >= DAY ? `Open until ${day(at)}` : `Open for ${roughly(at - now)} more`,
    withdraw: 'Withdraw',
  },
  invite: {
    title: 'Invite somebody',
    lead: (name: string) =>
      `We mail them a link with which they join ${name}. It works for 7 days, once, and only for them.`,
    hint: 'The address of their account, or the one that they will use for it.',
    role: 'As',
    roleHint: 'An admin invites and removes members and decides about apps.',
    submit: 'Send invitation',
    check: 'Check the email',
    problems: {
      already_member: { title: 'They belong to it already.', body: 'Nothing was sent.' },
      not_an_address: { title: 'That is no email address.', body: 'Write it like name@example.com.' },
      too_many: { title: 'Too many mails.', body: 'Wait an hour before you send another one.' },
    },
  },
  apps: {
    lead: (name: string) => `What members have installed on ${name}, and what it may do.`,
    leadApproval: (name: string) => `Members of ${name} use only apps that an admin has approved.`,
    waiting: 'Waiting for an admin',
    waitingLead: 'A member would like to use it. Nobody has decided yet.',
    installed: 'Installed',
    approved: 'Approved, not installed',
    refused: 'Refused',
    may: 'It may',
    sees: 'What it sees about members',
    does: 'What it can do for them',
    empty: { title: 'No apps yet', body: 'Once a member installs one on the organization, it stands here.' },
  },
  people: {
    heading: 'Who has it',
    lead: 'Each has allowed it for themselves. You can end one and keep the others.',
    end: 'End',
    endOf: (member: string) => `for ${member}`,
    more: (people: number) => `And ${people} more.`,
  },
  uninstall: {
    button: 'Uninstall for everybody',
    question: (app: string) => `Uninstall ${app} for everybody?`,
    members: (members: number) =>
      members === 0 ? 'Nobody has it installed.' : `${count(members, 'member loses', 'members lose')} it.`,
    atOnce: 'It loses access at once. What it has copied it keeps.',
    again: 'Members can install it again if they want to.',
    notAgain: 'Members can install it again only if an admin approves it.',
    keep: 'Keep it',
    confirm: 'Uninstall',
  },
  standing: {
    heading: 'Approval',
    bodies: {
      waiting: 'A member asks for it.',
      undecided: 'No admin has decided. Who has it keeps it; nobody else can install it.',
      approved: 'Members may install it, for this. “You” is each member.',
      refused: 'An admin has said no. Members cannot install it or ask for it.',
    },
    quote: (words: string) => `“${words}”`,
    look: 'Decide',
    change: 'Approve it after all',
    withdraw: 'Withdraw approval',
  },
  withdraw: {
    question: (app: string) => `Withdraw the approval of ${app}?`,
    notAgain: 'Members cannot install it or ask for it until an admin approves it again.',
    keep: 'Keep it approved',
    confirm: 'Withdraw',
  },
  decide: {
    question: (app: string) => `Approve ${app}?`,
    asker: 'Who asks',
    covers: 'Members may then allow it this, each for themselves, and nothing more. “You” is each member.',
    reason: 'Your words (optional)',
    reasonHint: 'They stand in the mail to whoever asked.',
    approve: 'Approve',
    refuse: 'Refuse',
    changed: { title: 'Look again.', body: 'Meanwhile somebody has asked for more. Nothing was decided.' },
  },
  done: {
    created: { title: 'It is made.', body: 'Invite the others who shall belong to it.' },
    renamed: { title: 'Saved.', body: 'Everybody sees the new name.' },
    left: { title: 'You have left.', body: 'Your apps there have no access any more.' },
    deleted: { title: 'It is deleted.', body: 'No app has access to it any more.' },
    declined: { title: 'You have declined.', body: 'They can invite you again.' },
    invitation_over: {
      title: 'That invitation is over.',
      body: 'It was answered, withdrawn, or waited for too long. Ask for a new one.',
    },
    joined: { title: 'Welcome.', body: 'You belong to it now.' },
    already_member: { title: 'You belonged to it already.', body: 'Nothing has changed.' },
    invited: { title: 'Invitation sent.', body: 'It stands below until it is accepted.' },
    withdrawn: { title: 'Invitation withdrawn.', body: 'Its link does not work any more.' },
    removed: { title: 'Removed.', body: 'Their apps here have no access any more.' },
    role_changed: { title: 'Role changed.', body: 'It counts from now on.' },
    last_owner: { title: 'Nothing has changed.', body: 'Somebody has to own the organization.' },
    unknown: { title: 'Nothing was sent.', body: 'The organization has changed meanwhile.' },
    uninstalled: {
      title: 'Uninstalled for everybody.',
      body: 'It has no access any more. What it has copied it keeps.',
    },
    ended: { title: 'That access has ended.', body: 'The app can no longer use it.' },
    approved: { title: 'Approved.', body: 'Members can install it now.' },
    refused: { title: 'Refused.', body: 'It gets nothing of what it asked for.' },
    approval_withdrawn: { title: 'Approval withdrawn.', body: 'The app has no access any more.' },
  },
  join: {
    heading: (name: string) => `Join ${name}`,
    roles: {
      owner: (name: string) => `You are invited to own ${name}.`,
      admin: (name: string) => `You are invited to ${name} as an admin: you decide about members and apps.`,
      member: (name: string) => `You are invited to ${name} as a member: you can use apps with it.`,
    },
    email: (email: string) => `The invitation is for ${email}.`,
    sees: (name: string) => `The admins of ${name} see your name, your address, and which apps you install on it.`,
    accept: 'Join',
    other: {
      title: 'This is for another account.',
      body: (signedInAs: string, email: string) =>
        `You are signed in as ${signedInAs}. Sign out, and in again as ${email}. The invitation stays open.`,
    },
    switch: 'Sign out',
    signInFirst: 'Sign in to accept it.',
    signIn: 'Sign in',
    signUpFirst: (tenant: string) => `You have no ${tenant} account with this address yet. Make one, then accept.`,
    signUp: 'Create account',
    noAccount: {
      title: 'You need an account first.',
      body: (tenant: string) => `There is none with this address. Ask ${tenant} for one, then open the link again.`,
    },
    used: {
      heading: 'This invitation was accepted',
      body: (name: string) => `It works once. If that was you, you belong to ${name} already.`,
      onward: 'Your organizations',
    },
  },
};
